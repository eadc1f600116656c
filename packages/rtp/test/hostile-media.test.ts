/**
 * One engine under fire for long: sound RTP and RTCP with bytes changed, cut and added, from its parties and from strangers,
 * while it relays, mixes, records and plays. 200 datagrams for each of CALLWEAVE_RUNS: a million in the full count.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packetTypeOf } from '../src/rtcp/packet.js'
import { randomOf } from './chance.js'
import { createRig, type Phone, type Rig } from './media-rig.js'

const { numRuns = 100 } = fc.readConfigureGlobal()
const datagrams = numRuns * 200
/** Of objects that the collector may keep for a while. An unbounded table of SSRCs alone would be over 50 in the full count. */
const mostGrowthBytes = 8 * 2 ** 20

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const heapBytes = (): number => {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const ssrc = [0, 0, 0x10, 0]
const sound: readonly (readonly number[])[] = [
  [128, 8, 0, 1, 0, 0, 0, 160, ...ssrc, ...new Array<number>(160).fill(0xd5)],
  // Two contributing sources, an extension of one word, padding.
  [
    0xb2,
    0,
    0,
    1,
    0,
    0,
    0,
    160,
    ...ssrc,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    2,
    0xbe,
    0xde,
    0,
    1,
    0x10,
    9,
    0,
    0,
    1,
    2,
    3,
    4,
    0,
    0,
    0,
    4,
  ],
  [128, 101, 0, 2, 0, 0, 1, 64, ...ssrc, 5, 10, 0, 160],
  [0x81, packetTypeOf['sender-report'], 0, 12, ...ssrc, ...new Array<number>(44).fill(7)],
  [0x81, packetTypeOf['receiver-report'], 0, 7, ...ssrc, ...new Array<number>(24).fill(3)],
  [0x81, packetTypeOf['source-description'], 0, 3, ...ssrc, 1, 4, 97, 98, 99, 100, 0, 0],
  [0x80, packetTypeOf['receiver-report'], 0, 1, ...ssrc, 0x81, packetTypeOf.goodbye, 0, 1, ...ssrc],
]

/** Sound packets with up to 8 bytes changed, every fifth cut, every fifth with more bytes; some with a number that goes on. */
const createMutator = (from: number) => {
  const random = randomOf(from)
  let sequence = 0
  return (): { bytes: Uint8Array; isControl: boolean; isStranger: boolean; party: number } => {
    const base = sound[random.int(sound.length)] as readonly number[]
    const length = random.int(5) === 0 ? random.int(base.length + 1) : base.length
    const tail = random.int(5) === 0 ? random.int(200) : 0
    const bytes = new Uint8Array(length + tail)
    bytes.set(base.slice(0, length))
    for (let i = length; i < bytes.length; i += 1) bytes[i] = random.int(256)
    sequence = (sequence + 1) & 0xffff
    if (random.int(3) > 0 && bytes.length > 4) bytes.set([sequence >> 8, sequence & 0xff], 2)
    const changes = random.int(9)
    for (let i = 0; i < changes && bytes.length > 0; i += 1) bytes[random.int(bytes.length)] = random.int(256)
    return { bytes, isControl: random.int(4) === 0, isStranger: random.int(4) === 0, party: random.int(6) }
  }
}

const inTalks = (rig: Rig): readonly Phone[] => {
  const phones = Array.from({ length: 6 }, (_, i) =>
    rig.phone({ hz: 400 + 100 * i, law: i % 2 === 0 ? 'a-law' : 'mu-law' }),
  )
  const [a, b, c, d, e, f] = phones.map(({ party }) => party) as [number, number, number, number, number, number]
  rig.engine.bridge(a, b)
  rig.engine.tap(c, b, 'whisper')
  for (const each of [d, e, f]) rig.engine.join(each, 1)
  return phones
}

test(`${datagrams} datagrams that are not as they should be: nothing throws, memory stays, and calls go on`, async () => {
  const { seed = 1 } = fc.readConfigureGlobal()
  const rig = await createRig()
  const phones = inTalks(rig)
  const next = createMutator(seed)
  let [first, heard] = [0, 0]
  for (let n = 0; n < datagrams; n += 1) {
    const { bytes, isControl, isStranger, party } = next()
    const phone = phones[party] as Phone
    const from = isStranger ? { host: `6.6.${n & 255}.${(n >> 8) & 255}`, port: 1_024 + (n % 60_000) } : phone.address
    try {
      phone.sendBytes(bytes, { isControl, from })
    } catch (error) {
      throw new Error(`datagram ${n} of ${datagrams}, seed ${seed}: ${Buffer.from(bytes).toString('hex')}`, {
        cause: error,
      })
    }
    if (n % 50 > 0) continue
    if (n % 5_000 === 0) rig.engine.record(phone.party, n, { file: 'x.wav', maxMs: 500, silenceMs: 0 })
    rig.run(20)
    heard += phones.reduce((sum, each) => sum + each.heard.length, 0)
    // What the test itself keeps.
    for (const each of phones) each.forget()
    rig.facts.length = 0
    if (n === Math.floor(datagrams / 500) * 50) first = heapBytes()
  }
  expect(first).toBeGreaterThan(0)
  expect(heapBytes() - first).toBeLessThan(mostGrowthBytes)
  expect(heard).toBeGreaterThan(datagrams)
  expect(rig.engine.size).toBe(6)
  await rig.engine.end()
  expect(rig.ports.opened.size).toBe(0)
  expect([...rig.files.values()].every(({ isClosed }) => isClosed)).toBe(true)
})
