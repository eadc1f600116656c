/** callback: the center promises to call back. A caller who waited in that queue a moment ago keeps the place. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName, timeMs } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { compileTemplate } from '../engine/template.js'
import { edge, type StepKind, use } from './kind.js'

export interface CallbackStep<Steps extends string, N extends FlowNames> {
  readonly step: 'callback'
  readonly queue: N['queue']
  /** The number to dial; `{name}` stands for a variable. Default: the one the caller calls from. */
  readonly number?: string
  /** Not before this has passed. 0 to 7 days; default 0: when the place in the queue comes up. */
  readonly delayMs?: number
  readonly then: Steps
  /** The switch cannot dial out, or the number is withheld. Default: the call goes on at `then`. */
  readonly ifRefused?: Steps
}

const weekMs = 7 * 24 * 3_600_000

export const callback: StepKind<CallbackStep<string, FlowNames>> = {
  kind: 'callback',
  schema: settings({
    step: z.literal('callback'),
    queue: nameSchema,
    number: nameSchema.optional(),
    delayMs: timeMs(weekMs).optional(),
    then: stepName,
    ifRefused: stepName.optional(),
  }),
  edges: (step) => [...edge('then', step.then, 'itself'), ...edge('refused', step.ifRefused, 'outside', 'ifRefused')],
  uses: (step) => use('queue', step.queue, 'queue'),
  ends: () => false,
  label: (step) => `call back, ${step.queue}`,
  link: (step, link) => {
    const then = link.step(step.then)
    const refused = link.optional(step.ifRefused) ?? then
    const number = step.number === undefined ? null : compileTemplate(step.number)
    const { queue, delayMs = 0 } = step
    return acts({
      enter: (at, ivr) => (ivr.callBack(at, { queue, number: number?.(at) ?? null, delayMs }) ? then : refused),
    })
  },
}
