/**
 * Names with a URI, and those with parameters behind: From, To, Contact, routes, identities (RFC 3261 section 20, RFC 3325,
 * 3327, 3515, 3608, 3892, 5806, 7044).
 */
import { SipError } from '../error.js'
import { classes, TOKEN } from '../text/chars.js'
import type { Cursor } from '../text/cursor.js'
import { noParams, type Params } from '../text/param.js'
import { decodeUtf8 } from '../text/utf8.js'
import { badValue, formatNumber, formatParams, formatQuoted, formatToken } from '../text/write.js'
import { readUri } from '../uri/parse-uri.js'
import type { Uri } from '../uri/uri.js'
import { formatUri } from '../uri/write-uri.js'
import { type HeaderKind, list, type Names, one, readList } from './kind.js'

export interface NameAddress {
  /** The name to show, without quotes; `null` when there is none. */
  readonly name: string | null
  readonly uri: Uri
  /** Those of the header, not of the URI. */
  readonly params: Params
}

/** From and To. */
export interface Party extends NameAddress {
  /** `null` in a request that begins a dialog, and from elements older than RFC 3261. */
  readonly tag: string | null
}

export interface Contact extends NameAddress {
  /** Preference from 0 to 1, in thousandths. */
  readonly q: number | null
  /** Seconds from 0 to 2^32-1; more is read as that. */
  readonly expires: number | null
}

/** `*` stands alone and removes every registration. */
export type Contacts = readonly Contact[] | '*'

export const address = (uri: Uri, name: string | null = null, params: Params = noParams): NameAddress => ({
  name,
  uri,
  params,
})

export const party = (uri: Uri, tag: string | null = null, name: string | null = null): Party => ({
  name,
  uri,
  tag,
  params: noParams,
})

export interface ContactOptions {
  readonly name?: string | null
  readonly q?: number | null
  readonly expires?: number | null
  readonly params?: Params
}

export const contactOf = (
  uri: Uri,
  { name = null, q = null, expires = null, params = noParams }: ContactOptions = {},
): Contact => ({ name, uri, q, expires, params })

const less = 60

/** The name in front of `<`, or nothing. The cursor stands at `<` afterwards, or where a bare URI begins. */
const readName = (cursor: Cursor): string | null => {
  cursor.skipSpace()
  const first = cursor.peek()
  if (first === less) return null
  if (first === 34) {
    const name = cursor.quoted()
    cursor.skipSpace()
    if (cursor.peek() !== less) cursor.fail("'<' after the name")
    return name
  }
  return readWords(cursor)
}

/** Words in front of `<`; bytes over 127 are let through, because phones send names in UTF-8 without quotes. */
const readWords = (cursor: Cursor): string | null => {
  const { text, bytes, end, at } = cursor
  let to = at
  let last = at
  let high = false
  for (; to < end; to += 1) {
    const code = bytes[to]!
    if (code > 127) {
      high = true
      last = to + 1
    } else if ((classes[code]! & TOKEN) !== 0) last = to + 1
    else if (code !== 32 && code !== 9) break
  }
  if (to >= end || bytes[to]! !== less) return null
  cursor.at = to
  const name = text.slice(at, last)
  return high ? decodeUtf8(name) : name
}

/** A URI in brackets, or one that ends at the first comma, semicolon, question mark or space. */
const readAddressUri = (cursor: Cursor): Uri => {
  const { end } = cursor
  const bracketed = cursor.peek() === less
  if (bracketed) cursor.at += 1
  cursor.end = bracketed ? bracketEnd(cursor) : bareEnd(cursor)
  const uri = readUri(cursor)
  cursor.end = end
  if (bracketed) cursor.at += 1
  else if (cursor.peek() === 63) cursor.fail("'<' around a URI with headers", 'bad-header')
  return uri
}

const bracketEnd = (cursor: Cursor): number => {
  const { text, end } = cursor
  const at = text.indexOf('>', cursor.at)
  if (at >= 0 && at < end) return at
  cursor.at = end
  return cursor.fail("'>'")
}

const bareEnd = ({ bytes, at, end }: Cursor): number => {
  for (let i = at; i < end; i += 1) {
    const code = bytes[i]!
    if (code === 44 || code === 59 || code === 63 || code === 32 || code === 9) return i
  }
  return end
}

const readNameAddress = (cursor: Cursor): NameAddress => {
  const name = readName(cursor)
  const uri = readAddressUri(cursor)
  return { name, uri, params: cursor.params() }
}

const readParty = (cursor: Cursor): Party => {
  const name = readName(cursor)
  const uri = readAddressUri(cursor)
  let tag: string | null = null
  let params = noParams
  for (let param = cursor.nextParam(); param !== null; param = cursor.nextParam()) {
    if (param === 'tag' && tag === null) tag = cursor.paramToken()
    else params = cursor.keepParam(params, param)
  }
  return { name, uri, tag, params }
}

const mostSeconds = 4_294_967_295

const readContact = (cursor: Cursor): Contact => {
  const name = readName(cursor)
  const uri = readAddressUri(cursor)
  let q: number | null = null
  let expires: number | null = null
  let params = noParams
  for (let param = cursor.nextParam(); param !== null; param = cursor.nextParam()) {
    if (param === 'q' && q === null) q = readQ(cursor)
    else if (param === 'expires' && expires === null) expires = readExpires(cursor)
    else params = cursor.keepParam(params, param)
  }
  return { name, uri, q, expires, params }
}

/** `0`, `1`, and up to three digits behind the point. */
const readQ = (cursor: Cursor): number => {
  if (!cursor.takesEquals()) cursor.fail('= and a preference')
  const { at } = cursor
  const text = cursor.token()
  if (!/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text)) cursor.fail('a number from 0 to 1', 'bad-header', at)
  return Number(text)
}

/** Digits; over 2^32-1, or anything else, as section 10.2.1.1 wants malformed ones read: an hour. */
const readExpires = (cursor: Cursor): number => {
  if (!cursor.takesEquals()) cursor.fail('= and seconds')
  const { bytes, at } = cursor
  cursor.value()
  let seconds = 0
  for (let i = at; i < cursor.at; i += 1) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return 3600
    seconds = Math.min(seconds * 10 + digit, mostSeconds)
  }
  return seconds
}

const formatQ = (q: number): string => {
  if (!(q >= 0 && q <= 1)) throw badValue('a preference is a number from 0 to 1')
  return q.toFixed(3).replace(/\.?0+$/, '')
}

const formatAddress = ({ name, uri }: NameAddress): string =>
  name === null ? `<${formatUri(uri)}>` : `${formatQuoted(name)} <${formatUri(uri)}>`

const writeNameAddress = (value: NameAddress): string => formatAddress(value) + formatParams(value.params)

const writeParty = (value: Party): string =>
  formatAddress(value) + (value.tag === null ? '' : `;tag=${formatToken(value.tag)}`) + formatParams(value.params)

const writeContact = (value: Contact): string => {
  let text = formatAddress(value)
  if (value.q !== null) text += `;q=${formatQ(value.q)}`
  if (value.expires !== null) text += `;expires=${formatNumber(value.expires, mostSeconds)}`
  return text + formatParams(value.params)
}

const addressList = (names: Names) => list(names, readNameAddress, writeNameAddress)
const oneAddress = (names: Names) => one(names, readNameAddress, writeNameAddress)

export const from = one({ name: 'From', compact: 'f' }, readParty, writeParty)
export const to = one({ name: 'To', compact: 't' }, readParty, writeParty)
export const replyTo = oneAddress({ name: 'Reply-To' })
export const referTo = oneAddress({ name: 'Refer-To', compact: 'r' })
export const referredBy = oneAddress({ name: 'Referred-By', compact: 'b' })
export const route = addressList({ name: 'Route' })
export const recordRoute = addressList({ name: 'Record-Route' })
export const path = addressList({ name: 'Path' })
export const serviceRoute = addressList({ name: 'Service-Route' })
export const diversion = addressList({ name: 'Diversion' })
export const historyInfo = addressList({ name: 'History-Info' })
export const assertedIdentity = addressList({ name: 'P-Asserted-Identity' })
export const preferredIdentity = addressList({ name: 'P-Preferred-Identity' })

export const contact: HeaderKind<Contacts> = {
  name: 'Contact',
  compact: 'm',
  once: false,
  read: (cursor, before) => {
    cursor.skipSpace()
    if (cursor.peek() !== 42 && before !== '*') return readList(cursor, before, readContact, false)
    const { at, status } = cursor
    if (before === undefined && cursor.takes(42) && cursor.done()) return '*'
    throw new SipError('bad-header', { message: 'Contact: * stands alone', status, offset: at })
  },
  write: (value) => (value === '*' ? ['*'] : value.length === 0 ? [] : [value.map(writeContact).join(', ')]),
}
