/** Codecs and when two of them are the same: RFC 3551, RFC 3264 section 6.1. */
import type { Codec } from './session.js'

/** Payload types that need no `a=rtpmap` (RFC 3551 tables 4 and 5), name and clock; two channels where it says so. */
const known: Readonly<Record<number, readonly [name: string, clockHz: number, channels?: number]>> = {
  0: ['PCMU', 8000],
  3: ['GSM', 8000],
  4: ['G723', 8000],
  5: ['DVI4', 8000],
  6: ['DVI4', 16_000],
  7: ['LPC', 8000],
  8: ['PCMA', 8000],
  9: ['G722', 8000],
  10: ['L16', 44_100, 2],
  11: ['L16', 44_100],
  12: ['QCELP', 8000],
  13: ['CN', 8000],
  14: ['MPA', 90_000],
  15: ['G728', 8000],
  16: ['DVI4', 11_025],
  17: ['DVI4', 22_050],
  18: ['G729', 8000],
  26: ['JPEG', 90_000],
  31: ['H261', 90_000],
  32: ['MPV', 90_000],
  33: ['MP2T', 90_000],
  34: ['H263', 90_000],
}

export const staticCodec = (payload: number, parameters: string | null = null): Codec => {
  const [name = '', clockHz = 0, channels = null] = known[payload] ?? []
  return { payload, name, clockHz, channels, parameters }
}

export const pcmu = staticCodec(0)
export const pcma = staticCodec(8)
/** Digits as events (RFC 4733), 0 to 9, `*`, `#` and A to D. */
export const telephoneEvent = (payload = 101): Codec => ({
  payload,
  name: 'telephone-event',
  clockHz: 8000,
  channels: null,
  parameters: '0-15',
})

export const sameCodec = (a: Codec, b: Codec): boolean =>
  (a.name === '' ? a.payload === b.payload : a.name.toLowerCase() === b.name.toLowerCase()) &&
  a.clockHz === b.clockHz &&
  (a.channels ?? 1) === (b.channels ?? 1)

/** Whether it carries sound or pictures of its own: digits, comfort noise and repetitions of others do not. */
export const isSpeech = ({ name }: Codec): boolean =>
  !['telephone-event', 'cn', 'red', 'ulpfec', 'rtx', 'flexfec-03'].includes(name.toLowerCase())

/** Those of `offered` that are among `ours`, with the offered payload types and in the offered order. */
export const commonCodecs = (offered: readonly Codec[], ours: readonly Codec[]): readonly Codec[] =>
  offered.flatMap((codec) => {
    const own = ours.find((other) => sameCodec(codec, other))
    if (own === undefined) return []
    return [isSpeech(codec) ? codec : { ...codec, parameters: own.parameters ?? codec.parameters }]
  })
