/** queue: the caller waits for an agent. What becomes of the waiting leads on; an outcome without its edge ends the call. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { keyed, nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { QueueIntent, QueueOutcome } from '../engine/desk.js'
import { acts, type Next } from '../engine/node.js'
import { variableOf } from '../engine/template.js'
import { edge, keyedEdges, type StepKind, use } from './kind.js'

export interface QueueStep<Steps extends string, N extends FlowNames> {
  readonly step: 'queue'
  readonly queue: N['queue']
  /** The skills an agent needs, each with its least level. */
  readonly wants?: { readonly [Skill in N['skill']]?: number }
  /** Higher goes first. -1,000 to 1,000; default 0. */
  readonly priority?: number
  /** A variable that names the agent to ask first. */
  readonly preferred?: string
  /**
   * What a caller hears who waits and whom nothing has answered yet: the queue's music as early media (the default), or
   * plain ringing. Whoever was answered hears music, or the tone of a ringing phone.
   */
  readonly hears?: 'music' | 'ringing'
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

export const queue: StepKind<QueueStep<string, FlowNames>> = {
  kind: 'queue',
  schema: settings({
    step: z.literal('queue'),
    queue: nameSchema,
    wants: z.record(z.string(), z.number().min(0).max(1_000)).optional(),
    priority: z.int().min(-1_000).max(1_000).optional(),
    preferred: nameSchema.optional(),
    hears: z.enum(['music', 'ringing'], { error: "'music' or 'ringing'" }).optional(),
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
  label: (step) => [step.queue, ...Object.entries(step.wants ?? {}).map(([s, l]) => `${s} ${l}`)].join(', '),
  link: (step, link) => {
    const { preferred } = step
    const intent: QueueIntent = {
      queue: step.queue,
      wants: (step.wants as Readonly<Record<string, number>> | undefined) ?? null,
      priority: step.priority ?? 0,
      preferred: null,
      keys: Object.keys(step.onKey ?? {}),
      hears: step.hears ?? 'music',
      step: link.name,
    }
    const outcomes: Readonly<Record<Exclude<QueueOutcome, object>, Next>> = {
      full: link.optional(step.ifFull),
      nobody: link.optional(step.ifNobody),
      closed: link.optional(step.ifClosed),
      'max-wait': link.optional(step.ifMaxWait),
      overflowed: link.optional(step.ifOverflow),
      served: link.optional(step.afterServed),
    }
    const onKey = new Map(Object.entries(step.onKey ?? {}).map(([key, to]) => [key, link.step(to)]))
    return acts({
      enter:
        preferred === undefined
          ? (at, ivr) => ivr.queue(at, intent)
          : (at, ivr) => ivr.queue(at, { ...intent, preferred: variableOf(at, preferred) || null }),
      queued: (outcome) => (typeof outcome === 'string' ? outcomes[outcome] : (onKey.get(outcome.key) ?? null)),
    })
  },
}
