/** Opening hours that can be kept. */
import { formatPath, type Problem } from '@callweave/core'
import type { FullSections } from '../definition/sections.js'
import { weekDays } from '../hours/schema.js'

export const checkHours = ({ hours, timeZone }: FullSections): Problem[] =>
  Object.entries(hours).flatMap(([name, data]): Problem[] => {
    const path = ['hours', name]
    const problems: Problem[] = []
    if (data.open.length === 0 && (data.extra ?? []).length === 0) {
      problems.push({
        path: formatPath(path),
        message: `the hours '${name}' never open`,
        expected: "at least one span in 'open' or 'extra'",
        remedy: `Add open: [{ days: ['${weekDays.slice(0, 5).join("', '")}'], from: '09:00', to: '17:30' }]`,
        severity: 'error',
      })
    }
    const zone = data.timeZone ?? timeZone
    if (!isTimeZone(zone)) {
      problems.push({
        path: formatPath(data.timeZone === undefined ? ['timeZone'] : [...path, 'timeZone']),
        message: 'there is no such time zone',
        found: zone,
        expected: "an IANA name such as 'Asia/Shanghai'",
        severity: 'error',
      })
    }
    const own = new Set((data.extra ?? []).map(({ date }) => date))
    for (const [i, holiday] of (data.holidays ?? []).entries()) {
      const date = typeof holiday === 'string' ? holiday : holiday.date
      if (!own.has(date)) continue
      problems.push({
        path: formatPath([...path, 'holidays', i]),
        message: `${date} is a holiday and has hours of its own in 'extra', which hold`,
        severity: 'warning',
      })
    }
    return problems
  })

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
