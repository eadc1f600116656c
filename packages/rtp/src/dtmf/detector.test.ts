import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { randomOf } from '../../test/chance.js'
import { recordings } from '../../test/recordings.js'
import { decodeMuLaw, encodeMuLaw } from '../g711/laws.js'
import type { KeyChange } from '../telephone-event/receiver.js'
import { clip } from '../tone/level.js'
import { TonePlayer, type ToneSegment } from '../tone/player.js'
import { DtmfDetector } from './detector.js'
import { columnsHz, dtmfTones, rowsHz } from './keypad.js'

const keys = '0123456789*#ABCD'

const samplesOf = (segments: readonly ToneSegment[]): Int16Array => {
  const player = new TonePlayer(segments)
  const samples = new Int16Array(segments.reduce((sum, { lengthMs }) => sum + Math.round(lengthMs * 8), 0))
  player.fill(samples)
  return samples
}
const silence = (lengthMs: number): ToneSegment => ({ tones: [], lengthMs })

/** In frames of 20 ms, as they come from a leg. */
const detect = (samples: Int16Array, frame = 160): KeyChange[] => {
  const changes: KeyChange[] = []
  const detector = new DtmfDetector({ onChange: (change) => changes.push(change) })
  for (let at = 0; at < samples.length; at += frame) detector.take(samples.subarray(at, at + frame))
  detector.take(new Int16Array(400))
  return changes
}
const pressed = (samples: Int16Array, frame?: number): string =>
  detect(samples, frame)
    .flatMap(({ kind, key }) => (kind === 'pressed' ? [key] : []))
    .join('')

/** Every key once, each at another place between the windows. */
const allKeys = (segmentsOf: (key: string) => readonly ToneSegment[]): Int16Array =>
  samplesOf([...keys].flatMap((key, i) => [silence(50 + i * 0.625), ...segmentsOf(key)]))

describe('DTMF in the band (ITU-T Q.24)', () => {
  test('all keys, 100 ms, whatever the size of the frames', () => {
    const samples = samplesOf([silence(10), ...dtmfTones(keys)])
    for (const frame of [1, 7, 80, 160, 240, 100_000]) expect(pressed(samples, frame)).toBe(keys)
    for (const { kind, durationMs } of detect(samples))
      if (kind === 'released') expect(Math.abs(durationMs - 100)).toBeLessThanOrEqual(12)
  })

  test('40 ms of tone and 40 ms of pause are enough, wherever the windows fall', () => {
    for (let shift = 1; shift <= 96; shift += 1) {
      const samples = samplesOf([silence(shift / 8), ...dtmfTones('1155D', { onMs: 40, offMs: 40 })])
      expect(`${shift}: ${pressed(samples)}`).toBe(`${shift}: 1155D`)
    }
  })

  test('23 ms of tone are no key, wherever the windows fall', () => {
    for (let shift = 1; shift <= 96; shift += 1) {
      expect(`${shift}: ${pressed(samplesOf([silence(shift / 8), ...dtmfTones('159D', { onMs: 23 })]))}`).toBe(
        `${shift}: `,
      )
    }
  })

  test('an interruption of 10 ms does not make two keys of one', () => {
    for (let shift = 1; shift <= 96; shift += 1) {
      const [tone] = dtmfTones('6', { onMs: 50 }) as [ToneSegment]
      const samples = samplesOf([silence(shift / 8), tone, silence(10), tone])
      expect(`${shift}: ${pressed(samples)}`).toBe(`${shift}: 6`)
    }
  })

  test.each([0, -3, -10, -20, -25])('%i dBm0 for each tone', (dbm0) => {
    expect(pressed(allKeys((key) => dtmfTones(key, { onMs: 50, lowDbm0: dbm0, highDbm0: dbm0 })))).toBe(keys)
  })

  test('below -35 dBm0 nothing is heard', () => {
    expect(pressed(allKeys((key) => dtmfTones(key, { lowDbm0: -36, highDbm0: -36 })))).toBe('')
  })

  test.each([
    ['column 4 dB louder', -10, -6],
    ['column 8 dB weaker', -6, -14],
    ['at the weakest, column 8 dB weaker', -17, -25],
  ])('twist: %s', (_, lowDbm0, highDbm0) => {
    expect(pressed(allKeys((key) => dtmfTones(key, { onMs: 50, lowDbm0, highDbm0 })))).toBe(keys)
  })

  test.each([
    ['column 9 dB louder', -15, -6],
    ['column 14 dB weaker', -6, -20],
  ])('twist refused: %s', (_, lowDbm0, highDbm0) => {
    expect(pressed(allKeys((key) => dtmfTones(key, { lowDbm0, highDbm0 })))).toBe('')
  })

  const detuned = (key: string, low: number, high: number, onMs: number): ToneSegment[] =>
    dtmfTones(key, { onMs }).map(({ tones, lengthMs }) => ({
      tones: tones.map(({ hz, dbm0 }) => ({ hz: hz * (rowsHz.some((row) => row === hz) ? low : high), dbm0 })),
      lengthMs,
    }))

  test.each([
    [0.985, 1.015],
    [1.015, 0.985],
    [1.018, 1.018],
    [0.982, 0.982],
  ])('frequencies off by less than 2 %% are accepted: row %f, column %f', (low, high) => {
    expect(pressed(allKeys((key) => detuned(key, low, high, 50)))).toBe(keys)
  })

  test.each([
    [1.035, 1],
    [0.965, 1],
    [1, 1.035],
    [1, 0.965],
  ])('frequencies off by 3.5 %% are refused: row %f, column %f', (low, high) => {
    expect(pressed(allKeys((key) => detuned(key, low, high, 100)))).toBe('')
  })

  test('in noise 15 dB below, through mu-law', () => {
    const random = randomOf(4_711)
    const samples = allKeys((key) => dtmfTones(key, { onMs: 60, lowDbm0: -10, highDbm0: -10 }))
    // Two tones of -10 dBm0 are -7 together; noise of -22 dBm0 has this root mean square, uniform.
    const rms = 22_827 / Math.SQRT2 / 10 ** (22 / 20)
    const noisy = samples.map((sample) =>
      decodeMuLaw(encodeMuLaw(clip(Math.round(sample + (random.next() * 2 - 1) * rms * Math.sqrt(3))))),
    )
    expect(pressed(noisy)).toBe(keys)
  })

  test('one tone, three tones and the tones of the network are no keys', () => {
    const tone = (...hz: number[]): ToneSegment => ({
      tones: hz.map((each) => ({ hz: each, dbm0: -10 })),
      lengthMs: 200,
    })
    const others = [...rowsHz, ...columnsHz].map((hz) => tone(hz))
    const pairs = [tone(697, 770), tone(1_209, 1_477), tone(697, 1_209, 1_477), tone(697, 770, 1_336), tone(350, 440)]
    expect(pressed(samplesOf([...others, ...pairs, tone(480, 620), tone(440, 480), tone(1_100), tone(2_100)]))).toBe('')
  })

  test('any samples: nothing is thrown, pressed and released take turns', () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 2_000 }), (samples) => {
        const changes = detect(samples)
        for (const [i, { kind }] of changes.entries()) expect(kind).toBe(i % 2 === 0 ? 'pressed' : 'released')
      }),
    )
  })
})

const data = peer('data')
describe.skipIf(data.missing)(`speech and music are no keys${data.note}`, () => {
  test.each([1, 4, 0.25])('210 s of prompts and music, %f times as loud', (gain) => {
    const files = recordings(data.path)
    expect(files.length).toBe(63)
    const heard = files.flatMap(({ name, samples }) => {
      const said = pressed(samples.map((sample) => clip(Math.round(sample * gain))))
      return said === '' ? [] : [`${name}: ${said}`]
    })
    expect(heard).toEqual([])
  })

  test('a key is heard over a prompt whose echo comes back 20 dB weaker', () => {
    const prompt = recordings(data.path).find(({ name }) => name.includes('basic-pbx-ivr-main'))?.samples as Int16Array
    const tones = samplesOf([silence(300), ...dtmfTones(keys, { onMs: 80, offMs: 200 })])
    expect(prompt.length).toBeGreaterThan(tones.length)
    expect(pressed(tones.map((sample, i) => clip(sample + Math.round((prompt[i] as number) / 10))))).toBe(keys)
  })
})
