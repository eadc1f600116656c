/** The parts of values, written so that they are read the same, or refused. */
import { SipError } from '../error.js'
import { isAll, TOKEN, VALUE, WORD } from './chars.js'
import type { Params } from './param.js'

export const badValue = (message: string): SipError => new SipError('bad-value', { message, status: 500 })

export const formatToken = (text: string): string => {
  if (!isAll(text, TOKEN)) throw badValue("a token is letters, digits and -.!%*_+`'~")
  return text
}

export const formatWord = (text: string): string => {
  if (!isAll(text, WORD)) throw badValue('a word holds no spaces and no @')
  return text
}

export const formatNumber = (value: number, most: number): string => {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw badValue(`a whole number from 0 to ${most} is wanted`)
  return String(value)
}

/** In quotes. @throws SipError for a line end, which no quotes can hold. */
export const formatQuoted = (text: string): string => {
  if (/[\r\n]/.test(text)) throw badValue('text in quotes holds no line ends')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones that need the backslash
  return `"${text.replace(/["\\\0-\x08\x0b-\x1f\x7f]/g, (char) => `\\${char}`)}"`
}

/** Text to the end of a line. */
export const formatText = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones that no text may hold
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text)) throw badValue('text holds no line ends and no control characters')
  if (/^[ \t]|[ \t]$/.test(text)) throw badValue('text neither begins nor ends with a space')
  return text
}

export const formatValue = (value: string): string => (isValue(value) ? value : formatQuoted(value))

/** What stands without quotes; `:` and brackets only in what looks like a host. */
const isValue = (value: string): boolean =>
  isAll(value, TOKEN) || (isAll(value, VALUE) && /^\[[0-9a-fA-F:.]+\](:\d+)?$/.test(value))

const formatParam = (name: string, value: string | null): string =>
  value === null ? `;${formatToken(name)}` : `;${formatToken(name)}=${formatValue(value)}`

export const formatParams = (params: Params): string => {
  let text = ''
  for (const { name, value } of params) text += formatParam(name, value)
  return text
}
