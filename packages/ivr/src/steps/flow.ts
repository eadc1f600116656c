/** flow: the call goes on at the start of another flow. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { type StepKind, use } from './kind.js'

export interface FlowStep<_Steps extends string, N extends FlowNames> {
  readonly step: 'flow'
  readonly flow: N['flow']
}

export const flow: StepKind<FlowStep<string, FlowNames>> = {
  kind: 'flow',
  schema: settings({ step: z.literal('flow'), flow: nameSchema }),
  edges: () => [],
  uses: (step) => use('flow', step.flow, 'flow'),
  ends: () => false,
  label: (step) => step.flow,
  link: (step, link) => {
    const start = link.start(step.flow)
    return acts({ enter: () => start })
  },
}
