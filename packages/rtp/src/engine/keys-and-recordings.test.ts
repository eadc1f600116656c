import { describe, expect, test } from 'vitest'
import { amplitudeOf, createRig, hearing, toneOf } from '../../test/media-rig.js'
import { DtmfDetector } from '../dtmf/detector.js'
import { dtmfTones } from '../dtmf/keypad.js'
import { encodeInto, payloadTypeOf } from '../g711/laws.js'
import { TonePlayer } from '../tone/player.js'
import { readWav, telephoneSamples } from '../wav/read.js'
import type { MediaFact } from './facts.js'

const pressed = (facts: readonly MediaFact[]): readonly string[] =>
  facts.flatMap((fact) => (fact.tell === 'pressed' ? [fact.key] : []))

/** Keys in the band, of samples that a phone heard. */
const keysIn = (samples: readonly number[]): string => {
  let keys = ''
  const detector = new DtmfDetector({ onChange: ({ kind, key }) => (keys += kind === 'pressed' ? key : '') })
  detector.take(Int16Array.from(samples))
  return keys
}

describe('keys', () => {
  test('each is told once with its length, however its packets are repeated or lost', async () => {
    const rig = await createRig()
    const phone = rig.phone()
    phone.press(5)
    phone.press(11, (packet) => packet === 0)
    phone.press(1, (packet) => packet >= 5)
    phone.press(1)
    rig.run(200)
    expect(pressed(rig.facts)).toEqual(['5', '#', '1', '1'])
    expect(rig.facts[0]).toMatchObject({ party: phone.party, durationMs: 120 })
  })

  test('are heard in the sound where no telephone-events are agreed on, and there only', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ eventType: null }), rig.phone()]
    const player = new TonePlayer(dtmfTones('73*'))
    const samples = new Int16Array(160)
    const codes = new Uint8Array(160)
    while (!player.isOver) {
      player.fill(samples)
      encodeInto('a-law', samples, codes)
      for (const phone of phones) phone.send(payloadTypeOf['a-law'], codes, phone.timestamp)
      rig.run(20)
    }
    rig.run(400)
    expect(rig.facts).toMatchObject([...'73*'].map((key) => ({ tell: 'pressed', party: phones[0]?.party, key })))
  })

  test('pass through a bridge under the number of the other, or as tones where it has none', async () => {
    const rig = await createRig()
    const [a, b, c] = [rig.phone(), rig.phone({ eventType: 96 }), rig.phone({ eventType: null, hz: 500 })] as const
    rig.engine.bridge(a.party, b.party)
    a.press(7)
    rig.run(200)
    expect(b.keys).toEqual(['7'])
    rig.engine.bridge(a.party, c.party)
    a.press(9)
    rig.run(400)
    expect(keysIn(c.heard)).toBe('9')
    expect(pressed(rig.facts)).toEqual(['7', '9'])
  })

  test('pass to one who hears a mix', async () => {
    const rig = await createRig()
    const [caller, agent, boss] = [rig.phone({ hz: 500 }), rig.phone(), rig.phone()] as const
    rig.engine.bridge(caller.party, agent.party)
    rig.engine.tap(boss.party, agent.party, 'whisper')
    caller.press(3)
    rig.run(400)
    expect(agent.keys).toEqual(['3'])
  })

  test('are sent one after the other, by events or as tones; what is no key sends nothing', async () => {
    const rig = await createRig()
    const [events, tones] = [rig.phone(), rig.phone({ eventType: null, law: 'mu-law' })]
    for (const { party } of [events, tones]) rig.engine.sendKeys(party, '14*D')
    rig.run(1_200)
    expect(events.keys).toEqual(['1', '4', '*', 'D'])
    expect(events.heard).toEqual([])
    expect(keysIn(tones.heard)).toBe('14*D')
    for (const [keys, eachMs] of [
      ['1x', 100],
      ['1', 10],
      ['1', Number.NaN],
    ] as const)
      for (const { party } of [events, tones]) expect(() => rig.engine.sendKeys(party, keys, eachMs)).toThrow(/key/)
    rig.run(200)
    expect(events.keys.length).toBe(4)
  })

  test('while keys are sent the voice rests, and goes on in the same stream', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ hz: 500 }), rig.phone({ hz: 900 })] as const
    rig.engine.bridge(phones[0].party, phones[1].party)
    rig.run(100)
    phones[0].forget()
    rig.engine.sendKeys(phones[0].party, '5')
    rig.run(600)
    const { headers, keys } = phones[0]
    expect(keys).toEqual(['5'])
    headers.forEach(({ sequence, ssrc }, i) => {
      expect(ssrc).toBe(headers[0]?.ssrc)
      if (i > 0) expect((sequence - (headers[i - 1]?.sequence ?? 0)) & 0xffff).toBe(1)
    })
    expect(hearing(rig, phones, [500, 900])).toEqual([[900], [500]])
  })
})

describe('recordings', () => {
  const wavOf = (rig: Awaited<ReturnType<typeof createRig>>, path: string) => {
    const file = rig.files.get(path)
    expect(file?.isClosed).toBe(true)
    return readWav(file?.bytes ?? new Uint8Array(), path)
  }

  test.each(['a-law', 'mu-law'] as const)('hold what the party says, in %s, and end at their length', async (law) => {
    const rig = await createRig()
    const [phone, other] = [rig.phone({ hz: 900, law }), rig.phone({ hz: 500 })]
    rig.engine.bridge(phone.party, other.party)
    rig.engine.record(phone.party, 4, { file: 'a.wav', maxMs: 2_050, silenceMs: 0 })
    rig.run(3_000)
    expect(rig.facts).toEqual([{ tell: 'recorded', party: phone.party, token: 4, lengthMs: 2_050, because: 'length' }])
    const wav = wavOf(rig, 'a.wav')
    expect(wav).toMatchObject({ format: law, lengthMs: 2_050, isCut: false })
    const samples = telephoneSamples(wav).slice(-8_000)
    expect(amplitudeOf(samples, 900)).toBeGreaterThan(1_600)
    expect(amplitudeOf(samples, 500)).toBeLessThan(50)
  })

  test('end when they are stopped, replaced, or the party is closed; and after silence', async () => {
    const rig = await createRig()
    const phone = rig.phone({ hz: 900 })
    const start = (token: number) =>
      rig.engine.record(phone.party, token, { file: `${token}.wav`, maxMs: 60_000, silenceMs: 1_000 })
    start(1)
    rig.run(400)
    rig.engine.stopRecording(phone.party)
    start(2)
    rig.run(400)
    start(3)
    rig.run(2_000)
    phone.isMuted = true
    rig.run(2_000)
    start(4)
    rig.run(400)
    rig.engine.close(phone.party)
    rig.run(20)
    expect(rig.facts.flatMap((fact) => (fact.tell === 'recorded' ? [[fact.token, fact.because]] : []))).toEqual([
      [1, 'stopped'],
      [2, 'stopped'],
      [3, 'silence'],
      [4, 'stopped'],
    ])
    expect(wavOf(rig, '1.wav').lengthMs).toBe(400)
    for (const name of ['2.wav', '3.wav', '4.wav']) expect(wavOf(rig, name).isCut).toBe(false)
  })

  test('a file that cannot be made is told, and so is the end of its recording', async () => {
    const rig = await createRig({
      files: {
        create: () => {
          throw new Error('no disk')
        },
      },
    })
    rig.engine.record(rig.phone().party, 4, { file: 'a.wav', maxMs: 1_000, silenceMs: 0 })
    rig.run(20)
    expect(rig.facts).toMatchObject([{ tell: 'trouble' }, { tell: 'recorded', token: 4, lengthMs: 0 }])
  })
})

describe('the network', () => {
  test('media goes to where it comes from; who comes later is a stranger', async () => {
    const rig = await createRig()
    const phone = rig.phone({ hz: 900 })
    const behind = { host: '192.0.2.9', port: 30_000 }
    rig.engine.play(phone.party, 1, [{ sound: rig.engine.load(new Int16Array(8_000)) }], true)
    rig.run(4_000)
    const packet = new Uint8Array(172).fill(0xd5)
    packet.set([128, 8, 0, 1, 0, 0, 0, 1, 9, 9, 9, 9])
    for (let i = 0; i < 10; i += 1) {
      packet[3] = i
      phone.sendBytes(packet.slice(), { from: behind })
    }
    phone.forget()
    rig.run(200)
    expect(phone.headers.length).toBe(10)
    rig.engine.close(phone.party)
    rig.run(20)
    expect(rig.facts).toMatchObject([{ tell: 'closed', figures: { strangers: 10, lost: 0, roundTripMs: null } }])
  })

  test('reports go out every few seconds and are read; the last word is a goodbye', async () => {
    const rig = await createRig()
    const [a, b] = [rig.phone({ hz: 900 }), rig.phone({ hz: 500 })] as const
    rig.engine.bridge(a.party, b.party)
    rig.run(30_000)
    const reports = a.controls.filter(({ kind }) => kind === 'sender-report')
    expect(reports.length).toBeGreaterThanOrEqual(4)
    expect(reports.length).toBeLessThan(15)
    expect(reports.at(-1)).toMatchObject({ blocks: [{ ssrc: a.ssrc, lost: 0 }] })
    expect(a.controls.filter(({ kind }) => kind === 'goodbye')).toEqual([])
    rig.engine.close(a.party)
    expect(a.controls.at(-1)).toMatchObject({ kind: 'goodbye', ssrcs: [a.headers[0]?.ssrc] })
    rig.run(20)
    const [closed] = rig.facts
    expect(closed).toMatchObject({ tell: 'closed', figures: { received: 1_499, lost: 0 } })
    expect(closed?.tell === 'closed' && (closed.figures.mos ?? 0)).toBeGreaterThan(4)
  })

  test('whoever listens in on packets sees each that was accepted, before it is changed', async () => {
    const seen: [number, number, number][] = []
    const rig = await createRig({
      tap: (party, bytes, start, sizeBytes, payloadType) => {
        seen.push([party, payloadType, sizeBytes])
        expect(start + sizeBytes).toBeLessThanOrEqual(bytes.length)
      },
    })
    const [a, b] = [rig.phone({ hz: 900 }), rig.phone({ law: 'mu-law', hz: 500 })] as const
    rig.engine.bridge(a.party, b.party)
    rig.run(40)
    b.sendBytes(new Uint8Array(172), { from: { host: '6.6.6.6', port: 1 } })
    expect(seen).toEqual([
      [a.party, 8, 160],
      [b.party, 0, 160],
      [a.party, 8, 160],
      [b.party, 0, 160],
    ])
  })

  test('silence of one who is to be heard is told once, until something comes', async () => {
    const rig = await createRig({ silentAfterMs: 2_000 })
    const [phone, held] = [rig.phone({ hz: 900 }), rig.phone()]
    held.agree({ isHeard: false })
    rig.run(5_000)
    expect(rig.facts).toEqual([])
    phone.isMuted = true
    rig.run(10_000)
    expect(rig.facts).toMatchObject([{ tell: 'silent', party: phone.party }])
    phone.isMuted = false
    rig.run(1_000)
    phone.isMuted = true
    rig.run(5_000)
    expect(rig.facts.length).toBe(2)
  })

  test('comfort noise is no sound, another law than agreed is, and a new SSRC goes on', async () => {
    const rig = await createRig()
    const codecs = [
      { payloadType: 8, codec: 'PCMA/8000' },
      { payloadType: 0, codec: 'PCMU/8000/1' },
    ]
    const [a, b, c] = [rig.phone({ codecs }), rig.phone({ hz: 500 }), rig.phone({ hz: 1_300 })] as const
    for (const { party } of [a, b, c]) rig.engine.join(party, 1)
    const tone = toneOf(900)
    const samples = new Int16Array(160)
    const codes = new Uint8Array(160)
    for (let i = 0; i < 100; i += 1) {
      tone.fill(samples)
      encodeInto('mu-law', samples, codes)
      a.send(0, codes, a.timestamp)
      a.send(13, Uint8Array.of(40), a.timestamp + 7)
      if (i === 50) {
        a.ssrc += 1
        a.sequence = 40_000
        a.timestamp += 1_000_000
      }
      rig.run(20)
    }
    expect(amplitudeOf(b.heard.slice(-1_600), 900)).toBeGreaterThan(1_500)
  })
})
