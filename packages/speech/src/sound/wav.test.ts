import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMuLaw, encodeMuLaw } from './mu-law.js'
import { dataOf, pcmOf, readWav, type WavFormat, writeWav } from './wav.js'

const samplesOf = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 400 })

describe('WAV files', () => {
  test('what is written is read back, with its length and checksum', () => {
    fc.assert(
      fc.property(samplesOf, fc.constantFrom<WavFormat>('pcm-16', 'mu-law'), fc.uint8Array(), (list, format, sum) => {
        const data = dataOf(Int16Array.from(list), format)
        const file = readWav(writeWav(data, format, 8_000, sum), 'a.wav')
        expect(file).toMatchObject({ channels: 1, rateHz: 8_000, isCut: false, lengthMs: Math.round(list.length / 8) })
        expect(file.data).toEqual(data)
        expect(file.checksum).toEqual(sum)
        if (format === 'pcm-16') expect([...pcmOf(file, 'a.wav').samples]).toEqual(list)
      }),
    )
  })

  test('any bytes are read or refused, never anything else', () => {
    const whole = writeWav(dataOf(Int16Array.of(1, 2, 3), 'pcm-16'), 'pcm-16', 8_000)
    const damaged = fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => whole.with(at, byte))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        try {
          const file = readWav(bytes, 'a.wav')
          expect(file.data.length).toBeLessThanOrEqual(bytes.length)
        } catch (error) {
          expect(error).toMatchObject({ code: 'file-invalid' })
        }
      }),
    )
  })

  test('a file that was cut says so and keeps whole samples', () => {
    const whole = writeWav(dataOf(Int16Array.of(1, 2, 3, 4), 'pcm-16'), 'pcm-16', 8_000)
    const cut = readWav(whole.subarray(0, whole.length - 3), 'a.wav')
    expect(cut.isCut).toBe(true)
    expect([...pcmOf(cut, 'a.wav').samples]).toEqual([1, 2])
  })

  test('what cannot be played is refused with what to do', () => {
    expect(() => readWav(new Uint8Array(100), 'x.mp3')).toThrow(/x\.mp3: this is no WAV file.*sox x\.mp3/)
    const wide = writeWav(new Uint8Array(8), 'pcm-16', 8_000).with(22, 9)
    expect(() => readWav(wide, 'x.wav')).toThrow(/so many channels \(found 9\)/)
  })
})

test('mu-law: every byte comes back, steps double, silence is 0xff (G.711)', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    if (byte !== 0x7f) expect(encodeMuLaw(decodeMuLaw(byte))).toBe(byte)
  }
  expect([encodeMuLaw(0), decodeMuLaw(0x80), decodeMuLaw(0x00)]).toEqual([0xff, 32_124, -32_124])
  for (let sample = -32_768; sample < 32_768; sample += 7) {
    const error = Math.abs(decodeMuLaw(encodeMuLaw(sample)) - sample)
    expect(error).toBeLessThanOrEqual(Math.max(4, Math.abs(sample) / 16 + 8))
  }
})
