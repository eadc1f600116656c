/**
 * ITU-T G.711: the two laws, by table. Samples are 16 bits, full scale; A-law uses the upper 13 of them, mu-law 14.
 *
 * Sign, three bits of segment, four of mantissa. A-law inverts every other bit, mu-law all of them: silence is then full
 * of ones, which old lines needed. The encoders cut as the reference program of G.191 does; others round first and
 * differ by one step where a sample stands on a decision value.
 */

export type Law = 'a-law' | 'mu-law'

/** The static payload types of RFC 3551. */
export const payloadTypeOf: Readonly<Record<Law, number>> = { 'mu-law': 0, 'a-law': 8 }

/** The code of silence: no signal at all in that law. */
export const silenceOf: Readonly<Record<Law, number>> = { 'mu-law': 0xff, 'a-law': 0xd5 }

const expandA = (code: number): number => {
  const plain = code ^ 0x55
  const segment = (plain >> 4) & 7
  const step = ((plain & 15) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1)
  return plain >= 128 ? magnitude : -magnitude
}

const expandMu = (code: number): number => {
  const plain = ~code & 255
  const magnitude = ((((plain & 15) << 3) + 132) << ((plain >> 4) & 7)) - 132
  return plain >= 128 ? 0 - magnitude : magnitude
}

/** Of the upper 12 bits of a sample. */
const compressA = (sample: number): number => {
  const magnitude = sample < 0 ? ~sample : sample
  const segment = Math.max(0, 28 - Math.clz32(magnitude))
  const code = segment === 0 ? magnitude : (segment << 4) | ((magnitude >> (segment - 1)) & 15)
  return (sample < 0 ? code : code | 128) ^ 0x55
}

/** Of the upper 14 bits of a sample. */
const compressMu = (sample: number): number => {
  const magnitude = Math.min((sample < 0 ? ~sample : sample) + 33, 8_191)
  const segment = 26 - Math.clz32(magnitude)
  const code = (segment << 4) | ((magnitude >> (segment + 1)) & 15)
  return ~(sample < 0 ? code | 128 : code) & 255
}

// Computed once and never written again. 4,096 and 16,384 bytes stay in a core's first cache.
const fromA = Int16Array.from({ length: 256 }, (_, code) => expandA(code))
const fromMu = Int16Array.from({ length: 256 }, (_, code) => expandMu(code))
const toA = Uint8Array.from({ length: 4_096 }, (_, i) => compressA(i < 2_048 ? i : i - 4_096))
const toMu = Uint8Array.from({ length: 16_384 }, (_, i) => compressMu(i < 8_192 ? i : i - 16_384))

export const decodeALaw = (code: number): number => fromA[code & 255] as number
export const decodeMuLaw = (code: number): number => fromMu[code & 255] as number
export const encodeALaw = (sample: number): number => toA[(sample >> 4) & 4_095] as number
export const encodeMuLaw = (sample: number): number => toMu[(sample >> 2) & 16_383] as number

/** Decodes `codes` into the first `codes.length` places of `samples`. */
export const decodeInto = (law: Law, codes: Uint8Array, samples: Int16Array): void => {
  const table = law === 'a-law' ? fromA : fromMu
  for (let i = 0; i < codes.length; i += 1) samples[i] = table[codes[i] as number] as number
}

/** Encodes `samples` into the first `samples.length` places of `codes`. */
export const encodeInto = (law: Law, samples: Int16Array, codes: Uint8Array): void => {
  if (law === 'a-law') {
    for (let i = 0; i < samples.length; i += 1) codes[i] = toA[((samples[i] as number) >> 4) & 4_095] as number
  } else {
    for (let i = 0; i < samples.length; i += 1) codes[i] = toMu[((samples[i] as number) >> 2) & 16_383] as number
  }
}
