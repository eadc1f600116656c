/** The section `hours`: opening hours by name. */
import { settings } from '@callweave/core'
import { z } from 'zod'

export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type WeekDay = (typeof weekDays)[number]

/** `to` at or before `from` is a time of the next day: 22:00 to 06:00. 24:00 is midnight at the end of the day. */
export interface TimeSpan {
  readonly from: string
  readonly to: string
}

export interface WeeklySpan extends TimeSpan {
  readonly days: readonly WeekDay[]
}

export interface HoursData {
  /** An IANA name such as `Asia/Shanghai`. Default: the center's. */
  readonly timeZone?: string
  /** A span belongs to the day it begins on. */
  readonly open: readonly WeeklySpan[]
  /** Nothing begins on these days. */
  readonly holidays?: readonly (string | { readonly date: string; readonly name: string })[]
  /** Days with hours of their own, in place of the week's and of a holiday's: make-up working days, late shopping. */
  readonly extra?: readonly (TimeSpan & { readonly date: string })[]
  /** Parts of the open hours that a flow can tell apart. Without `days`, every day. */
  readonly shifts?: { readonly [shift: string]: readonly (TimeSpan & { readonly days?: readonly WeekDay[] })[] }
}

/** The section `hours`, names unchecked. */
export interface HoursSection {
  readonly [name: string]: HoursData
}

const time = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "must be a time such as '09:00', '17:30' or '24:00'" })
const date = z.iso.date({ error: "must be a date such as '2026-12-25'" })
const days = z.array(z.enum(weekDays, { error: `must be one of ${weekDays.join(', ')}` })).min(1)
const span = { from: time, to: time }

const hours = z.record(
  z.string(),
  settings({
    timeZone: z.string().optional(),
    open: z.array(settings({ days, ...span })),
    holidays: z
      .array(z.union([date, settings({ date, name: z.string() })], { error: "must be a date such as '2026-12-25'" }))
      .optional(),
    extra: z.array(settings({ date, ...span })).optional(),
    shifts: z.record(z.string(), z.array(settings({ days: days.optional(), ...span })).min(1)).optional(),
  }),
)

export const hoursSchema = hours as z.ZodType<HoursSection>
