/** transfer: the call goes to a number outside, an extension or an agent by name. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName, timeMs } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { TransferOutcome } from '../engine/desk.js'
import { acts, type Next } from '../engine/node.js'
import { compileTemplate } from '../engine/template.js'
import { edge, type StepKind, use } from './kind.js'

/** Exactly one of `number`, `extension` and `agent` says where to. */
export interface TransferStep<Steps extends string, N extends FlowNames> {
  readonly step: 'transfer'
  /** A number outside; `{name}` stands for a variable. */
  readonly number?: string
  /** The trunk group to dial it by. Default: the one the call came in on. */
  readonly trunk?: N['trunk']
  readonly extension?: string
  readonly agent?: N['agent']
  /** 1,000 to 300,000; default 30,000. */
  readonly ringTimeoutMs?: number
  readonly ifBusy?: Steps
  readonly ifNoAnswer?: Steps
  readonly ifFailed?: Steps
}

export const transfer: StepKind<TransferStep<string, FlowNames>> = {
  kind: 'transfer',
  schema: settings({
    step: z.literal('transfer'),
    number: nameSchema.optional(),
    trunk: nameSchema.optional(),
    extension: nameSchema.optional(),
    agent: nameSchema.optional(),
    ringTimeoutMs: timeMs(300_000).min(1_000).optional(),
    ifBusy: stepName.optional(),
    ifNoAnswer: stepName.optional(),
    ifFailed: stepName.optional(),
  }),
  edges: (step) => [
    ...edge('busy', step.ifBusy, 'outside', 'ifBusy'),
    ...edge('no-answer', step.ifNoAnswer, 'outside', 'ifNoAnswer'),
    ...edge('failed', step.ifFailed, 'outside', 'ifFailed'),
  ],
  uses: (step) => [...use('agent', step.agent, 'agent'), ...use('trunk', step.trunk, 'trunk')],
  ends: () => true,
  label: (step) => `to ${step.number ?? step.extension ?? step.agent ?? '?'}`,
  link: (step, link) => {
    const number = step.number === undefined ? null : compileTemplate(step.number)
    const { trunk = null, extension = null, agent = null, ringTimeoutMs = 30_000 } = step
    const outcomes: Readonly<Record<TransferOutcome, Next>> = {
      done: null,
      busy: link.optional(step.ifBusy),
      'no-answer': link.optional(step.ifNoAnswer),
      failed: link.optional(step.ifFailed),
    }
    return acts({
      enter: (at, ivr) =>
        ivr.transfer(at, { number: number?.(at) ?? null, trunk, extension, agent, ringTimeoutMs, step: link.name }),
      transferred: (outcome) => outcomes[outcome],
    })
  },
}
