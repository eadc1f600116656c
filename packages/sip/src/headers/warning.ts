/** Warning: RFC 3261 section 20.43. */

import { isAll, VALUE } from '../text/chars.js'
import type { Cursor } from '../text/cursor.js'
import { badValue, formatQuoted } from '../text/write.js'
import { list } from './kind.js'

export interface Warning {
  /** Three digits, as 399. */
  readonly code: number
  /** Who warns: a host with or without a port, or a name. */
  readonly agent: string
  readonly text: string
}

const readWarning = (cursor: Cursor): Warning => {
  const { at } = cursor
  const code = cursor.number(999)
  if (cursor.at - at !== 3) cursor.fail('three digits', 'bad-header', at)
  cursor.expect(32)
  cursor.skipSpace()
  const agent = cursor.run(VALUE, 'a host or a name')
  cursor.expect(32)
  cursor.skipSpace()
  return { code, agent, text: cursor.quoted() }
}

const writeWarning = ({ code, agent, text }: Warning): string => {
  if (!Number.isInteger(code) || code < 100 || code > 999) throw badValue('a warning has three digits')
  if (!isAll(agent, VALUE)) throw badValue('a warning comes from a host or a name')
  return `${code} ${agent} ${formatQuoted(text)}`
}

export const warning = list({ name: 'Warning' }, readWarning, writeWarning)
