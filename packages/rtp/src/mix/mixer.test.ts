import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clip } from '../tone/level.js'
import { Mixer } from './mixer.js'
import { type Gains, gainsOf, type MixPart } from './parts.js'

const speaker: MixPart = { role: 'speaker' }
const monitor: MixPart = { role: 'monitor' }
const size = 8

/** Who hears whom, when each party's voice is a power of two. */
const heard = (parts: readonly MixPart[]): number[] => {
  const outputs = parts.map(() => new Int16Array(size))
  new Mixer(gainsOf(parts), { frameSamples: size }).mix(
    parts.map((_, i) => new Int16Array(size).fill(1 << i)),
    outputs,
  )
  return outputs.map(([first]) => first as number)
}

describe('mixing', () => {
  test('three parties and a conference: all but oneself', () => {
    expect(heard([speaker, speaker, speaker])).toEqual([6, 5, 3])
    expect(heard(Array.from({ length: 10 }, () => speaker))).toEqual(
      Array.from({ length: 10 }, (_, i) => 1_023 - (1 << i)),
    )
  })

  test('monitor hears both and is heard by nobody', () => {
    expect(heard([speaker, speaker, monitor])).toEqual([2, 1, 3])
  })

  test('whisper is heard by the agent alone, barge-in by both', () => {
    expect(heard([speaker, speaker, { role: 'whisper', to: 1 }])).toEqual([2, 5, 3])
    expect(heard([speaker, speaker, speaker])).toEqual([6, 5, 3])
  })

  test('who whispers to nobody is refused', () => {
    for (const to of [2, 3, -1, 0.5])
      expect(() => gainsOf([speaker, speaker, { role: 'whisper', to }])).toThrow(/nobody/)
  })

  test('any table and any frames: as the plain sum, saturated', () => {
    const table = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.record({
        gains: fc.array(fc.array(fc.constantFrom(0, 1, 1, 1, 0.5, 2), { minLength: count, maxLength: count }), {
          minLength: count,
          maxLength: count,
        }),
        inputs: fc.array(fc.option(fc.int16Array({ minLength: size, maxLength: size })), {
          minLength: count,
          maxLength: count,
        }),
      }),
    )
    fc.assert(
      fc.property(table, ({ gains, inputs }) => {
        const outputs = gains.map(() => new Int16Array(size))
        new Mixer(gains, { frameSamples: size }).mix(inputs, outputs)
        gains.forEach((row, to) => {
          for (let i = 0; i < size; i += 1) {
            const sum = row.reduce<number>((all, gain, from) => all + gain * (inputs[from]?.[i] ?? 0), 0)
            expect(outputs[to]?.[i]).toBe(clip(Math.round(sum)) + 0)
          }
        })
      }),
    )
  })

  test('no table of gains', () => {
    const wrong: Gains[] = [
      [[0, 1]],
      [[Number.NaN]],
      [[9]],
      Array.from({ length: 65 }, () => new Array<number>(65).fill(0)),
    ]
    for (const gains of wrong) expect(() => new Mixer(gains)).toThrow(/no table of gains/)
  })
})
