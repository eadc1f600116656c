/** Two parties with any numbers for what they have: what one sends, the other gets under its own number and in its law. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRig, type Phone, type Rig } from '../../test/media-rig.js'
import { convertLaw } from '../g711/convert.js'
import type { Law } from '../g711/laws.js'
import { createRtpHeader, readHeader } from '../packet/header.js'
import type { PartyMedia } from './media.js'

const laws = ['mu-law', 'a-law'] as const
const codecNames: Readonly<Record<Law, readonly string[]>> = {
  'mu-law': ['PCMU/8000', 'pcmu/8000/1'],
  'a-law': ['PCMA/8000', 'pcma/8000'],
}

interface Side {
  /** Its laws with their numbers; the first is what it is sent when we speak. */
  readonly laws: readonly { readonly law: Law; readonly payloadType: number }[]
  readonly opusType: number | null
  readonly eventType: number | null
}

/** All but those that are RTCP on the same port (RFC 5761, 4). */
const payloadTypes = fc.uniqueArray(
  fc.integer({ min: 0, max: 127 }).filter((type) => type < 64 || type > 95),
  { minLength: 5, maxLength: 5 },
)

const side: fc.Arbitrary<Side> = fc
  .tuple(payloadTypes, fc.array(fc.constantFrom(...laws), { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean())
  .map(([types, had, hasOpus, hasEvents]) => ({
    laws: had.map((law, i) => ({ law, payloadType: types[i] as number })),
    opusType: hasOpus ? (types[3] as number) : null,
    eventType: hasEvents ? (types[4] as number) : null,
  }))

const mediaOf = ({ laws: had, opusType, eventType }: Side): Pick<PartyMedia, 'codecs' | 'eventType' | 'law'> => ({
  law: had[0]?.law as Law,
  codecs: [
    ...had.map(({ law, payloadType }, i) => ({ payloadType, codec: codecNames[law][i % 2] as string })),
    ...(opusType === null ? [] : [{ payloadType: opusType, codec: 'opus/48000/2' }]),
    ...(eventType === null ? [] : [{ payloadType: eventType, codec: 'telephone-event/8000' }]),
  ],
  eventType,
})

const payload = Uint8Array.from({ length: 160 }, (_, i) => (i * 37) & 0xff)

/** What a phone is sent: number and payload. */
const listen = (phone: Phone): [number, readonly number[]][] => {
  const sent: [number, readonly number[]][] = []
  phone.take = (isControl, bytes) => {
    const header = createRtpHeader()
    if (isControl || readHeader(bytes, bytes.length, header) !== null) return
    sent.push([header.payloadType, [...bytes.subarray(header.payloadStart, header.payloadStart + header.payloadBytes)]])
  }
  return sent
}

const phoneOf = (rig: Rig, of: Side): Phone => {
  const phone = rig.phone()
  phone.agree(mediaOf(of))
  return phone
}

const turned = (law: Law): readonly number[] => {
  const codes = payload.slice()
  convertLaw(law, codes, codes)
  return [...codes]
}

/** Each law that `from` may send, as `to` has to get it. */
const expectSpeech = (from: Phone, to: Side, heard: [number, readonly number[]][], of: Side): void => {
  for (const { law, payloadType } of of.laws) {
    heard.length = 0
    from.send(payloadType, payload.slice(), from.timestamp)
    expect(heard.length).toBe(1)
    const [type, codes] = heard[0] as [number, readonly number[]]
    const got = to.laws.find((each) => each.payloadType === type)
    const hasSame = to.laws.some((each) => each.law === law)
    expect(got?.law).toBe(hasSame ? law : to.laws[0]?.law)
    expect(codes).toEqual(hasSame ? [...payload] : turned(law))
  }
}

test('speech, other codecs and keys, from each side to the other', async () => {
  await fc.assert(
    fc.asyncProperty(side, side, async (one, other) => {
      const rig = await createRig()
      const [a, b] = [phoneOf(rig, one), phoneOf(rig, other)]
      const [heardByA, heardByB] = [listen(a), listen(b)]
      rig.engine.bridge(a.party, b.party)
      expectSpeech(a, other, heardByB, one)
      expectSpeech(b, one, heardByA, other)
      for (const [from, to, phone, heard] of [
        [one, other, a, heardByB],
        [other, one, b, heardByA],
      ] as const) {
        heard.length = 0
        if (from.opusType !== null) phone.send(from.opusType, Uint8Array.of(1, 2, 3), 0)
        expect(heard).toEqual(from.opusType === null || to.opusType === null ? [] : [[to.opusType, [1, 2, 3]]])
        heard.length = 0
        if (from.eventType !== null) phone.send(from.eventType, Uint8Array.of(1, 10, 0, 160), 0)
        expect(heard).toEqual(from.eventType === null || to.eventType === null ? [] : [[to.eventType, [1, 10, 0, 160]]])
      }
      await rig.engine.end()
    }),
  )
})

test('what we speak goes out under the number that was agreed for that law', async () => {
  await fc.assert(
    fc.asyncProperty(side, async (of) => {
      const rig = await createRig()
      const phone = phoneOf(rig, of)
      const heard = listen(phone)
      rig.engine.play(phone.party, 1, [], true)
      rig.run(20)
      const [type] = heard.at(-1) as [number, readonly number[]]
      expect(of.laws.find(({ payloadType }) => payloadType === type)?.law).toBe(of.laws[0]?.law)
      await rig.engine.end()
    }),
  )
})
