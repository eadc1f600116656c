/** What every step that listens to keys has in common. */
import { settings } from '@callweave/core'
import { z } from 'zod'

/** One prompt, or several one after the other. */
export type PromptList<Prompt extends string> = Prompt | readonly Prompt[]

/**
 * What a caller hears who presses nothing, or something that leads nowhere: the first prompt of `again` the first time,
 * the second the second time, and when they are used up the call goes on to `then`. (VoiceXML 2.1, section 5.3: an event
 * handler may name the count from which it holds.)
 */
export interface Ladder<Steps extends string, Prompt extends string> {
  readonly again?: readonly Prompt[]
  readonly then: Steps
}

export interface InputSettings {
  /** A key stops the prompt. Default true. */
  readonly bargeIn?: boolean
  /** How long to wait for the first key, from the end of the prompt. 0 to 60,000; default 5,000. */
  readonly firstDigitTimeoutMs?: number
  /** How long to wait for each further key. 0 to 60,000; default 2,000. */
  readonly interDigitTimeoutMs?: number
  /** Keys that end the input and are no part of it. Default `#`, and none for a menu whose keys are single. */
  readonly terminators?: string
}

/** What a call center does where a step does not say. */
export const inputDefaults = { bargeIn: true, firstDigitTimeoutMs: 5_000, interDigitTimeoutMs: 2_000 } as const

export const keyPattern = /^[0-9A-D*#]+$/

export const nameSchema = z.string().min(1, { error: 'a name must not be empty' })
export const stepName = z
  .string({ error: 'must be the name of a step' })
  .min(1, { error: 'must be the name of a step' })
export const timeMs = (max: number) =>
  z
    .int({ error: 'must be a whole number of milliseconds' })
    .min(0, { error: 'must not be negative' })
    .max(max, { error: `must be at most ${max} ms` })
export const promptList = z.union([nameSchema, z.array(nameSchema).min(1)], {
  error: 'must be the name of a prompt or a list of them',
})
/** Of a step that may be heard before the answer. */
export const unanswered = z.literal(false, { error: 'false, or leave it out: the call is answered' }).optional()
export const ladder = settings({ again: z.array(nameSchema).optional(), then: stepName })
export const keyed = z.record(
  z.string().regex(keyPattern, { error: 'must be keys of a phone: 0-9, *, #, A-D' }),
  stepName,
)
export const inputShape = {
  bargeIn: z.boolean().optional(),
  firstDigitTimeoutMs: timeMs(60_000).optional(),
  interDigitTimeoutMs: timeMs(60_000).optional(),
  terminators: z
    .string()
    .regex(/^[0-9A-D*#]*$/, { error: 'must be keys of a phone' })
    .optional(),
}
