/** Instants as ISO 8601 text, in a place's wall clock with its offset: `2026-03-29T09:30:00.000+01:00`. */
import { createZone } from '../intervals/zone.js'

const dayMs = 24 * 3_600_000

/** @throws CallweaveError `out-of-range` when the time zone is not known. */
export const createInstantFormat = (timeZone = 'UTC'): ((atMs: number) => string) => {
  const zone = createZone(timeZone)
  return (atMs) => {
    const { offsetMs } = zone.stretchAt(atMs)
    const localMs = atMs + offsetMs
    const day = Math.floor(localMs / dayMs)
    const { year, month, date } = civilDate(day)
    const rest = localMs - day * dayMs
    const time = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1_000) % 60)}`
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}T${time}.${pad(rest % 1_000, 3)}${formatOffset(offsetMs)}`
  }
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')
const two = (value: number): string => pad(Math.floor(value), 2)

const formatOffset = (offsetMs: number): string => {
  if (offsetMs === 0) return 'Z'
  const minutes = Math.abs(offsetMs) / 60_000
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** Day 0 is 1970-01-01. By eras of 400 years that begin in March, so that the leap day comes last. */
const civilDate = (day: number): { year: number; month: number; date: number } => {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, date: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 }
}
