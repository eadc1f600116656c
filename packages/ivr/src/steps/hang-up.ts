/** hang-up: the call ends, after a prompt if there is one. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { type PromptList, promptList } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { listed, type StepShape, use } from './kind.js'

export interface HangUpStep<_Steps extends string, N extends FlowNames> {
  readonly step: 'hang-up'
  readonly prompt?: PromptList<N['prompt']>
  /** What the call counts as, where nobody served it and it left no message. Default: what became of it in the queues. */
  readonly as?: 'self-served' | 'refused'
}

export const hangUp: StepShape<HangUpStep<string, FlowNames>> = {
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
}
