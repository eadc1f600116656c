/** Random messages made by the grammar of RFC 3261 section 25, as typed values. */
import fc from 'fast-check'
import {
  address,
  contactOf,
  createRequest,
  createResponse,
  type HeaderFields,
  info,
  type Param,
  type SipMessage,
  type SipUri,
  sipUri,
  type TelUri,
  telUri,
  type Uri,
  viaOf,
} from '../src/index.js'

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const chars = (from: string, options: { minLength?: number; maxLength?: number } = {}) =>
  fc.string({ unit: fc.constantFrom(...from), minLength: 1, maxLength: 12, ...options })

export const token = chars(`${letters}-.!%*_+\`'~`)
const lowerToken = token.map((text) => text.toLowerCase())
const word = chars(`${letters}-.!%*_+\`'~()<>:\\"/[]?{}`)
/** Anything that a person may have written, quotes, backslashes, separators and other scripts among it. */
const words = [...letters, ...' "\\;,<>@:?&=%#()[]{}', 'é', 'ß', '王', '小', '明', '😀', '\u00a0']
const text = fc.string({ unit: fc.constantFrom(...words), maxLength: 20 })
const line = text.map((value) => value.replace(/^[ \t]+|[ \t]+$/g, ''))

const octet = fc.nat(255)
const host = fc.oneof(
  fc.array(chars(`${letters}-_`), { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.')),
  fc.ipV6(),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 })
const port = maybe(fc.nat(65_535))

const uniqueBy = (params: readonly Param[]): readonly Param[] =>
  params.filter((param, place) => params.findIndex(({ name }) => name === param.name) === place)

const uriParams = fc
  .array(
    fc.record({
      name: fc.oneof(fc.constantFrom('transport', 'user', 'lr', 'maddr', 'ttl'), lowerToken),
      value: maybe(text.filter((value) => value !== '')),
    }),
    { maxLength: 4 },
  )
  .map(uniqueBy)

export const sipUriOf: fc.Arbitrary<SipUri> = fc
  .record({
    scheme: fc.constantFrom('sip' as const, 'sips' as const),
    account: maybe(fc.record({ user: text.filter((value) => value !== ''), password: maybe(text) })),
    host,
    port,
    params: uriParams,
    headers: fc.array(fc.record({ name: token, value: text }), { maxLength: 2 }),
  })
  .map(({ account, ...rest }) => sipUri({ ...rest, user: account?.user ?? null, password: account?.password ?? null }))

const telUriOf: fc.Arbitrary<TelUri> = fc
  .record({
    plus: fc.boolean(),
    digits: chars('0123456789-.()').filter((value) => /\d/.test(value)),
    params: uriParams,
  })
  .map(({ plus, digits, params }) => telUri(`${plus ? '+' : ''}${digits}`, params))

const otherUri: fc.Arbitrary<Uri> = fc
  .record({
    scheme: chars('bcdfgh', { maxLength: 5 }),
    rest: chars(`${letters}/:@?=&é`, { maxLength: 20 }),
  })
  .map(({ scheme, rest }) => ({ kind: 'other', scheme: `x${scheme}`, rest }))

export const uri: fc.Arbitrary<Uri> = fc.oneof({ arbitrary: sipUriOf, weight: 4 }, telUriOf, otherUri)

const params = fc
  .array(fc.record({ name: lowerToken.map((name) => `x${name}`), value: maybe(fc.oneof(token, text)) }), {
    maxLength: 3,
  })
  .map(uniqueBy)

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 3 })
const nameAddress = fc
  .record({ uri, name: maybe(text), params })
  .map((value) => address(value.uri, value.name, value.params))
const party = fc.record({ name: maybe(text), uri, tag: maybe(token), params })
const thousandths = fc.nat(1000).map((value) => value / 1000)
const contacts = some(
  fc
    .record({ uri, name: maybe(text), q: maybe(thousandths), expires: maybe(fc.nat(4_294_967_295)), params })
    .map(({ uri: at, ...rest }) => contactOf(at, rest)),
)

const via = fc
  .record({
    transport: fc.oneof(
      fc.constantFrom('UDP', 'TCP', 'TLS'),
      token.map((value) => value.toUpperCase()),
    ),
    host,
    port,
    branch: maybe(token),
    received: maybe(host),
    rport: maybe(fc.nat(65_535)),
    maddr: maybe(host),
    ttl: maybe(fc.nat(255)),
    params,
  })
  .map(viaOf)

const callId = fc.tuple(word, maybe(word)).map(([local, at]) => (at === null ? local : `${local}@${at}`))
const n31 = fc.nat(2_147_483_647)
const n32 = fc.nat(4_294_967_295)
const mediaType = fc.record({ type: lowerToken, subtype: lowerToken, params })
const choice = fc.record({ value: lowerToken, params })
const seconds = fc.record({ seconds: n32, params })
const dialog = fc.record({ callId, toTag: token, fromTag: token, params })
const auth = fc.record({
  scheme: fc.oneof(fc.constant('Digest'), token),
  params: some(fc.record({ name: lowerToken.map((name) => `x${name}`), value: text })).map(uniqueBy),
  token68: fc.constant(null),
})
const infos = some(fc.record({ uri, params }).map((value) => info(value.uri, value.params)))
const extension = fc.record({ name: token.map((name) => `X-${name}`), value: line })
const tokens = some(token)
const decimal = fc.tuple(fc.nat(99_999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`)

const optional = fc.record(
  {
    route: some(nameAddress),
    recordRoute: some(nameAddress),
    proxyRequire: tokens,
    maxForwards: fc.nat(255),
    proxyAuthorization: some(auth),
    contact: fc.oneof({ arbitrary: contacts, weight: 5 }, fc.constant('*' as const)),
    path: some(nameAddress),
    serviceRoute: some(nameAddress),
    require: tokens,
    supported: fc.array(token, { maxLength: 3 }),
    unsupported: tokens,
    allow: fc.array(token, { maxLength: 3 }),
    allowEvents: tokens,
    event: fc.record({ event: token, id: maybe(token), params }),
    subscriptionState: fc.record({ state: lowerToken, params }),
    referSub: fc.record({ state: lowerToken, params }),
    expires: n32,
    minExpires: n32,
    sessionExpires: seconds,
    minSe: seconds,
    rseq: n32,
    rack: fc.record({ response: n32, number: n31, method: token }),
    referTo: nameAddress,
    referredBy: nameAddress,
    replaces: dialog,
    join: dialog,
    reason: some(fc.record({ protocol: token, cause: maybe(fc.nat(999)), text: maybe(text), params })),
    historyInfo: some(nameAddress),
    diversion: some(nameAddress),
    assertedIdentity: some(nameAddress),
    preferredIdentity: some(nameAddress),
    privacy: some(lowerToken),
    authorization: some(auth),
    wwwAuthenticate: some(auth),
    proxyAuthenticate: some(auth),
    authenticationInfo: some(fc.record({ name: lowerToken.map((name) => `x${name}`), value: text })).map(uniqueBy),
    retryAfter: fc.record({ seconds: n32, comment: maybe(text), params }),
    warning: some(fc.record({ code: fc.integer({ min: 100, max: 999 }), agent: token, text })),
    accept: fc.array(mediaType, { maxLength: 3 }),
    acceptEncoding: fc.array(choice, { maxLength: 3 }),
    acceptLanguage: fc.array(choice, { maxLength: 3 }),
    alertInfo: infos,
    callInfo: infos,
    errorInfo: infos,
    inReplyTo: some(callId),
    replyTo: nameAddress,
    subject: line,
    priority: token,
    organization: line,
    userAgent: line,
    server: line,
    date: fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }).map((value) => value * 1000),
    timestamp: fc.record({ sent: decimal, delay: maybe(decimal) }),
    etag: token,
    ifMatch: token,
    mimeVersion: token,
    contentDisposition: choice,
    contentEncoding: tokens,
    contentLanguage: tokens,
    contentType: mediaType,
  },
  { requiredKeys: [] },
)

/** Headers for a message with this method, without Content-Length. */
export const headerFields = (method: string): fc.Arbitrary<HeaderFields> =>
  fc
    .tuple(
      fc.record({
        via: some(via),
        from: party,
        to: party,
        callId,
        cseq: fc.record({ number: n31, method: fc.constant(method) }),
      }),
      optional,
      fc.array(extension, { maxLength: 2 }),
    )
    .map(([needed, others, extensions]) => ({ ...needed, ...others, ...(extensions.length > 0 ? { extensions } : {}) }))

const body = fc.uint8Array({ maxLength: 100 })
const requestUri = uri.map((value) => (value.kind === 'sip' ? { ...value, headers: [] } : value))

/** A message together with the fields that it was made of. */
export const message: fc.Arbitrary<{ readonly fields: HeaderFields; readonly message: SipMessage }> = fc
  .tuple(token, fc.boolean(), fc.integer({ min: 100, max: 699 }), line, requestUri, body)
  .chain(([method, isRequest, status, reason, at, bytes]) =>
    headerFields(method).map((fields) => {
      const request = createRequest({ method, uri: at, headers: fields, body: bytes })
      const made = isRequest ? request : createResponse(request, status, { reason, headers: fields, body: bytes })
      return { fields: { ...fields, contentLength: bytes.length }, message: made }
    }),
  )

/** What happens to bytes on a bad way: one is flipped, the rest is cut off, some are doubled or lost. */
export const damage = fc.tuple(fc.constantFrom('flip', 'cut', 'double', 'drop'), fc.nat(), fc.nat(), fc.nat(255))

export const damaged = (bytes: Uint8Array, [how, a, b, byte]: [string, number, number, number]): Uint8Array => {
  const from = a % (bytes.length + 1)
  const to = Math.min(bytes.length, from + (b % 40))
  if (how === 'cut') return bytes.slice(0, from)
  if (how === 'drop') return Buffer.concat([bytes.slice(0, from), bytes.slice(to)])
  if (how === 'double') return Buffer.concat([bytes.slice(0, to), bytes.slice(from)])
  const copy = bytes.slice()
  if (from < copy.length) copy[from] = byte
  return copy
}
