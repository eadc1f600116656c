import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SequenceTracker, sequenceGap, timestampGap } from './sequence.js'

const sequence = fc.integer({ min: 0, max: 0xffff })

describe('sequence numbers (RFC 3550, A.1)', () => {
  test('gaps are signed and wrap', () => {
    expect(sequenceGap(65_535, 0)).toBe(1)
    expect(sequenceGap(0, 65_535)).toBe(-1)
    expect(timestampGap(0xffff_ff60, 0)).toBe(160)
    expect(timestampGap(0, 0xffff_ff60)).toBe(-160)
    fc.assert(
      fc.property(sequence, fc.integer({ min: -32_768, max: 32_767 }), (from, gap) => {
        expect(sequenceGap(from, (from + gap) & 0xffff)).toBe(gap)
      }),
    )
  })

  test('a source is believed after two in order', () => {
    const tracker = new SequenceTracker()
    expect(tracker.take(65_534)).toBe('on-probation')
    expect(tracker.take(7)).toBe('on-probation')
    expect(tracker.isValid).toBe(false)
    expect(tracker.take(8)).toBe('in-order')
    expect(tracker).toMatchObject({ isValid: true, received: 1, expected: 1, lost: 0 })
    expect(new SequenceTracker({ minSequential: 1 }).take(9)).toBe('in-order')
  })

  test('a jump is believed when the next packet confirms it', () => {
    const tracker = new SequenceTracker({ minSequential: 1 })
    tracker.take(10)
    expect(tracker.take(40_000)).toBe('jumped')
    expect(tracker.take(11)).toBe('in-order')
    expect(tracker.take(40_001)).toBe('jumped')
    expect(tracker.take(40_002)).toBe('restarted')
    expect(tracker).toMatchObject({ extendedHighest: 40_002, received: 1, lost: 0 })
  })

  test('losses and cycles are counted over any length, in any order of neighbours', () => {
    const source = fc.record({
      first: sequence,
      steps: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 2_999 }), swapped: fc.boolean() }), {
        minLength: 1,
        maxLength: 200,
      }),
    })
    fc.assert(
      fc.property(source, ({ first, steps }) => {
        const numbers = [first]
        for (const { gap } of steps) numbers.push((numbers.at(-1) as number) + gap)
        const last = numbers.at(-1) as number
        const sent = [...numbers]
        steps.forEach(({ swapped, gap }, i) => {
          if (!swapped || gap > 99 || i === 0) return
          const [a, b] = [sent[i] as number, sent[i + 1] as number]
          sent[i] = b
          sent[i + 1] = a
        })
        fc.pre(Math.abs(sent.reduce((most, number, i) => Math.max(most, number - (sent[i - 1] ?? first)), 0)) < 3_000)
        const tracker = new SequenceTracker({ minSequential: 1 })
        for (const number of sent) {
          const arrival = tracker.take(number & 0xffff)
          fc.pre(arrival !== 'jumped' && arrival !== 'restarted')
        }
        expect(tracker.extendedHighest - first).toBe(last - first)
        expect(tracker.received).toBe(numbers.length)
        expect(tracker.lost).toBe(last - first + 1 - numbers.length)
      }),
    )
  })

  test('late packets and duplicates count as received, and have their own extended number', () => {
    const tracker = new SequenceTracker({ minSequential: 1 })
    for (const number of [65_534, 65_535, 1]) expect(tracker.take(number)).toBe('in-order')
    expect(tracker.lost).toBe(1)
    expect(tracker.take(0)).toBe('behind')
    expect(tracker.lost).toBe(0)
    expect(tracker.take(1)).toBe('behind')
    expect(tracker.lost).toBe(-1)
    expect(tracker.extended(65_535)).toBe(65_535)
    expect(tracker.extended(0)).toBe(65_536)
    expect(tracker.extended(2)).toBe(65_538)
  })
})
