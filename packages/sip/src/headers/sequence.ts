/** CSeq (RFC 3261 section 20.16) and RAck (RFC 3262 section 7.2): numbers with a method. */
import type { Cursor } from '../text/cursor.js'
import { formatNumber, formatToken } from '../text/write.js'
import { one } from './kind.js'

export interface CSeq {
  /** From 0 to 2^31-1. */
  readonly number: number
  readonly method: string
}

export interface RAck {
  /** The RSeq that is acknowledged. */
  readonly response: number
  readonly number: number
  readonly method: string
}

const mostCSeq = 2_147_483_647
const mostRSeq = 4_294_967_295

const gap = (cursor: Cursor): void => {
  const { at } = cursor
  cursor.skipSpace()
  if (cursor.at === at) cursor.fail('a space')
}

const readCSeq = (cursor: Cursor): CSeq => {
  const number = cursor.number(mostCSeq)
  gap(cursor)
  return { number, method: cursor.token() }
}

export const cseq = one(
  { name: 'CSeq' },
  readCSeq,
  ({ number, method }) => `${formatNumber(number, mostCSeq)} ${formatToken(method)}`,
)

export const rack = one(
  { name: 'RAck' },
  (cursor): RAck => {
    const response = cursor.number(mostRSeq)
    gap(cursor)
    return { response, ...readCSeq(cursor) }
  },
  ({ response, number, method }) =>
    `${formatNumber(response, mostRSeq)} ${formatNumber(number, mostCSeq)} ${formatToken(method)}`,
)
