/** What calls back to callers who hung up may not do: go round, dial what is blocked, take every line, go on for ever. */
import { linear, longestIdle } from '@callweave/acd'
import { expect, test } from 'vitest'
import { center, one, phoneLeg, quiet, talk } from './phone-center.js'
import type { Played, Script } from './script.js'

type Acts = NonNullable<Script['acts']>

const nobody = {
  rings: () => Number.POSITIVE_INFINITY,
  hears: () => {},
  asked: () => {},
  records: () => {},
  bridged: () => {},
  ended: () => {},
}

const emergency = (channels = 4, more: object = {}) =>
  center({ trunks: { main: { numbers: ['100'], channels, calledPartyRelease: { keepMs: 20_000 } } }, ...more })

/** The number of the call that came first. */
const callerOf = ({ center: { calls } }: Played['world']): string => calls.calls.values().next().value?.caller ?? ''
const secondsOf = (played: Played, type: 'party.asked' | 'caller.cleared'): readonly number[] => {
  const [arrived] = played.all('leg.arrived')
  return played.all(type).map(({ atMs }) => (atMs - (arrived?.atMs ?? 0)) / 1_000)
}
/** Ends the call at a number outside that is being rung. */
const refuses = ({ board, center: { calls } }: Played['world']): void => {
  for (const { id, party } of calls.legs.values()) {
    const leg = board.legNamed(id)
    if (party?.as === 'recall' && leg !== undefined) board.reject(leg)
  }
}

test.each([
  ['of the trunk', '100'],
  ['of another trunk', '200'],
  ['of the trunk, with a +', '+100'],
  ['of a phone', '8001'],
  ['that is shown by nobody', ''],
])('P12 a caller whose number is one of ours (%s) is not called back: the call would come in again', (_, caller) => {
  const trunks = {
    main: { numbers: ['100'], channels: 4, calledPartyRelease: true },
    spare: { numbers: ['200'], channels: 2 },
  }
  const acts: Acts = {
    0: ({ board }) => void board.arrive('main', caller, '100', nobody),
    10: ({ board }) => void board.clear(),
  }
  const played = quiet(acts, center({ trunks }))
  expect(played.all('offer.accepted')).toHaveLength(1)
  expect(played.all('caller.cleared')).toEqual([])
  expect(played.story(1)).toContain('10 call.ended served')
})

test('P12 a call back that comes in again ends with the time of the first clearing, after a few calls', () => {
  const comesBack = (world: Played['world']): void => {
    const { board, clock } = world
    const caller = callerOf(world)
    const order = board.do
    const turned = new Map<number, ReturnType<typeof board.arrive>>()
    const turn = (leg: number): void => {
      // Without end, it would be without a failure, too.
      if (turned.size < 50) turned.set(leg, board.arrive('main', caller, '100', nobody))
    }
    const drop = (recall: number): void => {
      const leg = turned.get(recall) ?? null
      if (leg !== null) board.putDown(leg)
    }
    const turns: typeof order = (command) => {
      order(command)
      if (command.do === 'originate' && command.trunk !== null) clock.at(clock.nowMs(), turn, command.leg)
      if (command.do === 'hang-up') clock.at(clock.nowMs(), drop, command.leg)
    }
    Object.assign(board, { do: turns })
  }
  const played = one({ 5: comesBack, 10: ({ board }) => void board.clear() }, {}, emergency())
  // At once, then 3, 6 and 12 s after that, the last of which would be after the time.
  expect(secondsOf(played, 'party.asked')).toEqual([10, 13, 19])
  expect(new Set(played.all('caller.cleared').map(({ untilMs }) => untilMs)).size).toBe(1)
  expect(played.story(1)).toContain('30 call.ended served')
  expect(played.all('leg.arrived')).toHaveLength(4)
})

test('P12 who is back for 5 s and more has cleared the call anew: the time begins again', () => {
  const clears: Acts[number] = ({ board, center: { calls } }) => {
    const leg = board.legNamed(calls.calls.values().next().value?.leg?.id as never)
    if (leg !== undefined) board.putDown(leg)
  }
  const acts = (second: number): Acts => ({
    10: clears,
    [second]: clears,
    60: (world) => board(world)?.(),
  })
  const board = (world: Played['world']) =>
    world.center.calls.calls.size === 0 ? undefined : () => world.board.putDown(phoneLeg(world, '8001'))
  // Called back at 10 and answered at 14.
  const untilOf = (second: number) =>
    one(acts(second), {}, emergency())
      .all('caller.cleared')
      .map(({ untilMs, atMs }) => untilMs - atMs)
  expect(untilOf(18)).toEqual([20_000, 12_000])
  expect(untilOf(19)).toEqual([20_000, 20_000])
})

test('P12 a number that may not be dialed is not called back, nor once it has been blocked meanwhile', () => {
  const before = one(
    { 5: (world) => world.center.blockOutbound(callerOf(world)), 10: ({ board }) => void board.clear() },
    {},
    emergency(),
  )
  expect(before.all('caller.cleared')).toEqual([])
  expect(before.story(1)).toContain('10 call.ended served')
  const meanwhile = one(
    { 10: ({ board }) => board.failTrunk('main', 'fault'), 14: (world) => world.center.blockOutbound(callerOf(world)) },
    {},
    emergency(),
  )
  expect(secondsOf(meanwhile, 'party.asked')).toEqual([10, 13])
})

test('P12 calls back take a quarter of the channels at most, and at least one; the others wait for their turn', () => {
  const definition = (channels: number) =>
    emergency(channels, {
      routes: [{ flow: 'all' }],
      queues: {
        service: { strategy: linear, members: ['ana', 'ben', 'chen'], wrapUpMs: 5_000 },
        backoffice: { strategy: linear, members: ['ben'] },
      },
      flows: {
        all: { start: { step: 'queue', queue: 'service' } },
        again: { start: { step: 'queue', queue: 'backoffice' } },
      },
    })
  const most = (channels: number): number => {
    const acts: Acts = { 10: ({ board }) => void board.clear() }
    const played = one(acts, { calls: { '100': [0, 1, 2] }, agents: talk(600_000) }, definition(channels))
    expect(played.all('caller.cleared').length).toBeGreaterThanOrEqual(3)
    // All three in the end.
    expect(new Set(played.all('party.asked').map(({ call }) => call)).size).toBe(3)
    return secondsOf(played, 'party.asked').filter((second) => second === 10).length
  }
  expect([3, 4, 8, 12].map(most)).toEqual([1, 1, 2, 3])
})

test.each([
  ['its own line', undefined, [10, 43, 79, 121]],
  ['its own line, which fails, and the backup', 'other', [10, 10, 43, 43, 79, 79, 121, 121]],
])('P12 a caller who lets it ring is rung for 30 s at most at a time: %s', (_, backup, askedAt) => {
  const rung: (readonly [number, number])[] = []
  const asks = new Map<number, number>()
  const listens = ({ board, clock, log }: Played['world']): void => {
    const order = board.do
    const lines: typeof order = (command) => {
      order(command)
      if (command.do !== 'originate' || command.trunk === null) return
      asks.set(command.leg, clock.nowMs())
      const leg = board.legNamed(command.leg)
      if (leg !== undefined) Object.assign(leg.party, nobody)
    }
    Object.assign(board, { do: lines })
    log.tapAll((event) => {
      if (event.type === 'leg.ended' && asks.has(event.leg))
        rung.push([event.leg, event.atMs - (asks.get(event.leg) ?? 0)])
    })
  }
  const trunks = {
    main: {
      numbers: ['100'],
      channels: 8,
      calledPartyRelease: { keepMs: 120_000 },
      ...(backup === undefined ? {} : { backup }),
    },
    other: { numbers: ['300'], channels: 8 },
  }
  const played = one(
    { 5: listens, 10: ({ board }) => void (backup === undefined ? board.clear() : board.failTrunk('main', 'fault')) },
    {},
    center({ trunks, dialing: { ringTimeoutMs: 60_000 } }),
  )
  expect(secondsOf(played, 'party.asked')).toEqual(askedAt)
  // The last one for what is left of the time.
  expect(rung.map(([, ms]) => ms).filter((ms) => ms > 0)).toEqual([30_000, 30_000, 30_000, 9_000])
  expect(played.story(1)).toContain('130 call.ended served')
})

test('P12 a caller who does not take the call back is not called any more, and may still call again', () => {
  const acts: Acts = {
    10: ({ board }) => void board.clear(),
    12: refuses,
    25: (world) => void world.board.arrive('main', callerOf(world), '100', nobody),
    40: (world) => world.board.putDown(phoneLeg(world, '8001')),
  }
  const played = one(acts, {}, emergency())
  expect(secondsOf(played, 'party.asked')).toEqual([10])
  expect(played.all('caller.back')).toMatchObject([{ how: 'called-again' }])
})

test('P12 a caller who has been blocked meanwhile does not come to the agent by calling again', () => {
  const acts: Acts = {
    10: ({ board }) => board.failTrunk('main', 'fault'),
    11: (world) => {
      world.center.block(callerOf(world))
      world.board.restoreTrunk('main')
      world.board.arrive('main', callerOf(world), '100', nobody)
      world.board.failTrunk('main', 'fault')
    },
  }
  const played = one(acts, {}, emergency())
  expect(played.all('call.refused')).toMatchObject([{ call: 2, because: 'blocked' }])
  expect(played.all('caller.back')).toEqual([])
})

const flowsOut = (more: object = {}) =>
  center({
    trunks: {
      main: { numbers: ['100'], channels: 4, prefix: '9' },
      spare: { numbers: ['200', '300'], channels: 2, prefix: '9' },
    },
    flows: {
      day: { start: { step: 'queue', queue: 'service' } },
      again: { start: { step: 'transfer', number: '09001', trunk: 'main', ifFailed: 'bye' }, bye: { step: 'hang-up' } },
      later: {
        start: { step: 'callback', queue: 'service', delayMs: 60_000, then: 'bye', ifRefused: 'wait' },
        bye: { step: 'hang-up' },
        wait: { step: 'queue', queue: 'service' },
      },
    },
    queues: {
      service: { strategy: longestIdle, members: ['ana'], callback: { attempts: 1 } },
    },
    dialing: { blocked: ['0900*'] },
    routes: [{ number: '200', flow: 'again' }, { number: '300', flow: 'later' }, { flow: 'day' }],
    ...more,
  })

test('P12 a flow puts nobody through to a number that may not be dialed, by no trunk group', () => {
  const played = quiet({}, flowsOut(), { calls: { '200': [0] } })
  expect(played.all('leg.originated').map(({ toward }) => toward)).toEqual(['09001'])
  expect(played.all('leg.ended')[0]).toMatchObject({ leg: 2, by: 'center', cause: 'not-allowed' })
  expect(played.story(1)).toContain('0 step.entered bye')
  const goes = quiet({}, flowsOut({ dialing: {} }), { calls: { '200': [0] } })
  expect(goes.all('leg.answered').map(({ leg }) => leg)).toContain(2)
})

test('P12 nobody is promised a call back, nor called, by a number that may not be dialed', () => {
  const refused = quiet({ 0: () => {} }, flowsOut({ dialing: { blocked: ['*'] } }), { calls: { '300': [1] } })
  expect(refused.all('callback.requested')).toEqual([])
  expect(refused.story(1)).toContain('1 step.entered wait')
  const blocked = quiet({ 30: (world) => world.center.blockOutbound('555*') }, flowsOut(), { calls: { '300': [1] } })
  expect(blocked.all('callback.requested')).toHaveLength(1)
  const [dialed] = blocked.all('leg.originated').filter(({ purpose }) => purpose === 'callback')
  expect(blocked.all('leg.ended').filter(({ leg }) => leg === dialed?.leg)).toMatchObject([
    { by: 'center', cause: 'not-allowed' },
  ])
  expect(blocked.all('callback.ended')).toMatchObject([{ because: 'failed' }])
})
