/** collect: the caller types digits, which become a variable. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import {
  type InputSettings,
  inputShape,
  type Ladder,
  ladder,
  nameSchema,
  type PromptList,
  promptList,
  stepName,
} from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { CollectCommand } from '../engine/desk.js'
import { climb, linkLadder } from '../engine/ladder.js'
import { acts } from '../engine/node.js'
import { edge, listed, type StepKind, use } from './kind.js'

export interface CollectStep<Steps extends string, N extends FlowNames> extends InputSettings {
  readonly step: 'collect'
  readonly prompt: PromptList<N['prompt']>
  /** The variable that gets the digits. */
  readonly into: string
  /** Fewer than this is no match. 1 to 64; default 1. */
  readonly minDigits?: number
  /** So many end the input. 1 to 64. */
  readonly maxDigits: number
  /** The digits stand in no event, log or call record: for cards and PINs. Functions get them, `{name}` in a text does not. */
  readonly secret?: boolean
  readonly then: Steps
  /** For a caller who types nothing. A step without it does not pass the checker. */
  readonly noInput?: Ladder<Steps, N['prompt']>
  /** For too few digits. Default: as `noInput`. */
  readonly noMatch?: Ladder<Steps, N['prompt']>
}

const count = z.int().min(1).max(64)

export const collect: StepKind<CollectStep<string, FlowNames>> = {
  kind: 'collect',
  schema: settings({
    step: z.literal('collect'),
    prompt: promptList,
    into: nameSchema,
    minDigits: count.optional(),
    maxDigits: count,
    secret: z.boolean().optional(),
    then: stepName,
    noInput: ladder.optional(),
    noMatch: ladder.optional(),
    ...inputShape,
  }),
  edges: (step) => [
    ...edge('then', step.then, 'caller'),
    ...edge('no-input', step.noInput?.then, 'silence', 'noInput', 'then'),
    ...edge('no-match', (step.noMatch ?? step.noInput)?.then, 'silence', step.noMatch ? 'noMatch' : 'noInput', 'then'),
  ],
  uses: (step) => [
    ...use('prompt', step.prompt, 'prompt'),
    ...use('prompt', step.noInput?.again, 'noInput', 'again'),
    ...use('prompt', step.noMatch?.again, 'noMatch', 'again'),
  ],
  ends: () => false,
  label: (step) => `${listed(step.prompt).join(', ')} into ${step.into}`,
  link: (step, link) => {
    const { into, minDigits = 1, maxDigits, secret = false } = step
    const prompt = link.collect(step.prompt, step, maxDigits)
    const noInput = linkLadder(link, step.noInput, step, maxDigits)
    const noMatch = linkLadder(link, step.noMatch ?? step.noInput, step, maxDigits)
    const then = link.step(step.then)
    return acts({
      enter: (at, ivr) => ivr.collect(at, prompt[at.spoken] as CollectCommand),
      digits: (at, ivr, digits, because) => {
        if (digits === '' && because !== 'terminator') return climb(at, ivr, 'no-input', noInput)
        if (digits.length < minDigits) return climb(at, ivr, 'no-match', noMatch)
        ivr.collected(at, into, digits, secret)
        return then
      },
    })
  },
}
