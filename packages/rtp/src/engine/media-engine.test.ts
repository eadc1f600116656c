import { describe, expect, test } from 'vitest'
import { createRig, hearing, toneOf } from '../../test/media-rig.js'

const tones = [500, 900, 1_300, 1_700, 2_100]
const [a, b, c, d, e] = tones as [number, number, number, number, number]

const samplesOf = (hz: number, ms: number): Int16Array => {
  const samples = new Int16Array(ms * 8)
  toneOf(hz).fill(samples)
  return samples
}

describe('media of parties: who hears what', () => {
  test('two that are bridged hear each other, whatever law they speak, and nobody else', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ hz: a }), rig.phone({ hz: b, law: 'mu-law' }), rig.phone({ hz: c })] as const
    expect(hearing(rig, phones, tones)).toEqual([[], [], []])
    rig.engine.bridge(phones[0].party, phones[1].party)
    expect(hearing(rig, phones, tones)).toEqual([[b], [a], []])
    rig.engine.bridge(phones[0].party, phones[2].party)
    expect(hearing(rig, phones, tones)).toEqual([[c], [], [a]])
    rig.engine.part(phones[2].party)
    expect(hearing(rig, phones, tones)).toEqual([[], [], []])
  })

  test('P6 three in a conference, then five: each hears all others and not itself', async () => {
    const rig = await createRig()
    const phones = tones.map((hz, i) => rig.phone({ hz, law: i % 2 === 0 ? 'a-law' : 'mu-law' }))
    for (const { party } of phones.slice(0, 3)) rig.engine.join(party, 9)
    expect(hearing(rig, phones, tones)).toEqual([[b, c], [a, c], [a, b], [], []])
    for (const { party } of phones.slice(3)) rig.engine.join(party, 9)
    expect(hearing(rig, phones, tones)).toEqual(tones.map((own) => tones.filter((hz) => hz !== own)))
    for (const { party } of phones.slice(2)) rig.engine.part(party)
    expect(hearing(rig, phones, tones)).toEqual([[b], [a], [], [], []])
  })

  test('P9 who monitors hears both and is heard by nobody; two that are monitored are still relayed', async () => {
    const rig = await createRig()
    const [caller, agent, boss] = [rig.phone({ hz: a }), rig.phone({ hz: b }), rig.phone({ hz: c })] as const
    rig.engine.bridge(caller.party, agent.party)
    rig.engine.tap(boss.party, agent.party, 'monitor')
    expect(hearing(rig, [caller, agent, boss], tones)).toEqual([[b], [a], [a, b]])
    // Undecoded: a gap in the agent's own numbers is passed on, where a mix would have none.
    caller.forget()
    rig.run(20)
    agent.sequence += 7
    rig.run(20)
    const [first, second] = caller.headers.map(({ sequence }) => sequence) as [number, number]
    expect((second - first) & 0xffff).toBe(8)
  })

  test('P9 a whisper is heard by the agent alone, who barges in by both; taps change and end', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ hz: a }), rig.phone({ hz: b }), rig.phone({ hz: c }), rig.phone({ hz: d })] as const
    const [caller, agent, boss, other] = phones
    rig.engine.bridge(caller.party, agent.party)
    rig.engine.tap(boss.party, agent.party, 'whisper')
    expect(hearing(rig, phones, tones)).toEqual([[b], [a, c], [a, b], []])
    rig.engine.tap(boss.party, agent.party, 'barge-in')
    expect(hearing(rig, phones, tones)).toEqual([[b, c], [a, c], [a, b], []])
    rig.engine.tap(boss.party, agent.party, 'monitor')
    expect(hearing(rig, phones, tones)).toEqual([[b], [a], [a, b], []])
    // The tap goes where the agent goes.
    rig.engine.bridge(agent.party, other.party)
    expect(hearing(rig, phones, tones)).toEqual([[], [d], [b, d], [b]])
    rig.engine.part(boss.party)
    expect(hearing(rig, phones, tones)).toEqual([[], [d], [], [b]])
    rig.engine.tap(boss.party, other.party, 'whisper')
    rig.engine.close(other.party)
    expect(hearing(rig, [caller, agent, boss], tones)).toEqual([[], [], []])
  })

  test('hold: who does not want to hear is sent nothing, who holds us is not heard, and both come back', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ hz: a }), rig.phone({ hz: b })] as const
    rig.engine.bridge(phones[0].party, phones[1].party)
    phones[0].agree({ remote: null })
    expect(hearing(rig, phones, tones)).toEqual([[], [a]])
    phones[0].agree({ isHeard: false })
    expect(hearing(rig, phones, tones)).toEqual([[b], []])
    phones[0].agree()
    expect(hearing(rig, phones, tones)).toEqual([[b], [a]])
    const { headers } = phones[1]
    expect(new Set(headers.map(({ ssrc }) => ssrc)).size).toBe(1)
  })

  test('what is played is heard in place of the other, and its end is told once, at its end', async () => {
    const rig = await createRig()
    const phones = [rig.phone({ hz: a }), rig.phone({ hz: b })] as const
    const [caller] = phones
    rig.engine.bridge(caller.party, phones[1].party)
    const sound = rig.engine.load(samplesOf(e, 1_000))
    rig.engine.play(caller.party, 5, [{ sound }, { silenceMs: 200 }, { sound }], false)
    expect(hearing(rig, phones, tones)).toEqual([[e], [a]])
    rig.run(1_400)
    expect(rig.facts).toEqual([])
    rig.run(20)
    expect(rig.facts).toEqual([{ tell: 'played', party: caller.party, token: 5 }])
    expect(hearing(rig, phones, tones)).toEqual([[b], [a]])
    expect(rig.facts.length).toBe(1)
  })

  test('who has nothing to hear is sent a frame of silence every 5 s, and nothing between; who holds us, nothing', async () => {
    const rig = await createRig()
    const [parked, holding, talking, muted] = [rig.phone(), rig.phone(), rig.phone({ hz: a }), rig.phone({ hz: b })]
    holding.agree({ remote: null })
    rig.engine.bridge(talking.party, muted.party)
    muted.isMuted = true
    rig.run(60_000)
    for (const phone of [parked, talking]) {
      const { headers, heard } = phone
      expect(headers.length).toBeGreaterThanOrEqual(10)
      expect(headers.length).toBeLessThanOrEqual(12)
      expect(heard.every((sample) => Math.abs(sample) <= 8)).toBe(true)
      headers.slice(1).forEach((header, i) => {
        const before = headers[i] as (typeof headers)[number]
        const gapUnits = (header.timestamp - before.timestamp) >>> 0
        expect((header.sequence - before.sequence) & 0xffff).toBe(1)
        expect(gapUnits).toBeGreaterThanOrEqual(5_000 * 8)
        expect(gapUnits).toBeLessThanOrEqual(6_000 * 8)
        expect(header).toMatchObject({ marker: true, ssrc: before.ssrc })
      })
    }
    expect(holding.headers).toEqual([])
    expect(muted.headers.length).toBe(3_000)
    // What was silent comes back in the same stream.
    muted.isMuted = false
    talking.forget()
    expect(hearing(rig, [talking], tones)).toEqual([[b]])
    const numbers = talking.headers.map(({ sequence }) => sequence)
    expect(numbers.every((each, i) => i === 0 || ((each - (numbers[i - 1] as number)) & 0xffff) === 1)).toBe(true)
  })

  test('where only a codec that we cannot speak is common, the stream is kept alive by packets that say nothing', async () => {
    const rig = await createRig()
    const phone = rig.phone({ codecs: [{ payloadType: 127, codec: 'opus/48000/2' }], eventType: 126 })
    phone.agree({ law: null })
    rig.run(11_500)
    expect(phone.empty.map(({ payloadType, payloadBytes }) => [payloadType, payloadBytes])).toEqual([
      [125, 0],
      [125, 0],
    ])
    expect(phone.heard).toEqual([])
  })

  test('a loop goes on until it is replaced or stopped, of which nothing is told', async () => {
    const rig = await createRig()
    const phone = rig.phone()
    const [short, other] = [rig.engine.load(samplesOf(e, 100)), rig.engine.load(samplesOf(d, 1_000))]
    rig.engine.play(phone.party, 1, [{ sound: short }], true)
    rig.run(3_000)
    expect(phone.hears(tones)).toEqual([e])
    rig.engine.play(phone.party, 2, [{ sound: other }], true)
    expect(phone.hears(tones)).toEqual([d])
    rig.engine.stopPlaying(phone.party)
    expect(phone.hears(tones)).toEqual([])
    expect(rig.facts).toEqual([])
  })

  test('a sound that is unloaded is heard to its end, and by nobody after that', async () => {
    const rig = await createRig()
    const phones = [rig.phone(), rig.phone()] as const
    const samples = samplesOf(e, 1_000)
    const sound = rig.engine.load(samples)
    expect(rig.engine.load(samples)).toBe(sound)
    rig.engine.play(phones[0].party, 1, [{ sound }], true)
    rig.engine.unload(sound)
    rig.engine.unload(sound)
    rig.engine.unload(99)
    rig.engine.play(phones[1].party, 2, [{ sound }], true)
    expect(hearing(rig, phones, tones)).toEqual([[e], []])
    const again = rig.engine.load(samples)
    expect(again).toBeGreaterThan(sound)
    rig.engine.play(phones[1].party, 3, [{ sound: again }], true)
    expect(hearing(rig, phones, tones)).toEqual([[e], [e]])
    expect(rig.engine.sounds).toBe(1)
  })
})
