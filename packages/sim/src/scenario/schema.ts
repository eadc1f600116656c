/** Scenarios that no compiler has seen. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { distributionSchema } from '../random/index.js'
import { changeSchema } from './changes.js'

const longestMs = 10 * 366 * 24 * 3_600_000
const span = z
  .int('a span of time is a whole number of ms')
  .min(0, 'a span of time cannot be negative')
  .max(longestMs, 'a span of time is at most ten years')
const length = span.min(1, 'a length of time is at least 1 ms')
const factor = z.number().gt(0, 'a factor is above 0').max(10_000, 'a factor is at most 10,000')
const share = z.number().min(0, 'a share is at least 0').max(1, 'a share is at most 1')
const rate = z
  .number()
  .min(0, 'a rate cannot be negative')
  .max(10_000_000, 'a rate is at most 10 million calls an hour')
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a local time of day, such as '09:30'")
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day, such as '2026-01-12'")
const where = z.record(z.string(), z.string())

const sourceSchema = z.discriminatedUnion(
  'arrivals',
  [
    settings({ arrivals: z.literal('poisson'), callsPerHour: rate.gt(0, 'a rate is above 0') }),
    settings({ arrivals: z.literal('rates'), intervalMs: length, callsPerHour: z.array(rate).min(1) }),
    settings({
      arrivals: z.literal('counts'),
      intervalMs: length,
      counts: z.array(z.int('a count is a whole number').min(0, 'a count cannot be negative')).min(1),
      fromMs: z.number().optional(),
    }),
    settings({
      arrivals: z.literal('times'),
      calls: z.array(settings({ afterMs: span, talkMs: span.optional(), attribute: z.string().optional() })),
      factor: factor.optional(),
      spreadMs: length.optional(),
    }),
    settings({
      arrivals: z.literal('counts-file'),
      file: z.string(),
      time: z.string(),
      calls: z.string(),
      day: day.optional(),
      where: where.optional(),
      factor: factor.optional(),
      hourlyShape: z.array(share).length(24, 'a shape has 24 shares, one for each hour').optional(),
      gaps: z.enum(['refuse', 'zero']).optional(),
    }),
    settings({
      arrivals: z.literal('times-file'),
      file: z.string(),
      start: z.string(),
      talk: settings({ column: z.string(), unit: z.enum(['ms', 's', 'min']) }).optional(),
      attribute: z.string().optional(),
      where: where.optional(),
      from: day.optional(),
      to: day.optional(),
      factor: factor.optional(),
      spreadMs: length.optional(),
    }),
  ],
  'a source of calls is made by poisson, rates, counts, times, countsFile or timesFile',
)

const callerSchema = settings({
  patience: distributionSchema.optional(),
  redial: settings({ ratio: share, after: distributionSchema, most: z.int().min(0).optional() }).optional(),
  keys: z.record(z.string(), z.record(z.string(), share)).optional(),
  whileWaiting: settings({
    key: z.string().regex(/^[0-9*#]$/, 'one key'),
    ratio: share,
    after: distributionSchema,
  }).optional(),
  digits: z.record(z.string(), z.array(z.string().regex(/^[0-9*#]+$/, 'digits, * and #'))).optional(),
  keyDelay: distributionSchema.optional(),
  message: distributionSchema.optional(),
  numberPrefix: z
    .string()
    .regex(/^\+?[0-9]*$/, 'digits')
    .optional(),
  population: z.int().min(1, 'at least one caller').optional(),
  numbers: z.array(z.string()).min(1).optional(),
})

const agentSchema = settings({
  answer: distributionSchema.optional(),
  missRatio: share.optional(),
  rejectRatio: share.optional(),
  talk: distributionSchema.optional(),
  talkByQueue: z.record(z.string(), distributionSchema).optional(),
  wrapUp: distributionSchema.optional(),
  paceFactor: factor.optional(),
  hangsUpRatio: share.optional(),
  shifts: z
    .array(
      settings({
        from: time,
        to: time,
        days: z
          .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
          .min(1)
          .optional(),
      }),
    )
    .optional(),
  breaks: z.array(settings({ at: time, lengthMs: length, reason: z.string() })).optional(),
  backAfterMissesMs: span.optional(),
})

const faultSchema = z.discriminatedUnion(
  'fault',
  [
    settings({ fault: z.literal('trunk-down'), trunk: z.string(), afterMs: span, lengthMs: length }),
    settings({ fault: z.literal('phone-dead'), agent: z.string(), afterMs: span, lengthMs: length }),
    settings({
      fault: z.literal('lookups-slow'),
      slowerFactor: z.number().min(1, 'slower is a factor of at least 1'),
      failRatio: share.optional(),
      afterMs: span,
      lengthMs: length,
    }),
  ],
  "a fault is 'trunk-down', 'phone-dead' or 'lookups-slow'",
)

export const scenarioSchema = settings({
  name: z.string().optional(),
  about: z.string().min(1, 'say something, or leave it out').optional(),
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, "a local date and time, such as '2026-01-12T00:00'"),
  lengthMs: length,
  warmUpMs: span.optional(),
  intervalMs: length.optional(),
  arrivals: z
    .array(
      settings({
        trunk: z.string().optional(),
        dialed: z.string(),
        callers: z.string().optional(),
        source: sourceSchema,
        attributeKeys: settings({ step: z.string(), keys: z.record(z.string(), z.string()) }).optional(),
      }),
    )
    .min(1, 'a scenario has at least one source of calls'),
  callers: z.record(z.string(), callerSchema).optional(),
  agents: settings({
    everyone: agentSchema.optional(),
    only: z.record(z.string(), agentSchema).optional(),
    onDuty: settings({ intervalMs: length, counts: z.array(z.int().min(0)).min(1) }).optional(),
  }).optional(),
  faults: z.array(faultSchema).optional(),
  changes: z.array(changeSchema).optional(),
})
