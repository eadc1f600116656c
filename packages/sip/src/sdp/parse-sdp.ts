import * as transform from 'sdp-transform'
import { SipError } from '../error.js'
import { bytesAsText, decodeUtf8 } from '../text/utf8.js'
import { staticCodec } from './codec.js'
import { type RawSdp as Raw, readPlain } from './read-plain.js'
import type { Codec, Direction, SdpAddress, SdpMedia, SdpOrigin, SessionDescription } from './session.js'

/** How much one description may hold. */
export interface SdpLimits {
  /** Default 16,384. */
  readonly bytes: number
  /** Default 500. */
  readonly lines: number
  /** Characters of one line. Default 1,024. */
  readonly lineBytes: number
  /** m-lines. Default 16. */
  readonly media: number
  /** Formats of one m-line. Default 64. */
  readonly formats: number
}

export const defaultSdpLimits: SdpLimits = { bytes: 16_384, lines: 500, lineBytes: 1024, media: 16, formats: 64 }

/**
 * Reads a session description. Lines that belong to nothing known are passed over, as RFC 4566 section 5 wants it for
 * attributes.
 *
 * @throws SipError `bad-sdp` (400) when it is malformed, `too-large` (413) over a limit.
 */
export const parseSdp = (body: Uint8Array | string, limits: Partial<SdpLimits> = {}): SessionDescription => {
  const most = { ...defaultSdpLimits, ...limits }
  if (body.length > most.bytes) throw tooLarge(`longer than ${most.bytes} bytes`, 0)
  const text = typeof body === 'string' ? body : decodeUtf8(bytesAsText(body))
  checkLines(text, most)
  const { version, origin, name, connection, direction, media, timing, ...others } = read(text)
  if (version !== 0) throw bad('a session description begins with v=0')
  const parts = rawList(media)
  if (parts.length > most.media) throw tooLarge(`more than ${most.media} media`, text.length)
  return {
    origin: readOrigin(origin),
    name: name === undefined || name === '' ? '-' : String(name),
    connection: readConnection(connection),
    direction: readDirection(direction),
    media: parts.map((part) => readMedia(part, most)),
    others: isAlways(timing) ? others : { ...others, timing },
  }
}

/** The library throws nothing that we have met; if it ever does, that is a malformed description all the same. */
const read = (text: string): Raw => {
  const plain = readPlain(text)
  if (plain !== null) return plain
  try {
    return transform.parse(text) as object as Raw
  } catch {
    throw bad('the session description cannot be read')
  }
}

const checkLines = (text: string, limits: SdpLimits): void => {
  let at = 0
  for (let count = 0; at < text.length; count += 1) {
    if (count >= limits.lines) throw tooLarge(`more than ${limits.lines} lines`, at)
    const lf = text.indexOf('\n', at)
    const end = lf < 0 ? text.length : lf
    if (end - at > limits.lineBytes) throw tooLarge(`a line is longer than ${limits.lineBytes} characters`, at)
    const isEmpty = end === at || (end === at + 1 && text.charAt(at) === '\r')
    if (!isEmpty && !/^[a-z]=/.test(text.slice(at, at + 2))) throw bad('a line is a letter, = and a value', at)
    at = end + 1
  }
}

const readOrigin = (value: unknown): SdpOrigin => {
  const { username, sessionId, sessionVersion, ipVer, address } = raw(value)
  const version = Number(ipVer)
  if (!isVersion(version) || address === undefined) throw bad('a session description has an o= line')
  const place: SdpAddress = { version, address: String(address) }
  return {
    username: text(username),
    sessionId: digits(sessionId),
    sessionVersion: digits(sessionVersion),
    address: place,
  }
}

/** `t=0 0`, which is what nearly everybody says and what is written where nothing is said. */
const isAlways = (timing: unknown): boolean => {
  const { start = 0, stop = 0 } = raw(timing)
  return start === 0 && stop === 0
}

/** Digits as they stood: the library makes numbers of those that are short. */
const digits = (value: unknown): string => (value === undefined || value === '' ? '0' : text(value))
const text = (value: unknown): string => (value === undefined ? '' : String(value))

const isVersion = (version: number): version is 4 | 6 => version === 4 || version === 6

const readConnection = (value: unknown): SdpAddress | null => {
  if (value === undefined) return null
  const { version, ip } = raw(value)
  const number = Number(version)
  if (!isVersion(number) || ip === undefined || ip === '') throw bad('a c= line is IN IP4 or IN IP6 and an address')
  return { version: number, address: String(ip) }
}

const directions: readonly unknown[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] satisfies Direction[]
const isDirection = (value: unknown): value is Direction => directions.includes(value)
const readDirection = (value: unknown): Direction | null => (isDirection(value) ? value : null)

const readMedia = (value: Raw, limits: SdpLimits): SdpMedia => {
  const { type, port, protocol, payloads, connection, direction, ptime, rtp, fmtp, ...others } = value
  const number = port === '' ? Number.NaN : Number(port)
  if (typeof type !== 'string' || !(Number.isInteger(number) && number <= 65_535) || typeof protocol !== 'string')
    throw bad('an m= line is a kind, a port, a protocol and formats')
  const formats = text(payloads)
    .split(' ')
    .filter((format) => format !== '')
  if (formats.length > limits.formats) throw tooLarge(`more than ${limits.formats} formats`, 0)
  const isRtp = protocol.includes('RTP/')
  return {
    kind: type,
    port: number,
    protocol,
    formats,
    codecs: isRtp ? formats.map((format) => readCodec(format, rawList(rtp), rawList(fmtp))) : [],
    connection: readConnection(connection),
    direction: readDirection(direction),
    ptimeMs: typeof ptime === 'number' && ptime > 0 ? ptime : null,
    others: isRtp ? others : { ...others, rtp, fmtp },
  }
}

const readCodec = (format: string, maps: readonly Raw[], configs: readonly Raw[]): Codec => {
  const payload = Number(format)
  if (!/^\d{1,3}$/.test(format) || payload > 127) throw bad('a payload type is a number up to 127')
  const settings = configs.filter((config) => Number(config.payload) === payload).map(({ config }) => text(config))
  const parameters = settings.length === 0 ? null : settings.join(';')
  const map = maps.find((each) => each.payload !== '' && Number(each.payload) === payload)
  if (map === undefined) return staticCodec(payload, parameters)
  const channels = map.encoding === undefined ? null : Number(map.encoding)
  const clockHz = map.rate === undefined || map.rate === '' ? 0 : Number(map.rate)
  const isRight = Number.isSafeInteger(clockHz) && (channels === null || (Number.isInteger(channels) && channels > 0))
  if (!isRight || map.codec === '') throw bad('an a=rtpmap line is a payload type, a name and a clock')
  return { payload, name: text(map.codec), clockHz, channels, parameters }
}

const raw = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const rawList = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.map(raw) : [])

const bad = (message: string, offset = -1): SipError => new SipError('bad-sdp', { message, status: 400, offset })

const tooLarge = (what: string, offset: number): SipError =>
  new SipError('too-large', { message: `the session description is ${what}`, status: 413, offset })
