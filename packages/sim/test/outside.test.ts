/** The simulated customer system, carrier and speech engine keep the contracts of their ports, and repeat by seed. */
import { crmContract, notifyContract, speechContract } from '@callweave/core/testing'
import { createSoundLengths } from '@callweave/ivr'
import {
  createSimulatedCrm,
  createSimulatedNotify,
  createSimulatedSpeech,
  createStreams,
  type Disturbed,
  type PeerOptions,
  uniform,
  VirtualClock,
} from '@callweave/sim'
import { describe, expect, test } from 'vitest'

const leastMs = 10

/** What is handed in, and the handles that a contract suite needs. */
const worldOf = (seed = 1) => {
  const clock = new VirtualClock(1_000)
  const options: PeerOptions = {
    clock,
    random: createStreams(seed),
    took: uniform({ minMs: leastMs, maxMs: 15 }),
  }
  const pass = (byMs: number) => void clock.runUntil(clock.nowMs() + byMs)
  const handles = ({ disturb }: Disturbed) => ({
    pass,
    answersWithinMs: 20,
    delay: (byMs: number) => disturb(Math.max(1, byMs / leastMs), 0),
    down: (isDown: boolean) => disturb(1, isDown ? 1 : 0),
  })
  return { clock, options, pass, handles }
}

const china = { countryCode: '86', trunkPrefix: '0', internationalPrefix: '00', mostDigits: 11 }
const northAmerica = { countryCode: '1', trunkPrefix: '1', internationalPrefix: '011', mostDigits: 10 }

describe.each([
  ['China', china],
  ['North America', northAmerica],
])('the simulated customer system, at home in %s', (_, home) => {
  const make = () => {
    const { options, handles } = worldOf()
    const crm = createSimulatedCrm({ ...options, home })
    return { ...handles(crm), crm, home, add: crm.add, calls: crm.calls, cases: crm.cases, pops: crm.pops }
  }
  for (const { name, run } of crmContract(make)) test(name, run)
})

describe('the simulated carrier', () => {
  const make = () => {
    const { options, handles } = worldOf()
    const notify = createSimulatedNotify(options)
    return { ...handles(notify), notify, taken: notify.taken }
  }
  for (const { name, run } of notifyContract(make)) test(name, run)
})

const voices = [
  { voice: 'ana', language: 'en' },
  { voice: 'tom', language: 'en' },
  { voice: 'li', language: 'zh' },
]

describe('the simulated speech engine', () => {
  const make = () => {
    const { options, handles } = worldOf()
    const speech = createSimulatedSpeech({ ...options, voices })
    return { ...handles(speech), speech, files: speech.files }
  }
  for (const { name, run } of speechContract(make)) test(name, run)

  test('a text takes as long as the virtual switch takes to say it', () => {
    const { options, pass } = worldOf()
    const speech = createSimulatedSpeech({ ...options, voices })
    for (const [language, text] of [
      ['en', 'Your card is on its way. It will be with you on Monday.'],
      ['zh', '您的卡已经寄出，请耐心等待。'],
    ] as const) {
      const told: unknown[] = []
      speech.speak({ text, language }, { deadlineMs: 100 }, (outcome) => told.push(outcome))
      pass(100)
      const lengthMs = createSoundLengths({}, ['en']).soundsLengthMs([{ sound: 'say', text, language }])
      expect(told).toMatchObject([{ ok: true, value: { lengthMs } }])
    }
  })
})

describe('time and faults', () => {
  /** Sends messages, 5 ms apart; `disturb` holds for 50 of them, 100 before the last. When each was answered, and how. */
  const trace = (seed: number, disturb: readonly [slowerFactor: number, failRatio: number], count = 200) => {
    const { clock, options, pass } = worldOf(seed)
    const notify = createSimulatedNotify(options)
    const told: string[] = new Array<string>(count).fill('')
    for (let i = 0; i < count; i += 1) {
      if (i === count - 150) notify.disturb(...disturb)
      if (i === count - 100) notify.disturb(1, 0)
      const sentAtMs = clock.nowMs()
      const toward = `+86138${String(i).padStart(8, '0')}`
      notify.send({ key: `${i}`, by: 'text-message', toward, text: 'hello' }, { deadlineMs: 40 }, (outcome) => {
        told[i] = `${outcome.ok ? 'ok' : outcome.error.code} after ${clock.nowMs() - sentAtMs} ms`
      })
      pass(5)
    }
    pass(1_000)
    return { told, taken: notify.taken().map(({ key }) => key) }
  }

  test('the same seed repeats, another seed does not', () => {
    expect(trace(7, [3, 0.5])).toEqual(trace(7, [3, 0.5]))
    expect(trace(7, [3, 0.5])).not.toEqual(trace(8, [3, 0.5]))
  })

  test('a fault changes nothing before it, and nothing after it', () => {
    const [well, ill] = [trace(7, [1, 0]).told, trace(7, [3, 0.5]).told]
    expect(well.every((line) => line.startsWith('ok'))).toBe(true)
    expect([...ill.slice(0, 50), ...ill.slice(100)]).toEqual([...well.slice(0, 50), ...well.slice(100)])
    expect(ill.slice(50, 100)).not.toEqual(well.slice(50, 100))
  })

  test('what fails does not depend on how much was asked before', () => {
    const codes = (count: number) => trace(7, [1, 0.5], count).told.map((line) => line.split(' ')[0])
    expect(codes(200).slice(50)).toEqual(codes(150))
  })

  test('slow: answers in time come later, the others are told at the deadline and are carried out', () => {
    const { told, taken } = trace(7, [3, 0])
    const times = told.slice(50, 100)
    expect(times.filter((line) => line === 'peer-failed after 40 ms').length).toBeGreaterThan(10)
    expect(times.filter((line) => /^ok after (3\d|40) ms$/.test(line)).length).toBeGreaterThan(10)
    expect(taken).toHaveLength(200)
  })

  test('failing: that share fails, and of it about half was carried out all the same', () => {
    const { told, taken } = trace(7, [1, 0.6])
    const failed = told.filter((line) => line.startsWith('peer-failed')).length
    const lost = failed - (200 - taken.length)
    expect(failed).toBeGreaterThan(20)
    expect(failed).toBeLessThan(40)
    expect(lost / failed).toBeGreaterThan(0.25)
    expect(lost / failed).toBeLessThan(0.75)
  })

  test('a customer system that is slow: the call goes on at the deadline, as one of a stranger', () => {
    const { clock, options, pass } = worldOf()
    const crm = createSimulatedCrm({ ...options, home: china })
    crm.add({ id: 'c1', attributes: { tier: 'gold' }, phones: ['13800138000'] })
    const routed: string[] = []
    const arrive = () => {
      const arrivedAtMs = clock.nowMs()
      crm.findByPhone('+86 138 0013 8000', { deadlineMs: 300 }, (outcome) => {
        const who = outcome.ok ? outcome.value.customers[0]?.id : outcome.error.code
        routed.push(`${who} after ${clock.nowMs() - arrivedAtMs} ms`)
      })
      pass(1_000)
    }
    arrive()
    crm.disturb(100, 0)
    arrive()
    expect(routed[0]).toMatch(/^c1 after 1\d ms$/)
    expect(routed[1]).toBe('peer-failed after 300 ms')
  })
})
