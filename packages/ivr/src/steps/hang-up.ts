/** hang-up: the call ends, after a prompt if there is one. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { type PromptList, promptList } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { IvrCommand } from '../engine/desk.js'
import { acts } from '../engine/node.js'
import { listed, type StepKind, use } from './kind.js'

export interface HangUpStep<_Steps extends string, N extends FlowNames> {
  readonly step: 'hang-up'
  readonly prompt?: PromptList<N['prompt']>
  /** What the call counts as, where nobody served it and it left no message. Default: what became of it in the queues. */
  readonly as?: 'self-served' | 'refused'
}

export const hangUp: StepKind<HangUpStep<string, FlowNames>> = {
  kind: 'hang-up',
  schema: settings({
    step: z.literal('hang-up'),
    prompt: promptList.optional(),
    as: z.enum(['self-served', 'refused']).optional(),
  }),
  edges: () => [],
  uses: (step) => use('prompt', step.prompt, 'prompt'),
  ends: () => true,
  label: (step) => listed(step.prompt ?? []).join(', '),
  link: (step, link) => {
    const prompt = step.prompt === undefined ? null : link.play(step.prompt)
    return acts({
      enter: (at, ivr) => (prompt === null ? ivr.end(at, step.as) : ivr.command(at, prompt[at.spoken] as IvrCommand)),
      promptFinished: (at, ivr) => ivr.end(at, step.as),
    })
  },
}
