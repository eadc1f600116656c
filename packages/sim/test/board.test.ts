import { commandId } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { createBoardRig, TestParty } from './board-rig.js'

const types = (told: readonly { readonly type: string }[]): string[] => told.map(({ type }) => type)

describe('channels', () => {
  test('P1 channels: as many calls as there are, the next hears busy, a free one is taken again from the lowest', () => {
    const { dial, board, told, pass } = createBoardRig()
    const [first, second] = [dial('two'), dial('two')]
    expect(dial('two')).toBe(null)
    expect(told.at(-1)).toMatchObject({ type: 'trunk.busy', trunk: 'two', caller: '138', dialed: '400' })
    expect([first?.channel, second?.channel, board.trunks.get('two')?.busy]).toEqual([1, 2, 2])
    if (first !== null) board.putDown(first)
    pass(1)
    expect(dial('two')?.channel).toBe(1)
    expect(board.trunks.get('two')?.busy).toBe(2)
    expect(board.trunks.get('main')?.busy).toBe(0)
  })

  test('P1 channels: 10,000 calls that come and go leave none taken, and none is taken twice', () => {
    const { dial, board, pass } = createBoardRig()
    const up = new Map<number, NonNullable<ReturnType<typeof dial>>>()
    for (let i = 0; i < 10_000; i += 1) {
      const leg = dial('main')
      if (leg === null || i % 3 === 0) for (const old of [...up.values()].slice(0, 5)) board.putDown(old)
      if (leg !== null) {
        expect(up.get(leg.channel)?.state ?? 'ended').toBe('ended')
        up.set(leg.channel, leg)
      }
    }
    for (const leg of up.values()) board.putDown(leg)
    pass(1)
    expect(board.trunks.get('main')?.busy).toBe(0)
    expect(board.legs()).toEqual([])
  })

  test('P1 a call out takes a channel of its trunk, and fails where none is free', () => {
    const { board, dial, told, pass, nextLeg, arrive } = createBoardRig()
    dial('two')
    const order = { do: 'originate', purpose: 'outside', toward: '555', callerShown: '', ringTimeoutMs: 9_000 } as const
    return arrive().then(({ call }) => {
      for (let i = 0; i < 2; i += 1) board.do({ ...order, command: commandId(i), call, leg: nextLeg(), trunk: 'two' })
      pass(60_000)
      expect(board.trunks.get('two')?.busy).toBe(2)
      expect(types(told).filter((type) => type === 'leg.answered')).toHaveLength(1)
      expect(told.filter((fact) => fact.type === 'leg.ended')).toMatchObject([{ by: 'switch', cause: 'congested' }])
    })
  })
})

describe('faults', () => {
  test('P1 a trunk that fails ends its calls and no others, takes no more, and comes back', () => {
    const { dial, board, told, pass } = createBoardRig()
    const party = new TestParty('never-answers')
    dial('two', party)
    const other = dial('main')
    board.failTrunk('two', 'fault')
    pass(1)
    expect(party.heard).toEqual(['ended switch failed'])
    expect(other?.state).not.toBe('ended')
    expect(dial('two')).toBe(null)
    board.restoreTrunk('two')
    expect(dial('two')?.channel).toBe(1)
    expect(types(told)).toEqual([
      'leg.arrived',
      'leg.arrived',
      'trunk.failed',
      'leg.ended',
      'trunk.busy',
      'trunk.restored',
      'leg.arrived',
    ])
  })

  test('A5 a phone that is cut off ends its call, cannot be rung, and comes back', async () => {
    const rig = createBoardRig()
    const { call } = await rig.arrive()
    const ring = (): number => {
      const leg = rig.nextLeg()
      const order = { do: 'originate', purpose: 'agent', toward: '8001', trunk: null, callerShown: '' } as const
      rig.board.do({ ...order, command: commandId(leg), call, leg, ringTimeoutMs: 9_000 })
      rig.pass(1_000)
      return leg
    }
    const endOf = (leg: number) => rig.told.find((fact) => fact.type === 'leg.ended' && fact.leg === leg)
    rig.phone('8001', { answersAfterMs: 100 })
    const talking = ring()
    rig.board.cutOff('8001', true)
    const refused = ring()
    rig.board.cutOff('8001', false)
    const again = ring()
    expect(endOf(talking)).toMatchObject({ by: 'switch', cause: 'failed' })
    expect(endOf(refused)).toMatchObject({ by: 'switch', cause: 'unreachable' })
    expect(endOf(again)).toBe(undefined)
    rig.board.cutOff('9999', true)
  })
})

describe('what the board hands over beside a fact', () => {
  test('I4 secret digits go to the center alone, also when the caller hangs up in the middle', async () => {
    const rig = createBoardRig()
    const collect = {
      do: 'collect',
      sounds: [],
      minDigits: 1,
      maxDigits: 4,
      firstDigitTimeoutMs: 3_000,
      interDigitTimeoutMs: 2_000,
      terminators: '#',
      bargeIn: true,
      secret: true,
    } as const
    const one = await rig.arrive()
    rig.board.do({ ...collect, ...one, command: commandId(1) })
    rig.press(one.leg, '9753')
    const two = await rig.arrive()
    rig.board.do({ ...collect, ...two, command: commandId(2) })
    rig.press(two.leg, '86')
    rig.putDown(two.leg)
    rig.pass(1)
    expect(rig.beside).toEqual(['9753', '86'])
    expect(JSON.stringify(rig.told)).not.toMatch(/9753|86"/)
    expect(rig.told.filter(({ type }) => type === 'digits.collected')).toMatchObject([
      { digits: 'xxxx', because: 'complete' },
      { digits: 'xx', because: 'hung-up' },
    ])
  })

  test('I1 the length of what is heard is what virtual time spends', () => {
    const rig = createBoardRig(5_000)
    const party = new TestParty('never-answers')
    const leg = rig.dial('main', party)
    if (leg === null) throw new Error('busy')
    const hello = { sound: 'prompt', prompt: 'hello', language: 'en' } as const
    const to = { call: leg.call, leg: leg.id }
    rig.board.do({ do: 'answer', ...to, command: commandId(1) })
    rig.board.do({ do: 'play', ...to, command: commandId(2), sounds: [hello, hello, hello], loop: false })
    rig.pass(60_000)
    expect(rig.told.at(-1)).toMatchObject({ type: 'prompt.finished', atMs: 8_000 })
    expect(party.heard).toEqual(['hears 3 for 3000'])
  })
})
