import type { Kind } from './kind.js'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `180s`, `3m`, `500ms`, `1.5h`, `1h30m`: numbers with units, the larger unit first. Whole milliseconds. */
export const parseDuration = (text: string): number | undefined => {
  let total = 0
  let rest = text.trim()
  let smallest = Number.POSITIVE_INFINITY
  if (rest === '') return undefined
  while (rest !== '') {
    const part = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)(?![a-z])/.exec(rest)
    if (part === null) return undefined
    const unit = unitMs[part[2] as keyof typeof unitMs]
    if (unit >= smallest) return undefined
    smallest = unit
    total += Number(part[1]) * unit
    rest = rest.slice(part[0].length)
  }
  const whole = Math.round(total)
  return Math.abs(total - whole) < 1e-6 && Number.isSafeInteger(whole) ? whole : undefined
}

const wordUnits: Readonly<Record<string, string>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hour: 'h',
  hours: 'h',
  hr: 'h',
  day: 'd',
  days: 'd',
  '': 's',
}

/** `180` and `3 min` are what people type; the unit is never guessed for them, only offered. */
const meantDuration = (text: string): string | undefined => {
  const clock = /^(\d+):([0-5]\d)$/.exec(text.trim())
  if (clock !== null) return `${clock[1]}m${Number(clock[2])}s`
  const part = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  if (part === null) return undefined
  const unit = part[2]?.toLowerCase() ?? ''
  const short = unit in unitMs ? unit : wordUnits[unit]
  return short === undefined ? undefined : `${part[1]}${short}`
}

export const duration = (range: { readonly aboveZero?: boolean } = {}): Kind<number> => ({
  expected: ({ kinds }) => (range.aboveZero ? kinds.durationAboveZero : kinds.duration),
  parse: (text) => {
    const ms = parseDuration(text)
    return ms === undefined || (range.aboveZero && ms === 0) ? undefined : ms
  },
  meant: (text) => (parseDuration(text) === undefined ? meantDuration(text) : undefined),
})
