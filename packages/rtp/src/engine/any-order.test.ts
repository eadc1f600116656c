/** Whatever is ordered in whatever order, and whatever bytes come: nothing throws, and nothing is left behind. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRig, type Phone, type Rig } from '../../test/media-rig.js'
import { packetTypeOf } from '../rtcp/packet.js'

const parties = 6
const partyAt = fc.nat({ max: parties - 1 })
const mode = fc.constantFrom('monitor' as const, 'whisper' as const, 'barge-in' as const)

type Step = (rig: Rig, phones: readonly Phone[]) => void
const at = (phones: readonly Phone[], i: number): Phone => phones[i] as Phone

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(partyAt, partyAt).map(
    ([a, b]): Step =>
      (rig, phones) =>
        rig.engine.bridge(at(phones, a).party, at(phones, b).party),
  ),
  fc.tuple(partyAt, fc.nat({ max: 1 })).map(
    ([a, n]): Step =>
      (rig, phones) =>
        rig.engine.join(at(phones, a).party, n),
  ),
  fc.tuple(partyAt, partyAt, mode).map(
    ([a, b, how]): Step =>
      (rig, phones) =>
        rig.engine.tap(at(phones, a).party, at(phones, b).party, how),
  ),
  partyAt.map(
    (a): Step =>
      (rig, phones) =>
        rig.engine.part(at(phones, a).party),
  ),
  partyAt.map(
    (a): Step =>
      (rig, phones) =>
        rig.engine.close(at(phones, a).party),
  ),
  fc.tuple(partyAt, fc.boolean(), fc.nat({ max: 500 })).map(
    ([a, loop, silenceMs]): Step =>
      (rig, phones) =>
        rig.engine.play(at(phones, a).party, 1, [{ silenceMs }, { sound: rig.engine.load(new Int16Array(333)) }], loop),
  ),
  partyAt.map(
    (a): Step =>
      (rig, phones) =>
        rig.engine.stopPlaying(at(phones, a).party),
  ),
  partyAt.map(
    (a): Step =>
      (rig, phones) =>
        rig.engine.sendKeys(at(phones, a).party, '12#'),
  ),
  partyAt.map(
    (a): Step =>
      (_, phones) =>
        at(phones, a).press(4),
  ),
  fc.tuple(partyAt, fc.nat({ max: 300 })).map(
    ([a, maxMs]): Step =>
      (rig, phones) =>
        rig.engine.record(at(phones, a).party, 2, { file: `${a}.wav`, maxMs, silenceMs: 100 }),
  ),
  partyAt.map(
    (a): Step =>
      (rig, phones) =>
        rig.engine.stopRecording(at(phones, a).party),
  ),
  fc.tuple(partyAt, fc.boolean(), fc.boolean(), fc.boolean()).map(
    ([a, isHeld, isHeard, hasLaw]): Step =>
      (_, phones) => {
        const phone = at(phones, a)
        phone.agree({ remote: isHeld ? null : phone.address, isHeard, law: hasLaw ? phone.law : null })
      },
  ),
  fc.nat({ max: 200 }).map(
    (ms): Step =>
      (rig) =>
        rig.run(ms),
  ),
)

const phonesOf = (rig: Rig): readonly Phone[] =>
  Array.from({ length: parties }, (_, i) =>
    rig.phone({
      hz: i % 3 === 2 ? null : 300 + i * 200,
      law: i % 2 === 0 ? 'a-law' : 'mu-law',
      eventType: i === 1 ? null : 101 - i,
    }),
  )

const expectNothingLeft = async (rig: Rig): Promise<void> => {
  const opened = parties
  await rig.engine.end()
  expect(rig.engine.size).toBe(0)
  expect(rig.ports.opened.size).toBe(0)
  expect(rig.facts.filter(({ tell }) => tell === 'closed').length).toBe(opened)
  expect(rig.facts.filter(({ tell }) => tell === 'trouble')).toEqual([])
  expect([...rig.files.values()].every(({ isClosed }) => isClosed)).toBe(true)
}

describe('media under any orders', () => {
  test('nothing throws, and nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const rig = await createRig()
        const phones = phonesOf(rig)
        for (const each of steps) {
          each(rig, phones)
          rig.run(20)
        }
        await expectNothingLeft(rig)
      }),
    )
  })

  test('who has been closed can be ordered about, and nothing comes of it', async () => {
    const rig = await createRig()
    const phones = phonesOf(rig)
    for (const { party } of phones) rig.engine.close(party)
    expect(rig.engine.size).toBe(0)
    const [a, b] = [at(phones, 0).party, at(phones, 1).party]
    rig.engine.bridge(a, b)
    rig.engine.join(a, 1)
    rig.engine.tap(a, b, 'whisper')
    rig.engine.play(a, 1, [], false)
    rig.engine.record(a, 1, { file: 'x.wav', maxMs: 1, silenceMs: 0 })
    rig.run(100)
    expect(rig.files.size).toBe(0)
    await expectNothingLeft(rig)
    expect(() => rig.engine.open()).toThrow(/ended/)
  })

  test('the pool is filled again, and refuses only when it is empty', async () => {
    const rig = await createRig({ sparePairs: 2 })
    rig.engine.open()
    rig.engine.open()
    expect(() => rig.engine.open()).toThrow(/no pair of ports is free/)
    await rig.engine.refill()
    const { party } = rig.engine.open()
    rig.engine.close(party)
    await rig.engine.refill()
    expect(rig.ports.opened.size).toBe(rig.engine.size + 2)
  })

  test('a conversation that is full is refused, and its members stay where they are', async () => {
    const rig = await createRig({ sparePairs: 66 })
    const phones = Array.from({ length: 65 }, () => rig.phone())
    for (const { party } of phones.slice(0, 64)) rig.engine.join(party, 1)
    const last = at(phones, 64)
    expect(() => rig.engine.join(last.party, 1)).toThrow(/too many parties/)
    expect(() => rig.engine.tap(last.party, at(phones, 0).party, 'monitor')).toThrow(/too many parties/)
    rig.run(100)
    expect(rig.engine.size).toBe(65)
  })
})

describe('hostile bytes', () => {
  /** A packet that is sound, with some bytes changed, cut or added. */
  const mutated = (sound: readonly number[]) =>
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        fc.nat({ max: sound.length }),
        fc.uint8Array({ maxLength: 40 }),
      )
      .map(([changes, length, tail]) => {
        const bytes = new Uint8Array([...sound.slice(0, length), ...tail])
        for (const [i, value] of changes) if (i < bytes.length) bytes[i] = value
        return bytes
      })
  const header = [128, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0x10, 0]
  const rtp = [...header, ...new Array(160).fill(0xd5)]
  const event = [128, 101, 0, 2, 0, 0, 1, 64, 0, 0, 0x10, 0, 5, 10, 0, 160]
  const report = [0x81, packetTypeOf['sender-report'], 0, 12, ...new Array(48).fill(7)]
  const bye = [0x80, packetTypeOf['receiver-report'], 0, 1, 0, 0, 0, 1, 0x81, packetTypeOf.goodbye, 0, 1, 0, 0, 0, 1]
  const datagram = fc.record({
    bytes: fc.oneof(mutated(rtp), mutated(event), mutated(report), mutated(bye), fc.uint8Array({ maxLength: 1_500 })),
    isControl: fc.boolean(),
    isStranger: fc.boolean(),
    party: partyAt,
  })

  test('nothing throws, calls go on, and nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(datagram, { minLength: 1, maxLength: 60 }), async (datagrams) => {
        const rig = await createRig()
        const phones = phonesOf(rig)
        const [a, b, c, d, e, f] = phones.map(({ party }) => party) as [number, number, number, number, number, number]
        rig.engine.bridge(a, b)
        rig.engine.tap(c, b, 'whisper')
        for (const each of [d, e, f]) rig.engine.join(each, 1)
        rig.engine.record(d, 1, { file: 'd.wav', maxMs: 60_000, silenceMs: 0 })
        rig.run(100)
        for (const { bytes, isControl, isStranger, party } of datagrams) {
          const phone = at(phones, party)
          phone.sendBytes(bytes, { isControl, from: isStranger ? { host: '6.6.6.6', port: 6_666 } : phone.address })
          if (bytes.length % 5 === 0) rig.run(20)
        }
        rig.run(200)
        await expectNothingLeft(rig)
      }),
    )
  })
})
