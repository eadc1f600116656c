/** Reads WAV files (RIFF), as prompts and music come. The bytes may be anybody's: nothing in them is believed unchecked. */
import { CallweaveError } from '@callweave/core'
import { decodeALaw, decodeMuLaw } from '../g711/laws.js'
import { chunksOf, textAt } from './chunks.js'
import { formatOf, sampleBytesOf, type WavFormat } from './format.js'
import { leastRateHz, mostRateHz, resample } from './resample.js'

export interface WavFile {
  readonly format: WavFormat
  /** 1..8. */
  readonly channels: number
  readonly rateHz: number
  /** The samples as they stand in the file, whole ones of all channels; a view, not a copy. */
  readonly data: Uint8Array
  readonly lengthMs: number
  /** The file ends before its header says, as one does whose writer died. */
  readonly isCut: boolean
}

const mostChannels = 8
const extensible = 0xfffe

/**
 * Reads the header and finds the samples.
 *
 * @param where names the file in errors.
 * @throws CallweaveError `file-invalid`: what is wrong, and how to make the file one that is right.
 */
export const readWav = (bytes: Uint8Array, where: string): WavFile => {
  const refuse = (message: string, found?: unknown): never => {
    throw new CallweaveError('file-invalid', {
      where,
      message,
      ...(found === undefined ? {} : { found }),
      expected: 'a WAV file of 8 or 16 bits, A-law or mu-law',
      remedy: `Convert it: sox ${where} -r 8000 -c 1 -b 16 out.wav`,
    })
  }
  if (bytes.length < 12 || textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WAVE')
    return refuse('this is no WAV file')
  let header: Omit<WavFile, 'data' | 'lengthMs' | 'isCut'> | null = null
  for (const { name, body, sizeBytes } of chunksOf(bytes)) {
    if (name === 'fmt ') {
      if (sizeBytes < 16 || body.length < sizeBytes) return refuse('its format is cut off')
      header = readFormat(body, refuse)
    } else if (name === 'data') {
      if (header === null) return refuse('its samples come before their format')
      return withData(header, body, sizeBytes)
    }
  }
  return refuse(header === null ? 'it names no format' : 'it has no samples')
}

/** The samples of all channels as one, at 8 kHz: what a caller is played. */
export const telephoneSamples = (file: WavFile): Int16Array => resample(monoSamples(file), file.rateHz)

/** The mean of all channels, at the file's rate. */
export const monoSamples = ({ format, channels, data }: WavFile): Int16Array => {
  const bytes = sampleBytesOf[format]
  const sampleAt = readerOf(format, data)
  const samples = new Int16Array(Math.floor(data.length / bytes / channels))
  for (let i = 0; i < samples.length; i += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) sum += sampleAt(i * channels + channel)
    samples[i] = Math.round(sum / channels)
  }
  return samples
}

type Refuse = (message: string, found?: unknown) => never

const readFormat = (body: Uint8Array, refuse: Refuse) => {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const plain = view.getUint16(0, true)
  const tag = plain === extensible && body.length >= 26 ? view.getUint16(24, true) : plain
  const channels = view.getUint16(2, true)
  const rateHz = view.getUint32(4, true)
  const bits = view.getUint16(14, true)
  const format = formatOf(tag, bits)
  if (format === null) return refuse(`its samples are of format ${tag} with ${bits} bits`)
  if (channels < 1 || channels > mostChannels) return refuse('it has too many channels or none', channels)
  if (rateHz < leastRateHz || rateHz > mostRateHz) return refuse('nobody records at that rate', rateHz)
  return { format, channels, rateHz }
}

const withData = (
  header: Omit<WavFile, 'data' | 'lengthMs' | 'isCut'>,
  body: Uint8Array,
  sizeBytes: number,
): WavFile => {
  const frameBytes = sampleBytesOf[header.format] * header.channels
  const frames = Math.floor(body.length / frameBytes)
  return {
    ...header,
    data: body.subarray(0, frames * frameBytes),
    lengthMs: (frames * 1_000) / header.rateHz,
    isCut: body.length < sizeBytes,
  }
}

const readerOf = (format: WavFormat, data: Uint8Array): ((index: number) => number) => {
  switch (format) {
    case 'pcm-8':
      return (index) => ((data[index] as number) - 128) << 8
    case 'pcm-16':
      return (index) => (((data[index * 2 + 1] as number) << 24) >> 16) | (data[index * 2] as number)
    case 'a-law':
      return (index) => decodeALaw(data[index] as number)
    case 'mu-law':
      return (index) => decodeMuLaw(data[index] as number)
  }
}
