import { createCallRecords, foldCallRecord } from '@callweave/cdr'
import { type CallEvent, secret } from '@callweave/core'
import { expect, test } from 'vitest'
import { center, one, phoneLeg, quiet, states, talk } from './phone-center.js'
import type { Played } from './script.js'

/** Calls and says nothing. */
const nobody = {
  rings: () => Number.POSITIVE_INFINITY,
  hears: () => {},
  asked: () => {},
  records: () => {},
  bridged: () => {},
  ended: () => {},
}

const trunks = (more: object = {}) => ({
  main: { numbers: ['100'], channels: 4, prefix: '9', calledPartyRelease: { keepMs: 20_000 }, ...more },
  spare: { numbers: ['200'], channels: 2, prefix: '9' },
})
const emergency = (more: object = {}) => center({ trunks: trunks(more) })
/** A caller at 0 s whom ana answers at 1 s, and who hangs up at 10 s. */
const clears = (acts: NonNullable<Parameters<typeof one>[0]> = {}, definition = emergency()): Played =>
  one({ 10: ({ board }) => void board.clear(), ...acts }, {}, definition)

const recordOf = (played: Played, call: number) => {
  const trail = played.events.filter(
    (event): event is CallEvent => 'call' in event && (event as { readonly call: unknown }).call === call,
  )
  return foldCallRecord(trail)
}

test('P12 the caller cannot clear the call: the agent stays, the caller is called back by the same trunk, and they talk', () => {
  const played = clears({ 30: (world) => world.board.putDown(phoneLeg(world, '8001')) })
  expect(played.story(1)).toEqual(
    expect.arrayContaining([
      '10 leg.ended caller normal',
      '10 caller.cleared ana',
      '10 leg.ringing',
      '14 leg.answered',
      '14 caller.back recalled',
    ]),
  )
  expect(played.all('party.asked')).toMatchObject([{ as: 'recall', trunk: 'main', by: 2 }])
  expect(states(played, 'ana')).toEqual([
    'ringing offered',
    'talking answered',
    'wrap-up call-ended',
    'ready wrapped-up',
  ])
  expect(played.all('leg.ended').filter(({ leg }) => leg === 2)).toMatchObject([{ by: 'agent', cause: 'normal' }])
  expect(played.outcomes).toEqual({ 1: 'served' })
  expect(played.world.board.trunks.get('main')?.busy).toBe(0)
})

test('P12 D1 the record of the call shows the clearing, how the caller came back, and that the agent ended it', () => {
  const records: unknown[] = []
  const { listeners, close } = createCallRecords({ onRecord: (record) => records.push(record) })
  const played = clears({ 30: (world) => world.board.putDown(phoneLeg(world, '8001')) })
  const byType: { readonly [type: string]: ((event: never) => void) | undefined } = listeners
  for (const event of played.events) byType[event.type]?.(event as never)
  close(0)
  const [cleared] = played.all('caller.cleared')
  expect(records).toMatchObject([
    {
      outcome: 'served',
      endedBy: 'center',
      clearings: [{ agent: 'ana', atMs: cleared?.atMs, back: 'recalled', backAtMs: (cleared?.atMs ?? 0) + 4_000 }],
      conversations: [{ agent: 'ana', endedBy: 'agent', talkMs: 29_000 }],
    },
  ])
})

test('P12 a caller who calls again meanwhile comes to the same agent, in the same call', () => {
  const played = clears({
    12: ({ board, center: { calls } }) =>
      void board.arrive('main', calls.calls.values().next().value?.caller ?? '', '100', nobody),
    30: (world) => world.board.putDown(phoneLeg(world, '8001')),
  })
  expect(played.all('caller.back')).toMatchObject([{ call: 1, how: 'called-again' }])
  expect(played.all('leg.moved')).toMatchObject([{ call: 1, from: 2 }])
  // The call back is called off.
  expect(played.all('leg.ended').filter(({ by }) => by === 'center')).toHaveLength(2)
  expect(played.outcomes).toEqual({ 1: 'served', 2: 'transferred' })
  expect(states(played, 'ana')).toEqual([
    'ringing offered',
    'talking answered',
    'wrap-up call-ended',
    'ready wrapped-up',
  ])
  expect(recordOf(played, 1)?.clearings).toMatchObject([{ back: 'called-again' }])
  expect(played.world.board.trunks.get('main')?.busy).toBe(0)
})

test('P12 once more hung up, once more called back', () => {
  const played = clears({
    20: ({ board, center: { calls } }) => {
      const leg = board.legNamed(calls.calls.values().next().value?.leg?.id as never)
      if (leg !== undefined) board.putDown(leg)
    },
    40: (world) => world.board.putDown(phoneLeg(world, '8001')),
  })
  expect(played.all('caller.cleared')).toHaveLength(2)
  expect(played.all('caller.back').map(({ how }) => how)).toEqual(['recalled', 'recalled'])
  expect(played.outcomes).toEqual({ 1: 'served' })
})

test('P12 it is kept for the set time and no longer, and called again, ever later, when the first try fails', () => {
  const definition = center({
    trunks: { main: { numbers: ['100'], channels: 4, calledPartyRelease: { keepMs: 110_000 } } },
    routes: [{ flow: 'day' }],
  })
  const played = one({ 10: ({ board }) => board.failTrunk('main', 'fault') }, {}, definition)
  // The line has failed, and fails each time: 3, 6, 12, 24, 30 and 30 s later, and not at the end, 120 s.
  const [first] = played.all('party.asked')
  expect(played.all('party.asked').map(({ as, atMs }) => `${as} ${(atMs - (first?.atMs ?? 0)) / 1_000}`)).toEqual(
    [0, 3, 9, 21, 45, 75, 105].map((second) => `recall ${second}`),
  )
  expect(played.story(1)).toContain('120 call.ended served')
  expect(recordOf(played, 1)?.clearings).toMatchObject([{ agent: 'ana', back: null, backAtMs: null }])
})

test('P12 the agent hangs up while the caller is called back: the call is over, and nobody is rung any more', () => {
  const played = clears({ 12: (world) => world.board.putDown(phoneLeg(world, '8001')) })
  expect(played.story(1)).toContain('12 call.ended served')
  expect(played.all('caller.back')).toEqual([])
})

test('P12 a caller who hangs up while on hold is called back like any other, and the hold is over', () => {
  const played = clears({
    5: ({ center: { desk } }) => desk.hold('ana'),
    30: (world) => world.board.putDown(phoneLeg(world, '8001')),
  })
  expect(states(played, 'ana').slice(1, 5)).toEqual([
    'talking answered',
    'hold held',
    'talking retrieved',
    'wrap-up call-ended',
  ])
  expect(played.all('caller.back')).toHaveLength(1)
})

test('P12 after a kill, when the switch has neither leg any more, nobody is called back', () => {
  const played = clears({
    10: ({ board }) => {
      Object.assign(board, { legs: () => [] })
      board.clear()
    },
  })
  expect(played.all('caller.cleared')).toEqual([])
  expect(played.outcomes).toEqual({ 1: 'served' })
})

test('P12 on any other line the caller clears the call', () => {
  const played = one({ 10: ({ board }) => void board.clear() })
  expect(played.all('caller.cleared')).toEqual([])
  expect(played.story(1)).toContain('10 call.ended served')
})

test('P12 simulated agents put down when the caller has said all and hangs up', () => {
  const played = one({}, { agents: talk(60_000) }, emergency())
  expect(played.all('caller.cleared')).toHaveLength(1)
  expect(played.story(1)).toContain('63 call.ended served')
})

test('P12 calls out go by the backup of a trunk group that is down: of phones, of flows, of callers who are called back', () => {
  const definition = center({
    trunks: {
      main: { numbers: ['100'], channels: 4, prefix: '9', backup: 'other', calledPartyRelease: true },
      spare: { numbers: ['200'], channels: 2, prefix: '9' },
      other: { numbers: ['300'], channels: 2 },
    },
    flows: {
      day: { start: { step: 'queue', queue: 'service' } },
      again: { start: { step: 'transfer', number: '5552', trunk: 'main' } },
    },
    routes: [{ number: '200', flow: 'again' }, { flow: 'day' }],
    dialing: {},
  })
  const phone = quiet(
    { 1: ({ board }) => board.failTrunk('main', 'fault'), 2: ({ board }) => void board.dial('8001', '95551') },
    definition,
  )
  expect(phone.all('party.asked').map(({ trunk }) => trunk)).toEqual(['main', 'other'])
  expect(phone.outcomes).toEqual({ 1: 'served' })
  const flow = quiet({ 1: ({ board }) => board.failTrunk('main', 'fault') }, definition, { calls: { '200': [5] } })
  expect(flow.all('leg.originated').map(({ toward }) => toward)).toEqual(['5552', '5552'])
  expect(flow.outcomes).toEqual({ 1: 'transferred' })
  const back = one({ 10: ({ board }) => board.failTrunk('main', 'fault') }, {}, definition)
  expect(back.all('party.asked').map(({ as, trunk }) => `${as} ${trunk}`)).toEqual([
    // Talked to the end, the caller hangs up again, and is called back again.
    'recall main',
    'recall other',
    'recall main',
    'recall other',
  ])
  expect(back.all('caller.back')[0]).toMatchObject({ how: 'recalled' })
})

test('P12 cc check: a backup that leads round, one that is not there, a line whose callers cannot be called back', () => {
  const round = { a: { numbers: ['100'], channels: 1, backup: 'b' }, b: { numbers: ['200'], channels: 1, backup: 'a' } }
  expect(() => center({ trunks: round })).toThrow(/a call out by 'a' comes back to it/)
  expect(() =>
    center({ trunks: { a: { numbers: ['100'], channels: 1, backup: 'bb' }, b: { numbers: ['200'], channels: 1 } } }),
  ).toThrow(/there is no trunk called 'bb'.*Did you mean 'b'/s)
  const warned = [expect.stringMatching(/cannot be called back by 'main'/)]
  for (const more of [{}, { peers: ['127.0.0.1'] }, { proxies: [] }])
    expect(emergency(more).warnings.map(({ message }) => message)).toEqual(warned)
  expect(emergency({ proxies: ['192.0.2.1'] }).warnings).toEqual([])
  const registration = { registrar: 'sip:192.0.2.1', username: 'us', password: secret('TRUNK') }
  expect(emergency({ registration }).warnings).toEqual([])
  expect(() => emergency({ calledPartyRelease: { keepMs: 1 } })).toThrow(/calledPartyRelease/)
})
