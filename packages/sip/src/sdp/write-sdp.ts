import * as transform from 'sdp-transform'
import { encodeUtf8 } from '../text/utf8.js'
import { badValue } from '../text/write.js'
import { staticCodec } from './codec.js'
import type { Codec, SdpAddress, SdpMedia, SdpOthers, SessionDescription } from './session.js'

/**
 * The text of a description, lines in the order of RFC 4566 section 5.
 *
 * @throws SipError `bad-value` when a value would break out of its line.
 */
export const formatSdp = (session: SessionDescription): string => {
  const isPlain = hasNone(session.others) && session.media.every(({ others }) => hasNone(others))
  return isPlain ? formatPlain(session) : formatAny(session)
}

const hasNone = (others: SdpOthers): boolean => Object.keys(others).length === 0

/** Of what we make ourselves, without `sdp-transform`, which looks for all lines that there are: a tenth of the instructions. */
const formatPlain = ({ origin, name, connection, direction, media }: SessionDescription): string => {
  const { username, sessionId, sessionVersion, address } = origin
  let text = `v=0\r\no=${word(username || '-')} ${word(sessionId)} ${word(sessionVersion)} `
  text += `IN IP${address.version} ${word(address.address)}\r\ns=${line(name || '-')}\r\n`
  text += `${formatConnection(connection)}t=0 0\r\n`
  if (direction !== null) text += `a=${direction}\r\n`
  for (const each of media) text += formatMedia(each)
  return text
}

const formatConnection = (connection: SdpAddress | null): string =>
  connection === null ? '' : `c=IN IP${connection.version} ${word(connection.address)}\r\n`

const formatMedia = ({ kind, port, protocol, formats, codecs, connection, direction, ptimeMs }: SdpMedia): string => {
  const payloads = codecs.length > 0 ? codecs.map(({ payload }) => payload) : formats.map(word)
  let text = `m=${word(kind)} ${port} ${word(protocol)} ${payloads.join(' ')}\r\n${formatConnection(connection)}`
  for (const codec of codecs) {
    const { payload, name, clockHz, channels } = codec
    if (!needsMap(codec)) continue
    const clock = clockHz === 0 ? '' : channels === null ? `/${clockHz}` : `/${clockHz}/${channels}`
    text += `a=rtpmap:${payload} ${word(name)}${clock}\r\n`
  }
  for (const { payload, parameters } of codecs)
    if (parameters !== null) text += `a=fmtp:${payload} ${line(parameters)}\r\n`
  if (ptimeMs !== null) text += `a=ptime:${ptimeMs}\r\n`
  return direction === null ? text : `${text}a=${direction}\r\n`
}

const formatAny = (session: SessionDescription): string => {
  const { origin, name, connection, direction, media, others } = session
  const description = {
    ...others,
    version: 0,
    origin: {
      username: word(origin.username || '-'),
      sessionId: word(origin.sessionId),
      sessionVersion: word(origin.sessionVersion),
      netType: 'IN',
      ipVer: origin.address.version,
      address: word(origin.address.address),
    },
    name: line(name || '-'),
    ...connectionLine(connection),
    ...(direction === null ? {} : { direction }),
    timing: others.timing ?? { start: 0, stop: 0 },
    media: media.map(mediaLines),
  }
  const text = transform.write(description as object as transform.SessionDescription)
  // Whatever stands in `others` came from a line each: it cannot have become two.
  const lines = text.split('\r\n').length
  if (/\r(?!\n)|(?<!\r)\n/.test(text) || lines > 4000)
    throw badValue('a session description holds a line end in a value')
  return text
}

export const writeSdp = (session: SessionDescription): Uint8Array => encodeUtf8(formatSdp(session))

const connectionLine = (connection: SdpAddress | null) =>
  connection === null ? {} : { connection: { version: connection.version, ip: word(connection.address) } }

const mediaLines = ({ kind, port, protocol, formats, codecs, connection, direction, ptimeMs, others }: SdpMedia) => ({
  ...others,
  type: word(kind),
  port,
  protocol: word(protocol),
  payloads: (codecs.length > 0 ? codecs.map(({ payload }) => String(payload)) : formats).map(word).join(' '),
  ...(codecs.length === 0
    ? {}
    : {
        rtp: codecs.filter(needsMap).map(({ payload, name, clockHz, channels }) => ({
          payload,
          codec: word(name),
          ...(clockHz === 0 ? {} : { rate: clockHz }),
          ...(channels === null ? {} : { encoding: channels }),
        })),
        fmtp: codecs.flatMap(({ payload, parameters }) =>
          parameters === null ? [] : [{ payload, config: line(parameters) }],
        ),
      }),
  ...connectionLine(connection),
  ...(direction === null ? {} : { direction }),
  ...(ptimeMs === null ? {} : { ptime: ptimeMs }),
})

/** A static payload type of unknown meaning has nothing to be mapped to. */
const needsMap = (codec: Codec): boolean => codec.name !== '' || staticCodec(codec.payload).name !== ''

const word = (text: string): string => {
  if (!/^[^\s]+$/.test(text)) throw badValue('a word in a session description holds no spaces and is not empty')
  return text
}

const line = (text: string): string => {
  if (/[\r\n\0]/.test(text)) throw badValue('a line of a session description holds no line ends')
  return text
}
