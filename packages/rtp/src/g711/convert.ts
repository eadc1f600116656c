/**
 * From one law to the other without a sample between (ITU-T G.711, tables 3 and 4).
 *
 * Those tables join the codes that are nearest at the same LEVEL: full load is +3.14 dBm0 at 4,096 in A-law and +3.17 dBm0
 * at 8,159 of 8,192 in mu-law, so a mu-law value counts 0.75 % more than the plain decoder says. Computed that way they come
 * out as printed; computed from decoded samples they would differ by one step at 33 codes.
 */
import { decodeALaw, decodeMuLaw, type Law } from './laws.js'

const levelRatio = (8_192 / 8_159) * 10 ** ((3.17 - 3.14) / 20)

/** The codes of magnitude 0..127, positive ones. */
const positiveA = Array.from({ length: 128 }, (_, i) => i ^ 0xd5)
const positiveMu = Array.from({ length: 128 }, (_, i) => 255 - i)

/** The index of the value nearest to `wanted`, the larger where two are as near. */
const nearest = (values: readonly number[], wanted: number): number =>
  values.reduce(
    (best, value, i) => (Math.abs(value - wanted) <= Math.abs((values[best] as number) - wanted) ? i : best),
    0,
  )

const levelsA = positiveA.map(decodeALaw)
const levelsMu = positiveMu.map((code) => decodeMuLaw(code) * levelRatio)

const aToMu = new Uint8Array(256)
const muToA = new Uint8Array(256)
for (let i = 0; i < 128; i += 1) {
  const a = positiveA[i] as number
  const mu = positiveMu[i] as number
  const toMu = positiveMu[nearest(levelsMu, levelsA[i] as number)] as number
  const toA = positiveA[nearest(levelsA, levelsMu[i] as number)] as number
  // The sign is the first bit of both.
  aToMu[a] = toMu
  aToMu[a ^ 128] = toMu ^ 128
  muToA[mu] = toA
  muToA[mu ^ 128] = toA ^ 128
}

export const aLawToMuLaw = (code: number): number => aToMu[code & 255] as number
export const muLawToALaw = (code: number): number => muToA[code & 255] as number

/** Turns codes of the law `from` into the other one, `into` may be `codes` itself. */
export const convertLaw = (from: Law, codes: Uint8Array, into: Uint8Array): void => {
  const table = from === 'a-law' ? aToMu : muToA
  for (let i = 0; i < codes.length; i += 1) into[i] = table[codes[i] as number] as number
}
