/**
 * WAV files (RIFF): a list of chunks, each a name of four letters, a length and that many bytes, at even places. `fmt `
 * says how samples are written, `data` has them. A chunk of our own, `csum`, has a checksum of the samples: other readers
 * pass over it, as they have to over what they do not know.
 */
import { CallweaveError } from '@callweave/core'
import { decodeMuLaw, encodeMuLaw } from './mu-law.js'
import type { Pcm } from './pcm.js'

export type WavFormat = 'pcm-16' | 'mu-law'

export interface WavFile {
  /** As in the header: 1 PCM, 6 A-law, 7 mu-law. */
  readonly tag: number
  readonly bits: number
  /** 1..8. */
  readonly channels: number
  /** 4,000..192,000. */
  readonly rateHz: number
  /** Of all channels, as they stand in the file; a view, not a copy. */
  readonly data: Uint8Array
  /** Whole ms. */
  readonly lengthMs: number
  /** The file ends before its header says: its writer died, or did not know the length when it began. */
  readonly isCut: boolean
  /** The chunk `csum`, empty where there is none. */
  readonly checksum: Uint8Array
}

const extensible = 0xfffe
const bitsOf: Readonly<Record<number, readonly number[]>> = { 1: [8, 16], 6: [8], 7: [8] }

/** @throws CallweaveError `file-invalid`: what is wrong with the file called `where`, and how to mend it. */
export const readWav = (bytes: Uint8Array, where: string): WavFile => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WAVE')
    throw refused(where, 'this is no WAV file')
  let format: Pick<WavFile, 'tag' | 'bits' | 'channels' | 'rateHz'> | undefined
  let data: Uint8Array | undefined
  let checksum = new Uint8Array()
  let isCut = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const name = nameAt(bytes, at)
    const body = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + size))
    isCut ||= body.length < size
    if (name === 'fmt ') format = readFormat(body, where)
    if (name === 'data') data ??= body
    if (name === 'csum') checksum = new Uint8Array(body)
    at += 8 + size + (size % 2)
  }
  if (format === undefined) throw refused(where, 'the file does not say how its samples are written')
  if (data === undefined) throw refused(where, 'the file has no samples')
  const frameBytes = format.channels * (format.bits / 8)
  const frames = Math.floor(data.length / frameBytes)
  const lengthMs = Math.round((frames * 1_000) / format.rateHz)
  return { ...format, data: data.subarray(0, frames * frameBytes), lengthMs, isCut, checksum }
}

const readFormat = (body: Uint8Array, where: string): Pick<WavFile, 'tag' | 'bits' | 'channels' | 'rateHz'> => {
  if (body.length < 16) throw refused(where, 'its format is cut off')
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const plain = view.getUint16(0, true)
  const tag = plain === extensible && body.length >= 26 ? view.getUint16(24, true) : plain
  const [channels, rateHz, bits] = [view.getUint16(2, true), view.getUint32(4, true), view.getUint16(14, true)]
  if (bitsOf[tag]?.includes(bits) !== true) throw refused(where, `format ${tag} with ${bits} bits cannot be played`)
  if (channels < 1 || channels > 8) throw refused(where, 'nobody can be played so many channels', channels)
  if (rateHz < 4_000 || rateHz > 192_000) throw refused(where, 'nobody records at such a rate', rateHz)
  return { tag, bits, channels, rateHz }
}

const refused = (where: string, message: string, found?: number): CallweaveError =>
  new CallweaveError('file-invalid', {
    where,
    message,
    ...(found === undefined ? {} : { found }),
    expected: 'a WAV file with 8 or 16 bits, A-law or mu-law',
    remedy: `Convert it: sox ${where} -r 8000 -c 1 -b 16 out.wav`,
  })

/** The samples of a file with one channel of 16 bits or mu-law. @throws CallweaveError `file-invalid` for others. */
export const pcmOf = ({ tag, bits, channels, rateHz, data }: WavFile, where: string): Pcm => {
  if (channels === 1 && tag === 7) return { samples: Int16Array.from(data, decodeMuLaw), rateHz }
  if (channels !== 1 || bits !== 16) throw refused(where, 'this file has more than one channel, or not 16 bits')
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return { samples: Int16Array.from({ length: data.length / 2 }, (_, i) => view.getInt16(i * 2, true)), rateHz }
}

/** The samples as they stand in a file. */
export const dataOf = (samples: Int16Array, format: WavFormat): Uint8Array => {
  if (format === 'mu-law') return Uint8Array.from(samples, encodeMuLaw)
  const bytes = new Uint8Array(samples.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < samples.length; i += 1) view.setInt16(i * 2, samples[i] as number, true)
  return bytes
}

/** A whole file with one channel. `checksum` is added where it is not empty. */
export const writeWav = (
  data: Uint8Array,
  format: WavFormat,
  rateHz: number,
  checksum: Uint8Array = new Uint8Array(),
): Uint8Array => {
  const isLaw = format === 'mu-law'
  const sampleBytes = isLaw ? 1 : 2
  const chunks: (readonly [name: string, body: Uint8Array])[] = [
    [
      'fmt ',
      littleEndian(
        [isLaw ? 7 : 1, 2],
        [1, 2],
        [rateHz, 4],
        [rateHz * sampleBytes, 4],
        [sampleBytes, 2],
        [sampleBytes * 8, 2],
        ...(isLaw ? [[0, 2] as const] : []),
      ),
    ],
    // What is not plain PCM says how many samples there are.
    ...(isLaw ? [['fact', littleEndian([data.length, 4])] as const] : []),
    ['data', data],
    ...(checksum.length > 0 ? [['csum', checksum] as const] : []),
  ]
  const size = chunks.reduce((sum, [, body]) => sum + 8 + body.length + (body.length % 2), 12)
  const file = new Uint8Array(size)
  let at = 0
  const put = (bytes: Uint8Array): void => {
    file.set(bytes, at)
    at += bytes.length
  }
  put(letters('RIFF'))
  put(littleEndian([size - 8, 4]))
  put(letters('WAVE'))
  for (const [name, body] of chunks) {
    put(letters(name))
    put(littleEndian([body.length, 4]))
    put(body)
    at += body.length % 2
  }
  return file
}

const littleEndian = (...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Uint8Array =>
  Uint8Array.from(
    fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)),
  )

const letters = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
