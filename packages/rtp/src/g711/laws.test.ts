import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { aLawToMuLaw, convertLaw, muLawToALaw } from './convert.js'
import {
  decodeALaw,
  decodeInto,
  decodeMuLaw,
  encodeALaw,
  encodeInto,
  encodeMuLaw,
  type Law,
  silenceOf,
} from './laws.js'

const laws = [
  { law: 'a-law', decode: decodeALaw, encode: encodeALaw, sox: ['-e', 'a-law'], stepBits: 4 },
  { law: 'mu-law', decode: decodeMuLaw, encode: encodeMuLaw, sox: ['-e', 'mu-law'], stepBits: 2 },
] as const
const codes = Uint8Array.from({ length: 256 }, (_, code) => code)
const samples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)

describe.each(laws)('G.711 $law', ({ law, decode, encode }) => {
  test('a decoded code encodes to itself, but negative zero of mu-law', () => {
    for (const code of codes) expect(encode(decode(code))).toBe(law === 'mu-law' && code === 0x7f ? 0xff : code)
  })

  test('a louder sample never has a quieter code, and none is off by more than half a step', () => {
    let last = -Infinity
    for (const sample of samples) {
      const back = decode(encode(sample))
      expect(back).toBeGreaterThanOrEqual(last)
      last = back
      // Mu-law reaches 32,124; below, half a step is a 32nd of the value and more only next to zero.
      const beyond = Math.abs(sample) - 31_612
      expect(Math.abs(back - sample)).toBeLessThanOrEqual(Math.max(Math.abs(sample) / 32 + 8, beyond))
    }
  })

  test('whole frames go through the same tables', () => {
    const frame = new Uint8Array(samples.length)
    encodeInto(law, samples, frame)
    expect(frame.every((code, i) => code === encode(samples[i] as number))).toBe(true)
    const back = new Int16Array(codes.length)
    decodeInto(law, codes, back)
    expect([...back]).toEqual([...codes].map(decode))
    expect(Math.abs(decode(silenceOf[law]))).toBeLessThanOrEqual(8)
  })
})

test('values of the standard: the ends of both scales', () => {
  expect([0xd5, 0x55, 0xaa, 0x2a].map(decodeALaw)).toEqual([8, -8, 32_256, -32_256])
  expect([0xff, 0x7f, 0x80, 0x00].map(decodeMuLaw)).toEqual([0, 0, 32_124, -32_124])
  // The 1 kHz sine of 0 dBm0 that G.711 prints in tables 5 and 6.
  const sine = [0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4].map(decodeALaw)
  const sineMu = [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e].map(decodeMuLaw)
  const level = (values: number[]): number =>
    10 * Math.log10(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  expect(Math.abs(level(sine) - level(sineMu))).toBeLessThan(0.1)
  expect(level(sine)).toBeCloseTo(20 * Math.log10(32_768 / Math.SQRT2) - 3.14, 1)
})

describe('one law to the other (G.711, tables 3 and 4)', () => {
  const indexA = (code: number): number => (code ^ 0xd5) + 1

  test('mu-law to A-law, row by row where the rule changes', () => {
    const column = Array.from({ length: 128 }, (_, i) => indexA(muLawToALaw(255 - i)))
    expect(column.slice(0, 16)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8])
    expect(column.slice(31, 37)).toEqual([24, 25, 27, 29, 31, 33])
    expect(column.slice(47, 50)).toEqual([44, 46, 48])
    expect(column.slice(62, 65)).toEqual([61, 62, 64])
    expect(column.slice(79, 82)).toEqual([79, 80, 82])
    expect(column.at(-1)).toBe(128)
  })

  test('A-law to mu-law, row by row where the rule changes', () => {
    const column = Array.from({ length: 128 }, (_, i) => 255 - aLawToMuLaw(i ^ 0xd5))
    expect(column.slice(0, 9)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 16])
    expect(column.slice(23, 33)).toEqual([31, 32, 32, 33, 33, 34, 34, 35, 35, 36])
    expect(column.slice(44, 49)).toEqual([48, 48, 49, 49, 50])
    expect(column.slice(61, 65)).toEqual([63, 64, 64, 65])
    expect(column.slice(78, 82)).toEqual([79, 80, 80, 81])
    expect(column.at(-1)).toBe(127)
  })

  test('there and back loses next to nothing: eight codes of mu-law are merged on the way', () => {
    const kept = [...codes].filter((code) => aLawToMuLaw(muLawToALaw(code)) === code)
    expect(kept.length).toBe(256 - 2 * 8)
  })

  test('in place, sign kept', () => {
    const frame = Uint8Array.from(codes)
    convertLaw('a-law', frame, frame)
    expect([...frame]).toEqual([...codes].map(aLawToMuLaw))
    for (const code of codes) expect(aLawToMuLaw(code) & 128).toBe(code & 128)
  })
})

const sox = peer('sox')
describe.skipIf(sox.missing)(`G.711 against sox${sox.note}`, () => {
  const raw = (input: readonly string[], output: readonly string[], bytes: Uint8Array): Buffer => {
    const rate = ['-t', 'raw', '-r', '8000', '-c', '1']
    const { stdout, status } = spawnSync(sox.path, ['-D', ...rate, ...input, '-', ...rate, ...output, '-'], {
      input: bytes,
      maxBuffer: 2 ** 20,
    })
    expect(status).toBe(0)
    return stdout
  }
  const linear = ['-b', '16', '-e', 'signed-integer', '-L']

  test.each(laws)('$law: all 256 codes decode to the same sample', ({ decode, sox: law }) => {
    const theirs = raw(['-b', '8', ...law], linear, codes)
    expect([...codes].map(decode)).toEqual([...codes].map((code) => theirs.readInt16LE(code * 2)))
  })

  test.each(laws)('$law: samples encode to the same code, but where sox rounds one up to the next', (each) => {
    const { decode, encode, sox: law, stepBits } = each
    const input = Buffer.alloc(131_072)
    for (const sample of samples) input.writeInt16LE(sample, (sample + 32_768) * 2)
    const theirs = raw(linear, ['-b', '8', ...law], input)
    let others = 0
    samples.forEach((sample, i) => {
      const code = theirs[i] as number
      if (code === encode(sample) || decode(code) === decode(encode(sample))) return
      others += 1
      // The decision value lies within the bits that are cut off.
      const cut = 1 << stepBits
      expect([sample - cut, sample + cut].map(encode)).toContain(code)
    })
    expect(others).toBeLessThan(1_500)
  })
})

test('both laws are named', () => {
  const names: readonly Law[] = laws.map(({ law }) => law)
  expect(Object.keys(silenceOf).sort()).toEqual([...names].sort())
})
