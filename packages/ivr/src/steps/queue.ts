/** queue: the caller waits for an agent. What becomes of the waiting leads on; an outcome without its edge ends the call. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { keyed, nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, keyedEdges, type StepShape, use } from './kind.js'

export interface QueueStep<Steps extends string, N extends FlowNames> {
  readonly step: 'queue'
  readonly queue: N['queue']
  /** The skills an agent needs, each with its least level. */
  readonly wants?: { readonly [Skill in N['skill']]?: number }
  /** Higher goes first. -1,000 to 1,000; default 0. */
  readonly priority?: number
  /** A variable that names the agent to ask first. */
  readonly preferred?: string
  /** No place left to wait. */
  readonly ifFull?: Steps
  /** Nobody serves the queue, or the last one left. */
  readonly ifNobody?: Steps
  /** The queue is closed. */
  readonly ifClosed?: Steps
  /** The longest wait has passed. */
  readonly ifMaxWait?: Steps
  /** A rule took the call out. */
  readonly ifOverflow?: Steps
  /** Keys that leave the queue while waiting. */
  readonly onKey?: { readonly [key: string]: Steps }
  /** When the agent has hung up and the caller is still there: a survey, say. */
  readonly afterServed?: Steps
}

export const queue: StepShape<QueueStep<string, FlowNames>> = {
  kind: 'queue',
  schema: settings({
    step: z.literal('queue'),
    queue: nameSchema,
    wants: z.record(z.string(), z.number().min(0).max(1_000)).optional(),
    priority: z.int().min(-1_000).max(1_000).optional(),
    preferred: nameSchema.optional(),
    ifFull: stepName.optional(),
    ifNobody: stepName.optional(),
    ifClosed: stepName.optional(),
    ifMaxWait: stepName.optional(),
    ifOverflow: stepName.optional(),
    onKey: keyed.optional(),
    afterServed: stepName.optional(),
  }),
  edges: (step) => [
    ...edge('full', step.ifFull, 'outside', 'ifFull'),
    ...edge('nobody', step.ifNobody, 'outside', 'ifNobody'),
    ...edge('closed', step.ifClosed, 'outside', 'ifClosed'),
    ...edge('max-wait', step.ifMaxWait, 'outside', 'ifMaxWait'),
    ...edge('overflowed', step.ifOverflow, 'outside', 'ifOverflow'),
    ...keyedEdges(step.onKey, 'caller', 'onKey'),
    ...edge('served', step.afterServed, 'outside', 'afterServed'),
  ],
  uses: (step) => [
    ...use('queue', step.queue, 'queue'),
    ...Object.keys(step.wants ?? {}).flatMap((skill) => use('skill', skill, 'wants', skill)),
  ],
  ends: () => true,
  label: (step) => [`queue ${step.queue}`, ...Object.entries(step.wants ?? {}).map(([s, l]) => `${s} ${l}`)].join(', '),
}
