import { callId, commandId, type LegId, legId, type SwitchCommand } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWrittenFirst } from './written-first.js'

const to = (leg: number) => ({ command: commandId(1), call: callId(1), leg: legId(leg) })
const answer = (leg: number): SwitchCommand => ({ ...to(leg), do: 'answer' })
const play = (leg: number): SwitchCommand => ({ ...to(leg), do: 'play', sounds: [], loop: false })
const bridge = (leg: number, peer: number): SwitchCommand => ({ ...to(leg), do: 'bridge', peer: legId(peer) })
const conference = (leg: number): SwitchCommand => ({ ...to(leg), do: 'conference' })
const tap = (leg: number, onto: number): SwitchCommand => ({
  ...to(leg),
  do: 'tap',
  onto: legId(onto),
  mode: 'monitor',
})
const hangUp = (leg: number): SwitchCommand => ({ ...to(leg), do: 'hang-up', cause: 'normal' })
const ring = (leg: number): SwitchCommand => ({
  ...to(leg),
  do: 'originate',
  purpose: 'agent',
  toward: '1',
  trunk: null,
  callerShown: '',
  ringTimeoutMs: 1,
})

const rig = () => {
  const went: string[] = []
  let seq = 0
  const gate = createWrittenFirst({
    switch: {
      do: (command) => void went.push(`${command.do} ${command.leg}`),
      can: { earlyMedia: false, record: false, conference: false, monitor: false, fax: false },
      legs: () => [],
    },
    loggedSeq: () => seq,
  })
  const log = (): void => {
    seq += 1
  }
  return { gate, went, log }
}

describe('orders that cannot be taken back', () => {
  test('S4 an answer waits for the event behind it; another leg does not wait for the answer', () => {
    const { gate, went, log } = rig()
    gate.do(answer(1))
    expect(went).toEqual(['answer 1'])
    log()
    gate.do(answer(2))
    gate.do(play(2))
    gate.do(play(3))
    gate.do(ring(4))
    gate.do(bridge(3, 4))
    gate.do(play(3))
    expect(went.splice(0)).toEqual(['answer 1', 'play 3'])
    gate.written(1)
    expect(went.splice(0)).toEqual(['answer 2', 'play 2', 'originate 4', 'bridge 3', 'play 3'])
  })

  test('S4 a bridge keeps orders for either of its legs behind it', () => {
    const { gate, went, log } = rig()
    log()
    gate.do(bridge(1, 2))
    gate.do(hangUp(2))
    gate.do(hangUp(3))
    expect(went.splice(0)).toEqual(['hang-up 3'])
    gate.written(1)
    expect(went).toEqual(['bridge 1', 'hang-up 2'])
  })

  test('S4 nobody is heard by more than two before it is written: a conference and a tap wait, and what follows on their legs', () => {
    const { gate, went, log } = rig()
    log()
    gate.do(conference(1))
    gate.do(play(1))
    gate.do(tap(2, 3))
    gate.do(play(3))
    gate.do(hangUp(2))
    gate.do(play(4))
    expect(went.splice(0)).toEqual(['play 4'])
    gate.written(1)
    expect(went).toEqual(['conference 1', 'play 1', 'tap 2', 'play 3', 'hang-up 2'])
  })

  test('S4 what can never be written never goes, and holds up no hang-up', () => {
    const { gate, went, log } = rig()
    log()
    gate.do(answer(1))
    gate.do(hangUp(1))
    gate.lost()
    gate.do(answer(2))
    gate.do(hangUp(2))
    expect(went).toEqual(['hang-up 1', 'hang-up 2'])
  })

  test('S4 while it is shut nothing goes; opened, what is still wanted does', () => {
    const { gate, went } = rig()
    gate.shut()
    gate.do(answer(1))
    gate.do(play(2))
    gate.do(play(3))
    gate.written(5)
    expect(went).toEqual([])
    gate.open(({ leg }) => leg !== 2)
    expect(went).toEqual(['answer 1', 'play 3'])
    gate.stopDialing()
    gate.do(ring(9))
    gate.do(hangUp(9))
    expect(went).toEqual(['answer 1', 'play 3', 'hang-up 9'])
  })

  test('S4 any orders, written at any time: each leg gets its own in their order, none before it is written', () => {
    const legs = fc.integer({ min: 1, max: 4 })
    const acts = fc.array(
      fc.oneof(
        fc.record({ act: fc.constantFrom('answer', 'play', 'ring', 'hang-up'), leg: legs, peer: legs }),
        fc.record({ act: fc.constant('bridge'), leg: legs, peer: legs }),
        fc.record({ act: fc.constantFrom('log', 'write'), leg: legs, peer: legs }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(acts, (todo) => {
        let seq = 0
        let written = 0
        const went: SwitchCommand[] = []
        const ordered: { readonly command: SwitchCommand; readonly seq: number }[] = []
        const gate = createWrittenFirst({
          switch: {
            do: (command) => {
              const order = ordered.find((one) => one.command === command)
              const waits = ['answer', 'bridge', 'originate'].includes(command.do)
              if (waits) expect(order?.seq).toBeLessThanOrEqual(written)
              went.push(command)
            },
            can: { earlyMedia: false, record: false, conference: false, monitor: false, fax: false },
            legs: () => [],
          },
          loggedSeq: () => seq,
        })
        const make = { answer, play, ring, 'hang-up': hangUp } as const
        for (const { act, leg, peer } of todo) {
          if (act === 'log') seq += 1
          else if (act === 'write') {
            written = Math.min(seq, written + 1)
            gate.written(written)
          } else {
            const command = act === 'bridge' ? bridge(leg, peer) : make[act as keyof typeof make](leg)
            ordered.push({ command, seq })
            gate.do(command)
          }
        }
        written = seq
        gate.written(seq)
        const of = (leg: LegId, commands: readonly SwitchCommand[]) =>
          commands.filter((one) => one.leg === leg || (one.do === 'bridge' && one.peer === leg))
        for (const leg of [1, 2, 3, 4].map(legId)) {
          const own = ordered.map(({ command }) => command)
          expect(of(leg, went)).toEqual(of(leg, own))
        }
        expect(went.length).toBe(ordered.length)
      }),
    )
  })
})
