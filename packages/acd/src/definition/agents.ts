/** The agents section of a definition: people, their phones and what they can do. */
import { type Secret, secretSchema, settings } from '@callweave/core'
import { z } from 'zod'

export interface AgentLimits {
  /** Highest share of time in calls and wrap-up over `windowMs` (A10). 0..1. */
  readonly occupancyRatio?: number
  /** Default one hour. */
  readonly windowMs?: number
  /** Calls in a row before a break. */
  readonly callsInARow?: number
  /** How long the break is. Default one minute. */
  readonly breakMs?: number
}

export interface AgentDefinition<Skill extends string = string> {
  /** The phone that rings. */
  readonly extension: string
  /** What the phone logs in with: `secret('EXT_8001')`. The simulator needs none. */
  readonly password?: Secret
  /** Name for people; the key stands in for it. */
  readonly name?: string
  /** Skill to level, 1 (can) to 10 (masters). */
  readonly skills?: { readonly [S in Skill]?: number }
  /** Sets of agents that reports roll up by. */
  readonly groups?: readonly string[]
  readonly limits?: AgentLimits
}

const level = z
  .int('a skill level is a whole number')
  .min(1, 'a skill level is at least 1')
  .max(10, 'a skill level is at most 10')
const span = z.int('a span is a whole number of ms').min(0, 'a span of time cannot be negative')

export const agentSchema = settings({
  extension: z
    .string("an extension is text, such as '8001'")
    .regex(/^[0-9*#+]{1,20}$/, 'an extension is 1 to 20 digits, * or #'),
  password: secretSchema.optional(),
  name: z.string().optional(),
  skills: z.record(z.string(), level).optional(),
  groups: z.array(z.string()).optional(),
  limits: settings({
    occupancyRatio: z.number().gt(0, 'an occupancy limit is above 0').max(1, 'a ratio is at most 1').optional(),
    windowMs: span.optional(),
    callsInARow: z.int().min(1, 'at least one call').optional(),
    breakMs: span.optional(),
  }).optional(),
})

export const agentsSchema = z.record(z.string().min(1), agentSchema)
export const skillsSchema = z.array(z.string().min(1))
