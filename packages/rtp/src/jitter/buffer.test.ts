import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { capturedPackets } from '../../test/captures.js'
import { randomOf } from '../../test/chance.js'
import { createFrame, JitterBuffer, type JitterBufferOptions, type PutOutcome } from './buffer.js'

/** The code that a sample of that timestamp has here: loud, and another one for each neighbour. */
const codeOf = (timestamp: number): number => ((timestamp >>> 0) * 37 + ((timestamp >>> 8) & 0xff) * 11) & 0x3f

interface Packet {
  readonly atMs: number
  readonly sequence: number
  readonly timestamp: number
  readonly units: number
}

interface Played {
  readonly atMs: number
  readonly outcome: string
  readonly timestamp: number
  readonly voiceUnits: number
  readonly missingUnits: number
  readonly delayMs: number
}

/** Runs a buffer through packets by the instants they come at, and a tick of 20 ms. */
const run = (packets: readonly Packet[], options: Partial<JitterBufferOptions> = {}) => {
  const buffer = new JitterBuffer({ law: 'mu-law', ...options })
  const frame = createFrame()
  const codes = new Uint8Array(options.frameUnits ?? 160)
  const frameMs = codes.length / 8
  const played: Played[] = []
  const outcomes: PutOutcome[] = []
  const coming = [...packets].sort((a, b) => a.atMs - b.atMs)
  const untilMs = (coming.at(-1)?.atMs ?? 0) + 1_000
  let next = 0
  for (let nowMs = 0; nowMs <= untilMs; nowMs += frameMs) {
    for (let packet = coming[next]; packet !== undefined && packet.atMs <= nowMs; packet = coming[next]) {
      const { sequence, timestamp, units, atMs } = packet
      const payload = Uint8Array.from({ length: units }, (_, i) => codeOf(timestamp + i))
      outcomes.push(buffer.put(sequence & 0xffff, timestamp >>> 0, payload, 0, units, atMs))
      next += 1
    }
    const delayMs = buffer.delayMs(nowMs)
    buffer.take(codes, frame, nowMs)
    played.push({ atMs: nowMs, delayMs, ...frame })
    let heard = 0
    codes.forEach((code, i) => {
      if (code === 0xff) return
      heard += 1
      if (code !== codeOf(frame.timestamp + i)) throw new Error(`another sample than that of ${frame.timestamp + i}`)
    })
    expect(heard).toBe(frame.voiceUnits)
  }
  return { buffer, played, outcomes, voice: played.reduce((sum, { voiceUnits }) => sum + voiceUnits, 0) }
}

/** A steady talker, each packet late by what `lateMs` says. */
const talk = (count: number, lateMs: (i: number) => number, units = 160): Packet[] =>
  Array.from({ length: count }, (_, i) => ({
    atMs: 1_000 + (i * units) / 8 + lateMs(i),
    sequence: 65_500 + i,
    timestamp: 0xffff_0000 + i * units,
    units,
  }))

describe('jitter buffer', () => {
  test.each([80, 160, 240, 480])(
    'packets of %i samples on time: all is played in order, once, without a gap',
    (units) => {
      const { played, voice, buffer } = run(talk(300, () => 3, units))
      expect(voice).toBe(300 * units)
      expect(buffer.counts).toMatchObject({ missed: 0, dropped: 0, latePackets: 0, duplicatePackets: 0 })
      const during = played.filter(({ voiceUnits }) => voiceUnits > 0)
      expect(during.length).toBe(Math.ceil((300 * units) / 160))
      expect((during.at(-1) as Played).atMs - (during[0] as Played).atMs).toBe((during.length - 1) * 20)
      expect(Math.max(...during.map(({ delayMs }) => delayMs))).toBeLessThanOrEqual(40)
    },
  )

  test('any arrivals: each sample is played once at most, in order, and none is made up', () => {
    const packet = fc.record({
      lateMs: fc.oneof(fc.nat(30), fc.nat(400)),
      isLost: fc.boolean(),
      copies: fc.integer({ min: 1, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 80 }), (fates) => {
        const packets = talk(fates.length, () => 0).flatMap((each, i) => {
          const { lateMs, isLost, copies } = fates[i] as (typeof fates)[number]
          return isLost && i % 3 === 0
            ? []
            : Array.from({ length: copies }, () => ({ ...each, atMs: each.atMs + lateMs }))
        })
        const { played, outcomes, voice, buffer } = run(packets)
        const frames = played.filter(({ outcome }) => outcome === 'frame')
        frames.forEach(({ timestamp }, i) => {
          if (i > 0) expect((timestamp - (frames[i - 1] as Played).timestamp) | 0).toBeGreaterThanOrEqual(160)
        })
        const { counts } = buffer
        expect(voice).toBe(counts.played)
        // All frames are whole packets here: what was held was played or dropped.
        expect(outcomes.filter((outcome) => outcome === 'held').length * 160).toBe(counts.played + counts.dropped)
        expect(outcomes.filter((outcome) => outcome === 'late').length).toBe(counts.latePackets)
        expect(outcomes.filter((outcome) => outcome === 'duplicate').length).toBe(counts.duplicatePackets)
        expect(counts.restarts).toBe(0)
      }),
    )
  })

  test.each([20, 60, 120])('jitter of %i ms: the delay grows to it, and then next to nothing is late', (jitterMs) => {
    const random = randomOf(jitterMs)
    const packets = talk(2_000, () => random.next() * jitterMs)
    const { played, outcomes, buffer } = run(packets)
    const late = outcomes.slice(500).filter((outcome) => outcome === 'late').length
    expect(late / 1_500).toBeLessThan(0.02)
    const settled = played.filter(({ atMs, voiceUnits }) => atMs > 15_000 && voiceUnits > 0)
    expect(Math.max(...settled.map(({ delayMs }) => delayMs))).toBeLessThanOrEqual(jitterMs + 60)
    expect(buffer.counts.played / 320_000).toBeGreaterThan(0.96)
  })

  test('after a stall the delay shrinks again, in loud speech too', () => {
    // 300 ms come at once, then all is on time.
    const { played, buffer } = run(talk(1_500, (i) => (i >= 100 && i < 115 ? (115 - i) * 20 : 0)))
    const end = played.filter(({ voiceUnits }) => voiceUnits > 0).at(-1) as Played
    expect(end.delayMs).toBeLessThanOrEqual(140)
    expect(buffer.counts.dropped).toBeGreaterThan(0)
  })

  test('a gap is told with its size, and one packet late is filled in', () => {
    const packets = talk(50, () => 0)
    const { played, buffer } = run(
      packets.filter((_, i) => i !== 20 && i !== 21),
      { leastDelayMs: 40 },
    )
    expect(played.filter(({ missingUnits }) => missingUnits > 0).map(({ missingUnits }) => missingUnits)).toEqual([
      160, 160,
    ])
    expect(buffer.counts.missed).toBe(320)
    expect(
      run(
        talk(50, (i) => (i === 20 ? 30 : 0)),
        { leastDelayMs: 40 },
      ).buffer.counts.missed,
    ).toBe(0)
  })

  test('what the sender leaves out is no gap', () => {
    // Silence suppression: 400 ms without packets, sequence numbers go on.
    const packets = talk(60, () => 0).flatMap((packet, i) =>
      i >= 20 && i < 40 ? [] : [{ ...packet, sequence: packet.sequence - (i >= 40 ? 20 : 0) }],
    )
    const { buffer, voice } = run(packets)
    expect(buffer.counts.missed).toBe(0)
    expect(voice).toBe(40 * 160)
  })

  test('a source that begins anew is followed', () => {
    const first = talk(50, () => 0)
    const second = talk(50, () => 0).map((packet) => ({
      ...packet,
      atMs: packet.atMs + 1_000,
      sequence: 7 + packet.sequence,
      timestamp: 12_345_678 + packet.timestamp,
    }))
    const { buffer, outcomes } = run([...first, ...second])
    expect(outcomes.filter((outcome) => outcome === 'restarted').length).toBe(1)
    expect(buffer.counts.played + buffer.counts.dropped).toBeGreaterThan(98 * 160)
  })

  test('a source whose timestamps stand still while it is on hold is followed again', () => {
    const packets = talk(150, () => 0).map((packet, i) => (i < 50 ? packet : { ...packet, atMs: packet.atMs + 1_500 }))
    const { buffer } = run(packets)
    expect(buffer.counts.restarts).toBe(1)
    expect(buffer.counts.played).toBeGreaterThan(120 * 160)
  })

  test('what is empty or far too long is refused', () => {
    const buffer = new JitterBuffer({ law: 'a-law' })
    expect(buffer.put(0, 0, new Uint8Array(2_000), 0, 0, 0)).toBe('refused')
    expect(buffer.put(0, 0, new Uint8Array(2_000), 0, 1_601, 0)).toBe('refused')
  })

  test('any packets at all: nothing is thrown, and frames go on', () => {
    const packet = fc.record({
      atMs: fc.integer({ min: 0, max: 5_000 }),
      sequence: fc.nat(0xffff),
      timestamp: fc.oneof(fc.nat(100_000), fc.nat(0xffff_ffff)),
      units: fc.nat(1_700),
    })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 40 }), (packets) => {
        const { played } = run(packets)
        const isHeard = packets.some(({ units }) => units > 0 && units <= 1_600)
        expect(played.at(-1)?.outcome !== 'waiting').toBe(isHeard)
      }),
    )
  })
})

const data = peer('data')
describe.skipIf(data.missing)(`jitter of real calls${data.note}`, () => {
  test.each(['dtmf_capture_a.csv', 'dtmf_capture_b.csv'])('%s: nothing is late, keys are rest', (file) => {
    const packets = capturedPackets(data.path, file)
      .filter(({ payloadType }) => payloadType === 0)
      .map(({ arrivedMs, sequence, timestamp, payloadBytes }) => ({
        atMs: arrivedMs,
        sequence,
        timestamp,
        units: payloadBytes,
      }))
    const { buffer, voice } = run(packets)
    expect(buffer.counts).toMatchObject({ latePackets: 0, restarts: 0 })
    expect(voice + buffer.counts.dropped).toBe(packets.length * 160)
    expect(buffer.counts.dropped).toBe(0)
  })
})
