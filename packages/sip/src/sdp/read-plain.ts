/**
 * Reads a description that has no lines but those of a plain telephone call, as `sdp-transform` would, which tries up to fifty
 * patterns on each line: a tenth of the instructions. All others are left to it.
 */

/** Its values, as far as they are looked at. */
export interface RawSdp {
  readonly [name: string]: unknown
}

interface RawMedia {
  type: string
  port: unknown
  protocol: string
  payloads: unknown
  readonly rtp: RawSdp[]
  readonly fmtp: RawSdp[]
  connection?: RawSdp
  direction?: string
  ptime?: unknown
}

interface RawSession {
  version?: unknown
  origin?: RawSdp
  name?: unknown
  connection?: RawSdp
  direction?: string
  timing?: RawSdp
  readonly media: RawMedia[]
}

const origin = /^o=(\S+) (\d+) (\d+) IN IP(\d) (\S+)$/
const connection = /^c=IN IP(\d) (\S+)$/
const timing = /^t=(\d+) (\d+)$/
const mediaLine = /^m=(\w+) (\d+) ([\w/]+) (\S.*)$/
const direction = /^a=(sendrecv|recvonly|sendonly|inactive)$/
const ptime = /^a=ptime:(\d+)$/
const rtpmap = /^a=rtpmap:(\d+) ([\w\-.]+)\/(\d+)(?:\/(\w+))?$/
const fmtp = /^a=fmtp:(\d+) ([!-~ ]+)$/

/** Null where it has another line, or one that is not as usual. Never throws. */
export const readPlain = (text: string): RawSdp | null => {
  if (!text.endsWith('\r\n')) return null
  const session: RawSession = { media: [] }
  let media: RawMedia | null = null
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\r\n', at)
    const line = text.slice(at, end)
    at = end + 2
    if (line.charAt(1) !== '=' || line.includes('\r') || line.includes('\n')) return null
    if (line.charAt(0) === 'm') {
      media = readMediaLine(line)
      if (media === null) return null
      session.media.push(media)
    } else if (!(media === null ? takeSessionLine(session, line) : takeMediaLine(media, line))) return null
  }
  return session as object as RawSdp
}

/** As `sdp-transform` has it: what reads the same as a number is one. */
const numberOr = (text: string): string | number => (String(Number(text)) === text ? Number(text) : text)

const readMediaLine = (line: string): RawMedia | null => {
  const [, type = '', port = '', protocol = '', payloads = ''] = mediaLine.exec(line) ?? []
  if (type === '') return null
  return { type, port: numberOr(port), protocol, payloads: numberOr(payloads), rtp: [], fmtp: [] }
}

/** What may stand on both levels. */
const takeEither = (to: RawSession | RawMedia, line: string): boolean => {
  const [, version, ip] = connection.exec(line) ?? []
  if (version !== undefined && ip !== undefined) {
    to.connection = { version: Number(version), ip: numberOr(ip) }
    return true
  }
  const way = direction.exec(line)?.[1]
  if (way === undefined) return false
  to.direction = way
  return true
}

const takeSessionLine = (session: RawSession, line: string): boolean => {
  switch (line.charAt(0)) {
    case 'v':
      session.version = line === 'v=0' ? 0 : undefined
      return line === 'v=0'
    case 's':
      session.name = numberOr(line.slice(2))
      return true
    case 'o': {
      const [, username = '', sessionId = '', sessionVersion = '', ipVer, address = ''] = origin.exec(line) ?? []
      if (ipVer === undefined) return false
      session.origin = {
        username: numberOr(username),
        sessionId: numberOr(sessionId),
        sessionVersion: numberOr(sessionVersion),
        netType: 'IN',
        ipVer: Number(ipVer),
        address: numberOr(address),
      }
      return true
    }
    case 't': {
      const [, start, stop] = timing.exec(line) ?? []
      if (start === undefined || stop === undefined) return false
      session.timing = { start: numberOr(start), stop: numberOr(stop) }
      return true
    }
    default:
      return takeEither(session, line)
  }
}

const takeMediaLine = (media: RawMedia, line: string): boolean => {
  const [, payload, codec, rate, encoding] = rtpmap.exec(line) ?? []
  if (payload !== undefined && codec !== undefined && rate !== undefined) {
    const map = { payload: numberOr(payload), codec: numberOr(codec), rate: numberOr(rate) }
    media.rtp.push(encoding === undefined ? map : { ...map, encoding: numberOr(encoding) })
    return true
  }
  const [, of, config] = fmtp.exec(line) ?? []
  if (of !== undefined && config !== undefined) {
    media.fmtp.push({ payload: numberOr(of), config: numberOr(config) })
    return true
  }
  const ms = ptime.exec(line)?.[1]
  if (ms === undefined) return takeEither(media, line)
  media.ptime = numberOr(ms)
  return true
}
