/** Date: RFC 3261 section 20.17, always Greenwich time. */
import type { Cursor } from '../text/cursor.js'
import { badValue } from '../text/write.js'
import { one } from './kind.js'

const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const form = /^(\w{3}), {1,8}(\d{2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/
const dayMs = 86_400_000

/** Days from 1970-01-01 to a day of the Gregorian calendar; years begin in March, so that a leap day ends one. */
const daysTo = (year: number, month: number, day: number): number => {
  const y = month < 2 ? year - 1 : year
  const ofYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5) + day - 1
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + ofYear - 719_468
}

const lengthOf = (year: number, month: number): number =>
  month === 11 ? 31 : daysTo(year, month + 1, 1) - daysTo(year, month, 1)

/** Milliseconds since 1970. The name of the day is not compared with the day. */
const readDate = (cursor: Cursor): number => {
  const { at } = cursor
  const match = form.exec(cursor.rest())
  const [, weekday = '', day = '', month = '', year = '', hour = '', minute = '', second = ''] = match ?? []
  const place = months.indexOf(month)
  const time = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const isRight =
    days.includes(weekday) &&
    place >= 0 &&
    Number(day) >= 1 &&
    Number(day) <= lengthOf(Number(year), place) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 61
  if (!isRight) cursor.fail('a date as Sat, 13 Nov 2010 23:29:00 GMT', 'bad-header', at)
  return daysTo(Number(year), place, Number(day)) * dayMs + time * 1000
}

const writeDate = (instantMs: number): string => {
  const day = Math.floor(instantMs / dayMs)
  if (!Number.isFinite(instantMs) || day < daysTo(0, 0, 1) || day > daysTo(9999, 11, 31))
    throw badValue('a date lies in the years 0 to 9999')
  // Upward from a year and a month that are never too late.
  let year = Math.floor(day / (day < 0 ? 365 : 366)) + 1970
  while (daysTo(year + 1, 0, 1) <= day) year += 1
  let month = 0
  while (month < 11 && daysTo(year, month + 1, 1) <= day) month += 1
  const seconds = Math.floor((instantMs - day * dayMs) / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  const weekday = days[((day % 7) + 7) % 7]
  return `${weekday}, ${two(day - daysTo(year, month, 1) + 1)} ${months[month]} ${String(year).padStart(4, '0')} ${clock} GMT`
}

const two = (value: number): string => String(value).padStart(2, '0')

export const date = one({ name: 'Date' }, readDate, writeDate)
