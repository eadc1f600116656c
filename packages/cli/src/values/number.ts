import type { Kind } from './kind.js'

const decimal = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

const parseNumber = (text: string): number | undefined =>
  decimal.test(text.trim()) && Number.isFinite(Number(text)) ? Number(text) : undefined

/** A number from `min` up. */
export const number = ({ min }: { readonly min: number }): Kind<number> => ({
  expected: ({ kinds }) => kinds.number({ min }),
  parse: (text) => {
    const value = parseNumber(text)
    return value === undefined || value < min ? undefined : value
  },
  meant: withoutSeparators,
})

/** A whole number from `min` up, to `max` where one is given. */
export const whole = ({ min, max }: { readonly min: number; readonly max?: number }): Kind<number> => ({
  expected: ({ kinds }) => (max === undefined ? kinds.whole({ min }) : kinds.wholeBetween({ min, max })),
  parse: (text) => {
    const value = parseNumber(text)
    if (value === undefined || !Number.isSafeInteger(value)) return undefined
    return value < min || value > (max ?? value) ? undefined : value
  },
  meant: withoutSeparators,
})

/** A share from 0 up to, but not including, 1: `0.3` or `30%`. */
export const ratio = (): Kind<number> => ({
  expected: ({ kinds }) => kinds.ratio,
  parse: (text) => {
    const value = parseRatio(text)
    return value === undefined || value < 0 || value >= 1 ? undefined : value
  },
  meant: (text) => {
    const value = parseNumber(text)
    return value !== undefined && value > 1 && value < 100 ? `${value}%` : undefined
  },
})

/** `0.8` or `80%`; any size. */
export const parseRatio = (text: string): number | undefined => {
  const percent = /^(.+?)\s*%$/.exec(text.trim())
  if (percent === null) return parseNumber(text)
  const value = parseNumber(percent[1] ?? '')
  // Through text, so that 80% is the very 0.8 and not a neighbour of it.
  return value === undefined ? undefined : Number((value / 100).toPrecision(15))
}

function withoutSeparators(text: string): string | undefined {
  return /^\d{1,3}([,_' ]\d{3})+$/.test(text) ? text.replace(/[,_' ]/g, '') : undefined
}
