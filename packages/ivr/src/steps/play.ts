/** play: the caller hears one prompt, or several in a row, and goes on. With `answer: false` also before the call is answered. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { type PromptList, promptList, stepName, unanswered } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { IvrCommand } from '../engine/desk.js'
import { acts } from '../engine/node.js'
import { edge, listed, type StepKind, use } from './kind.js'

export interface PlayStep<Steps extends string, N extends FlowNames> {
  readonly step: 'play'
  readonly prompt: PromptList<N['prompt']>
  /** `false`: a call that nothing has answered yet is not answered for this; it is heard as early media. */
  readonly answer?: false
  readonly then: Steps
}

export const play: StepKind<PlayStep<string, FlowNames>> = {
  kind: 'play',
  schema: settings({ step: z.literal('play'), prompt: promptList, answer: unanswered, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => use('prompt', step.prompt, 'prompt'),
  ends: () => false,
  label: (step) => listed(step.prompt).join(', '),
  link: (step, link) => {
    const sounds = link.play(step.prompt)
    const then = link.step(step.then)
    return acts({
      enter:
        step.answer === false
          ? (at, ivr) => ivr.early(at, sounds[at.spoken] as IvrCommand)
          : (at, ivr) => ivr.command(at, sounds[at.spoken] as IvrCommand),
      promptFinished: () => then,
    })
  },
}
