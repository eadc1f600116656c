import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { capturedPackets } from '../../test/captures.js'
import { randomOf } from '../../test/chance.js'
import { middleAt } from '../rtcp/packet.js'
import { mosOf, speechQuality } from './e-model.js'
import { Reception, roundTripMs } from './reception.js'

describe('reception (RFC 3550, A.3 and A.8)', () => {
  test('losses, in all and since the last report', () => {
    const reception = new Reception({ ssrc: 9 })
    for (let i = 0; i < 100; i += 1) if (i % 10 !== 5) reception.take(i + 65_500, i * 160, i * 20)
    expect(reception).toMatchObject({ expected: 99, received: 89, lost: 10 })
    expect(reception.report(2_000)).toMatchObject({ ssrc: 9, lost: 10, highest: 65_599, lastReport: 0, delaySince: 0 })
    for (let i = 100; i < 150; i += 1) if (i % 2 === 0) reception.take(i + 65_500, i * 160, i * 20)
    reception.take(65_650, 150 * 160, 3_000)
    const { lostRatio, lost } = reception.report(3_000)
    expect(lostRatio).toBeCloseTo(25 / 51)
    expect(lost).toBe(35)
    expect(reception.report(3_000).lostRatio).toBe(0)
  })

  test('duplicates are no negative loss of the last interval', () => {
    const reception = new Reception({ ssrc: 9 })
    for (let i = 0; i < 10; i += 1) for (const _ of [0, 1]) reception.take(i, i * 160, i * 20)
    expect(reception.report(200)).toMatchObject({ lostRatio: 0 })
    expect(reception.lost).toBeLessThan(0)
    expect(reception.lostRatio).toBe(0)
  })

  test('jitter of packets on time is none, of +-D it becomes the mean difference', () => {
    const steady = new Reception({ ssrc: 1 })
    for (let i = 0; i < 500; i += 1) steady.take(i, 0xffff_ff00 + i * 160, i * 20)
    expect(steady.jitterMs).toBe(0)
    const shaken = new Reception({ ssrc: 1 })
    for (let i = 0; i < 500; i += 1) shaken.take(i, i * 160, i * 20 + (i % 2) * 8)
    expect(shaken.jitterMs).toBeCloseTo(8, 3)
    const random = randomOf(1)
    const noisy = new Reception({ ssrc: 1 })
    let sum = 0
    for (let i = 0; i < 5_000; i += 1) {
      noisy.take(i & 0xffff, i * 160, i * 20 + random.next() * 12)
      sum += noisy.jitterMs
    }
    // The mean of |a - b| of two uniform in 0..12.
    expect(Math.abs(sum / 5_000 - 4)).toBeLessThan(0.2)
  })

  test('the round trip needs our clock only', () => {
    const delay = fc.record({
      sentAtMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
      there: fc.nat(2_000),
      held: fc.nat(8_000),
      back: fc.nat(2_000),
      skew: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    })
    fc.assert(
      fc.property(delay, ({ sentAtMs, there, held, back, skew }) => {
        const far = new Reception({ ssrc: 5 })
        far.takeSenderReport(middleAt(sentAtMs), sentAtMs + there + skew)
        const block = far.report(sentAtMs + there + held + skew)
        fc.pre(block.lastReport !== 0)
        const measured = roundTripMs(block, sentAtMs + there + held + back) as number
        // Steps of 15 us, three of them rounded.
        const isWrapped = there + back === 0 && measured === null
        if (!isWrapped) expect(Math.abs(measured - there - back)).toBeLessThan(0.1)
      }),
    )
  })

  test('a block that cannot be tells nothing', () => {
    const block = new Reception({ ssrc: 5 }).report(0)
    expect(roundTripMs(block, 0)).toBe(null)
    expect(roundTripMs({ ...block, lastReport: middleAt(10_000), delaySince: 0 }, 5_000)).toBe(null)
  })
})

describe('E-model (ITU-T G.107)', () => {
  // Table B.1 of G.107.
  test.each([
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
  ])('R %i is a MOS of %f', (r, mos) => {
    expect(Math.abs(mosOf(r) - mos)).toBeLessThan(0.007)
  })

  test('a perfect path', () => {
    expect(speechQuality({ delayMs: 40, lostRatio: 0 })).toEqual({
      r: 93.2,
      mos: mosOf(93.2),
      method: 'G.107 delay and loss',
    })
    expect(mosOf(93.2)).toBeCloseTo(4.41, 2)
  })

  test('delay: little up to 150 ms, 24 at 400', () => {
    const r = (delayMs: number): number => speechQuality({ delayMs, lostRatio: 0 }).r
    expect(r(150)).toBeGreaterThan(92.9)
    expect(93.2 - r(200)).toBeCloseTo(3.04, 1)
    expect(93.2 - r(400)).toBeCloseTo(24.07, 1)
  })

  test('loss: 5 %% in bursts is worse than alone, concealed better', () => {
    const r = (over: object): number => speechQuality({ delayMs: 50, lostRatio: 0.05, ...over }).r
    expect(93.2 - r({})).toBeCloseTo((95 * 5) / 9.3, 6)
    expect(93.2 - r({ isConcealed: true })).toBeCloseTo((95 * 5) / 30.1, 6)
    expect(r({ burstRatio: 2 })).toBeLessThan(r({}))
  })

  test('never better with more delay or loss, and within its bounds', () => {
    const path = fc.record({
      delayMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
      lostRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(path, fc.double({ min: 0, max: 0.5, noNaN: true }), (path, more) => {
        const { r, mos } = speechQuality(path)
        expect(r).toBeGreaterThanOrEqual(0)
        expect(r).toBeLessThanOrEqual(93.2)
        expect(mos).toBeGreaterThanOrEqual(1)
        expect(mos).toBeLessThan(4.42)
        const most = r + 1e-9 // of rounding: a thousandth of a millionth on a scale of 100
        expect(speechQuality({ ...path, lostRatio: path.lostRatio + more }).r).toBeLessThanOrEqual(most)
        expect(speechQuality({ ...path, delayMs: path.delayMs * (1 + more) }).r).toBeLessThanOrEqual(most)
      }),
    )
  })
})

const data = peer('data')
describe.skipIf(data.missing)(`quality of real calls${data.note}`, () => {
  test.each(['dtmf_capture_a.csv', 'dtmf_capture_b.csv'])('%s: nothing lost, a few ms of jitter', (file) => {
    const reception = new Reception({ ssrc: 1 })
    for (const { arrivedMs, sequence, timestamp, payloadType } of capturedPackets(data.path, file)) {
      const arrival = reception.take(sequence, payloadType === 0 ? timestamp : null, arrivedMs)
      expect(arrival).toBe(sequence === 0 ? 'on-probation' : 'in-order')
    }
    expect(reception.lost).toBe(0)
    expect(reception.jitterMs).toBeGreaterThan(0)
    expect(reception.jitterMs).toBeLessThan(5)
  })
})
