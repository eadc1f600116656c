import { instantOfLocal } from '@callweave/sim'
import type { Kind } from './kind.js'

/** An instant of a run: a time of day with or without its date, or the `atMs` of an event. */
export type Instant = { readonly atMs: number } | { readonly date: string | null; readonly time: string }

const local = /^(?:(\d{4}-\d\d-\d\d)[T ])?([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d{1,3})?))?$/

/** `10:05`, `10:05:30`, `10:05:30.5`, `2026-01-12T10:05:30`, `1768212330000`. */
export const instant = (): Kind<Instant> => ({
  expected: ({ kinds }) => kinds.instant,
  parse: (text) => {
    if (/^\d{9,15}$/.test(text)) return { atMs: Number(text) }
    const [, date = null, hour = '', minute, second = '00'] = local.exec(text.trim()) ?? []
    if (minute === undefined || (date !== null && !isDate(date))) return undefined
    return { date, time: `${hour.padStart(2, '0')}:${minute}:${second}` }
  },
})

/** 30 February is none. */
const isDate = (date: string): boolean => {
  const ms = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

const dayMs = 86_400_000

/** In ms since 1970 UTC. A time without a date is the first one of that log: on its first day, or else on the next. */
export const instantIn = (at: Instant, log: { readonly originMs: number }, timeZone: string): number => {
  if ('atMs' in at) return at.atMs
  const [time = '', fraction = ''] = at.time.split('.')
  const on = (date: string): number => instantOfLocal(`${date}T${time}`, timeZone) + Number(fraction.padEnd(3, '0'))
  if (at.date !== null) return on(at.date)
  const dateOf = (ms: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(ms)
  const first = on(dateOf(log.originMs))
  return first >= log.originMs ? first : on(dateOf(log.originMs + dayMs))
}
