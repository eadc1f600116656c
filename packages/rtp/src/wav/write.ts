/** Writes WAV files: recordings in the law of the call, or as 16 bits. */
import { chunkBytes, putChunk, type WavChunk } from './chunks.js'
import { sampleBytesOf, tagOf, type WavFormat } from './format.js'

export interface WavOptions {
  readonly format: WavFormat
  readonly channels?: number
  readonly rateHz?: number
}

/** The most that the 32 bits of a header can say, whole and even. */
export const mostDataBytes = 0xffff_ff00

/** Where the two sizes stand that change as a file grows: for a writer that mends its header when it is done. */
export interface WavSizes {
  readonly riffSizeAt: 4
  readonly dataSizeAt: number
}

export const sizesOf = (format: WavFormat): WavSizes => ({ riffSizeAt: 4, dataSizeAt: headerBytesOf(format) - 4 })

/** All that stands before the samples. A file of unknown length is given `mostDataBytes`: readers then take what is there. */
export const wavHeader = ({ format, channels = 1, rateHz = 8_000 }: WavOptions, dataBytes: number): Uint8Array => {
  const bytes = new Uint8Array(headerBytesOf(format))
  const view = new DataView(bytes.buffer)
  const frameBytes = sampleBytesOf[format] * channels
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i)
  }
  put(0, 'RIFF')
  view.setUint32(4, bytes.length - 8 + dataBytes + (dataBytes % 2), true)
  put(8, 'WAVEfmt ')
  view.setUint32(16, isLaw(format) ? 18 : 16, true)
  view.setUint16(20, tagOf[format], true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rateHz, true)
  view.setUint32(28, rateHz * frameBytes, true)
  view.setUint16(32, frameBytes, true)
  view.setUint16(34, sampleBytesOf[format] * 8, true)
  if (isLaw(format)) {
    // What is not plain PCM says how many samples a channel has.
    put(38, 'fact')
    view.setUint32(42, 4, true)
    view.setUint32(46, Math.floor(dataBytes / frameBytes), true)
  }
  put(bytes.length - 8, 'data')
  view.setUint32(bytes.length - 4, dataBytes, true)
  return bytes
}

/**
 * A whole file. `data` is as `format` wants it: little-endian for 16 bits, channels in turn. `others` stand behind the
 * samples; readers step over those that they do not know.
 */
export const writeWav = (options: WavOptions, data: Uint8Array, others: readonly WavChunk[] = []): Uint8Array => {
  const header = wavHeader(options, data.length)
  const dataEnd = header.length + data.length + (data.length % 2)
  const file = new Uint8Array(others.reduce((size, chunk) => size + chunkBytes(chunk), dataEnd))
  file.set(header)
  new DataView(file.buffer).setUint32(sizesOf(options.format).riffSizeAt, file.length - 8, true)
  file.set(data, header.length)
  let at = dataEnd
  for (const chunk of others) {
    putChunk(file, at, chunk)
    at += chunkBytes(chunk)
  }
  return file
}

/** Samples as 16 bits, little-endian on any machine. */
export const pcm16Bytes = (samples: Int16Array): Uint8Array => {
  const bytes = new Uint8Array(samples.length * 2)
  for (let i = 0; i < samples.length; i += 1) {
    bytes[i * 2] = samples[i] as number
    bytes[i * 2 + 1] = (samples[i] as number) >> 8
  }
  return bytes
}

const isLaw = (format: WavFormat): boolean => format === 'a-law' || format === 'mu-law'
const headerBytesOf = (format: WavFormat): number => (isLaw(format) ? 58 : 44)
