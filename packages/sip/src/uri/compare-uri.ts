/** When two URIs are the same: RFC 3261 section 19.1.4 and RFC 3966 section 4. */
import { type Params, paramOf } from '../text/param.js'
import { type SipUri, type TelUri, telDigits, type Uri } from './uri.js'

export const sameUri = (a: Uri, b: Uri): boolean => {
  if (a.kind === 'sip') return b.kind === 'sip' && sameSip(a, b)
  if (a.kind === 'tel') return b.kind === 'tel' && sameTel(a, b)
  return b.kind === 'other' && a.scheme === b.scheme && a.rest === b.rest
}

/** A port or a transport that is not named is not the same as the default one that is named. */
const sameSip = (a: SipUri, b: SipUri): boolean =>
  a.scheme === b.scheme &&
  a.user === b.user &&
  a.password === b.password &&
  sameText(a.host, b.host) &&
  a.port === b.port &&
  sameParams(a.params, b.params) &&
  sameParams(b.params, a.params) &&
  sameHeaders(a.headers, b.headers)

/** These stand in both URIs or in neither; another one that stands in one of them only is passed over. */
const decisive = new Set(['user', 'ttl', 'method', 'maddr', 'transport'])

const sameParams = (a: Params, b: Params): boolean =>
  a.every(({ name, value }) => {
    const other = paramOf(b, name)
    return other === undefined ? !decisive.has(name) : sameText(value ?? '', other ?? '')
  })

const sameHeaders = (a: Params, b: Params): boolean => {
  const sorted = (headers: Params) => headers.map(({ name, value }) => `${name.toLowerCase()}=${value ?? ''}`).sort()
  return a.length === b.length && sorted(a).join('&') === sorted(b).join('&')
}

const sameTel = (a: TelUri, b: TelUri): boolean =>
  sameText(telDigits(a), telDigits(b)) &&
  a.params.length === b.params.length &&
  a.params.every(({ name, value }) => {
    const other = paramOf(b.params, name)
    return other !== undefined && sameText(plain(name, value), plain(name, other))
  })

/** Separators count in no number: neither in an extension nor in a context. */
const plain = (name: string, value: string | null): string =>
  name === 'ext' || name === 'phone-context' ? (value ?? '').replace(/[-.()]/g, '') : (value ?? '')

const sameText = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase()
