/** Every header that has a type. The name in this table is the name in the code. */
import * as address from './address.js'
import * as auth from './auth.js'
import { date } from './date.js'
import * as event from './event.js'
import * as info from './info.js'
import type { HeaderKind, ListKind } from './kind.js'
import * as media from './media.js'
import * as number from './number.js'
import { cseq, rack } from './sequence.js'
import * as text from './text.js'
import * as tokens from './tokens.js'
import { via } from './via.js'
import { warning } from './warning.js'

/** In the order in which they are written: what a proxy needs stands first (RFC 3261 section 7.3.1). */
export const headerKinds = {
  via,
  route: address.route,
  recordRoute: address.recordRoute,
  proxyRequire: tokens.proxyRequire,
  maxForwards: number.maxForwards,
  proxyAuthorization: auth.proxyAuthorization,
  from: address.from,
  to: address.to,
  callId: tokens.callId,
  cseq,
  contact: address.contact,
  path: address.path,
  serviceRoute: address.serviceRoute,
  require: tokens.require,
  supported: tokens.supported,
  unsupported: tokens.unsupported,
  allow: tokens.allow,
  allowEvents: tokens.allowEvents,
  event: event.event,
  subscriptionState: event.subscriptionState,
  expires: number.expires,
  minExpires: number.minExpires,
  sessionExpires: number.sessionExpires,
  minSe: number.minSe,
  rseq: number.rseq,
  rack,
  referTo: address.referTo,
  referredBy: address.referredBy,
  replaces: event.replaces,
  join: event.join,
  reason: event.reason,
  historyInfo: address.historyInfo,
  diversion: address.diversion,
  assertedIdentity: address.assertedIdentity,
  preferredIdentity: address.preferredIdentity,
  privacy: tokens.privacy,
  authorization: auth.authorization,
  wwwAuthenticate: auth.wwwAuthenticate,
  proxyAuthenticate: auth.proxyAuthenticate,
  authenticationInfo: auth.authenticationInfo,
  proxyAuthenticationInfo: auth.proxyAuthenticationInfo,
  retryAfter: number.retryAfter,
  warning,
  accept: media.accept,
  acceptEncoding: media.acceptEncoding,
  acceptLanguage: media.acceptLanguage,
  alertInfo: info.alertInfo,
  callInfo: info.callInfo,
  errorInfo: info.errorInfo,
  inReplyTo: tokens.inReplyTo,
  replyTo: address.replyTo,
  subject: text.subject,
  priority: text.priority,
  organization: text.organization,
  userAgent: text.userAgent,
  server: text.server,
  date,
  timestamp: number.timestamp,
  etag: text.etag,
  ifMatch: text.ifMatch,
  mimeVersion: text.mimeVersion,
  contentDisposition: media.contentDisposition,
  contentEncoding: tokens.contentEncoding,
  contentLanguage: tokens.contentLanguage,
  contentType: media.contentType,
  contentLength: number.contentLength,
}

type Kinds = typeof headerKinds

export type HeaderName = keyof Kinds

/** What each header holds when it is read. */
export type HeaderValues = { readonly [K in HeaderName]: Kinds[K] extends HeaderKind<infer V> ? V : never }

type FirstValues = { [K in HeaderName]: Kinds[K] extends ListKind<infer V> ? V : never }

/** The headers that hold a list. */
export type ListName = { [K in HeaderName]: Kinds[K] extends ListKind<infer _> ? K : never }[HeaderName]

/** What the first value of such a list is. */
export type FirstValue<K extends ListName> = FirstValues[K]

/** The kind of any header, where its name is not known to the compiler. */
export type AnyKind = HeaderKind<HeaderValues[HeaderName]>

export interface KnownHeader {
  readonly key: HeaderName
  readonly kind: AnyKind
  /** One of `checkedHeaders` by its bit, 0 for the others. */
  readonly bit: number
  /** Its place in the order in which headers are written. */
  readonly place: number
}
