/** An instant to come, as short as it can be told: `17:30`, `Mon 09:00`, `2026-12-24 09:00`. */
import type { Language } from '../text/language.js'

export interface WhenOptions {
  readonly nowMs: number
  readonly timeZone: string
  readonly language: Language
}

const dayMs = 86_400_000

export const formatWhen = (atMs: number, { nowMs, timeZone, language }: WhenOptions): string => {
  const parts = (ms: number): readonly string[] =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(ms).split(' ')
  const [day = '', time = ''] = parts(atMs)
  if (day === parts(nowMs)[0]) return time
  if (atMs - nowMs > 6 * dayMs) return `${day} ${time}`
  return `${new Intl.DateTimeFormat(language, { timeZone, weekday: 'short' }).format(atMs)} ${time}`
}
