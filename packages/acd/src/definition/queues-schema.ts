/** The same section for definitions that no compiler has seen. */
import { settings } from '@callweave/core'
import { z } from 'zod'

const span = z.int('a span is a whole number of ms').min(0, 'a span of time cannot be negative')
const rest = span.min(1000, 'a rest is at least 1,000 ms, or the call would come back at once')
const wait = span.min(1000, 'a wait is at least 1,000 ms, or two queues could pass a call to and fro for ever')
const ratio = z.number().min(0, 'a ratio is at least 0').max(1, 'a ratio is at most 1')
const count = z.int('expected a whole number').min(0, 'a count cannot be negative')

const memberSchema = z.union(
  [
    z.string().min(1),
    settings({
      agent: z.string().min(1),
      level: z.int().min(1, 'a level is at least 1').optional(),
      penalty: count.optional(),
      weight: z.number().gt(0, 'a weight is above 0').optional(),
    }),
  ],
  "a member is an agent's name, or { agent, level, penalty, weight }",
)

const strategySchema: z.ZodType = z.lazy(() =>
  z.object(
    {
      strategy: z.string(),
      version: z.int().min(1).optional(),
      options: z.record(z.string(), z.unknown()).optional(),
      within: strategySchema.optional(),
    },
    'a strategy is one of the built-in values, such as longestIdle, or the result of defineStrategy',
  ),
)

const factors = z.union([
  z.literal(false),
  z.array(z.enum(['logged-out', 'not-ready', 'wrap-up', 'busy', 'ringing', 'penalty'])),
])

export const queueSchema = settings({
  strategy: strategySchema,
  members: z.array(memberSchema),
  wants: z
    .record(z.string(), z.int().min(1, 'a skill level is at least 1').max(10, 'a skill level is at most 10'))
    .optional(),
  priority: z.number().optional(),
  priorityPerMinute: z.number().min(0, 'a priority cannot fall while a call waits').optional(),
  ringTimeoutMs: span.min(1000, 'a phone rings for at least 1,000 ms').optional(),
  wrapUpMs: z.union([span, z.literal('until-ready')], "a span in whole ms from 0, or 'until-ready'").optional(),
  missesToNotReady: count.optional(),
  afterMissMs: span.optional(),
  afterRejectMs: rest.optional(),
  afterBusyMs: rest.optional(),
  mostWaiting: count.optional(),
  maxWaitMs: wait.optional(),
  refuseWhen: factors.optional(),
  leaveWhen: factors.optional(),
  overflow: z
    .array(
      settings({
        to: z.string(),
        afterMs: wait.optional(),
        whenWaiting: count.optional(),
        whenEstimatedWaitMs: span.optional(),
      }),
    )
    .optional(),
  tiers: settings({ waitMs: span, multiply: z.boolean().optional(), skipEmpty: z.boolean().optional() }).optional(),
  penalties: z
    .array(settings({ afterMs: span, mostPenalty: count.optional(), leastPenalty: count.optional() }))
    .optional(),
  music: z.string().optional(),
  announce: settings({
    everyMs: span.min(1000, 'announcements come at least 1,000 ms apart'),
    firstAfterMs: span.optional(),
    position: z.boolean().optional(),
    estimatedWait: z.boolean().optional(),
    prompts: z.array(z.string()).optional(),
    neverRising: z.boolean().optional(),
  }).optional(),
  serviceLevel: settings({ withinMs: span, goalRatio: ratio.optional(), shortMs: span.optional() }).optional(),
  resumeWithinMs: span.optional(),
  callback: settings({
    ringTimeoutMs: span.optional(),
    attempts: z.int().min(1, 'at least one attempt').optional(),
    retryAfterMs: span.optional(),
    expiresAfterMs: span.optional(),
  }).optional(),
})

export const queuesSchema = z.record(z.string().min(1), queueSchema)
