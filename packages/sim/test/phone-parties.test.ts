import { longestIdle } from '@callweave/acd'
import { constant } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { center, one, phoneLeg, quiet, states, talk } from './phone-center.js'

describe('hold, conference, pick-up', () => {
  test('P5 hold at the phone and by the desk: music for the other party, and it ends', () => {
    const orders: string[] = []
    const played = one({
      5: ({ board }) => {
        const { do: obey } = board
        const listens: typeof obey = (command) => {
          if (command.do === 'play' || command.do === 'stop') orders.push(`${command.do} ${command.leg}`)
          obey(command)
        }
        Object.assign(board, { do: listens })
      },
      10: (world) => world.board.hold(phoneLeg(world, '8001'), true),
      20: (world) => world.board.hold(phoneLeg(world, '8001'), false),
      30: ({ center: { desk } }) => desk.hold('ana'),
      40: ({ center: { desk } }) => desk.retrieve('ana'),
    })
    // The caller's leg is 1.
    expect(orders).toEqual(['play 1', 'stop 1', 'play 1', 'stop 1'])
    expect(states(played, 'ana').slice(1, 7)).toEqual([
      'talking answered',
      'hold held',
      'talking retrieved',
      'hold held',
      'talking retrieved',
      'wrap-up call-ended',
    ])
  })

  test('P5 held while the other puts the phone through: taken back before anybody is there, it is joined all the same', () => {
    const played = quiet({
      1: ({ board }) => void board.dial('8001', '8002'),
      4: (world) => world.board.hold(phoneLeg(world, '8002'), true),
      5: ({ center: { desk } }) => desk.transfer('ana', '8003'),
      5.5: (world) => world.board.hold(phoneLeg(world, '8002'), false),
    })
    expect(played.all('legs.bridged')).toHaveLength(2)
    expect(states(played, 'ben')).toEqual([
      'ringing called',
      'talking called',
      'hold held',
      'talking retrieved',
      'ready call-ended',
    ])
  })

  test('P6 three hear each other: the one who was consulted, or one more from outside; one leaves, two go on', () => {
    const consulted = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      15: ({ center: { desk } }) => desk.conference('ana'),
      20: (world) => world.board.putDown(phoneLeg(world, '8001')),
      30: (world) => world.board.putDown(phoneLeg(world, '8002')),
    })
    expect(consulted.all('conference.joined')).toHaveLength(3)
    expect(states(consulted, 'ana').at(-2)).toBe('wrap-up call-ended')
    expect(states(consulted, 'ben').at(-1)).toBe('ready call-ended')
    // The last of ours has left: the caller goes on in the flow.
    expect(consulted.all('step.entered').map(({ step }) => step)).toEqual(['start', 'happy', 'bye'])
    const outside = one({
      10: ({ center: { desk } }) => desk.conference('ana', '95551'),
      20: ({ center: { desk } }) => desk.conference('ana', { agent: 'chen' }),
      30: ({ center: { desk } }) => desk.release('ana'),
    })
    expect(new Set(outside.all('conference.joined').map(({ leg }) => leg)).size).toBe(4)
    expect(outside.all('conference.joined')).toHaveLength(4)
    expect(outside.world.board.legs()).toEqual([])
  })

  const grouped = center({
    agents: {
      ana: { extension: '8001', groups: ['all'] },
      ben: { extension: '8002', groups: ['all'] },
      chen: { extension: '8003', groups: ['all'] },
    },
    dialing: { numbers: { '700': { group: 'all' }, '701': { group: 'all', call: 'broadcast' } } },
  })

  test('P6 group call: all phones of the group ring, the first to answer talks, the others ring no more', () => {
    const played = quiet({ 1: ({ board }) => void board.dial('8001', '700') }, grouped, {
      agents: { ...talk(20_000), only: { ben: { answer: constant({ ms: 5_000 }) } } },
    })
    expect(played.all('party.asked').map(({ as, extension }) => [as, extension])).toEqual([
      ['group', '8002'],
      ['group', '8003'],
    ])
    expect(played.all('legs.bridged')).toHaveLength(1)
    expect(states(played, 'ben')).toEqual(['ringing called', 'ready not-answered'])
    expect(states(played, 'chen')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
    expect(played.outcomes).toEqual({ 1: 'served' })
    // Two pick up at once: one has it.
    const both = quiet({ 1: ({ board }) => void board.dial('8001', '700') }, grouped)
    expect(both.all('legs.bridged')).toHaveLength(1)
    const dead = quiet(
      {
        1: ({ board }) => {
          for (const phone of ['8002', '8003']) board.cutOff(phone, true)
          board.dial('8001', '700')
        },
      },
      grouped,
    )
    expect(dead.all('call.refused')).toMatchObject([{ because: 'unreachable' }])
  })

  test('P6 broadcast: everybody who answers hears, early or late, until who dialed hangs up', () => {
    const played = quiet(
      {
        1: ({ board }) => void board.dial('8901', '701'),
        20: (world) => world.board.putDown(phoneLeg(world, '8003')),
        30: (world) => world.board.putDown(phoneLeg(world, '8901')),
      },
      grouped,
      { agents: { ...talk(60_000), only: { ana: { answer: constant({ ms: 12_000 }) } } } },
    )
    expect(played.all('conference.joined')).toHaveLength(4)
    expect(states(played, 'ana')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
    expect(played.outcomes).toEqual({ 1: 'served' })
    const nobody = quiet(
      {
        1: ({ board }) => {
          for (const phone of ['8001', '8002', '8003']) board.cutOff(phone, true)
          board.dial('8901', '701')
        },
      },
      grouped,
    )
    expect(nobody.all('call.refused')).toMatchObject([{ because: 'unreachable' }])
    expect(() => quiet({}, center({ dialing: { numbers: { '700': { group: 'al' } } } }))).toThrow(/al/)
  })

  test('P7 what is called off at the same instant is nothing to pick up', () => {
    const played = one({
      10: ({ board, center: { desk } }) => {
        desk.conference('ana', '8002')
        desk.transfer('ana', '8003')
        board.dial('8901', '*88002')
      },
    })
    expect(played.all('call.picked')).toEqual([])
    expect(played.all('call.refused')).toMatchObject([{ because: 'not-allowed' }])
  })

  test('P6 who is being called to join a conference comes first: nobody is consulted meanwhile', () => {
    const played = one({
      10: ({ center: { desk } }) => {
        desk.conference('ana', '8002')
        expect(() => desk.consult('ana', '8003')).toThrow(/nobody who could wait/)
      },
      11.5: (world) => world.board.putDown(phoneLeg(world, '8001')),
    })
    expect(played.all('party.asked')).toHaveLength(1)
    expect(played.world.board.legs()).toEqual([])
  })

  test('P7 pick-up of what rings in the own groups, or at an extension: an offer, and a call from a phone', () => {
    const slow = {
      agents: { everyone: { answer: constant({ ms: 15_000 }), talk: constant({ ms: 10_000 }), hangsUpRatio: 0 } },
    }
    const both = center({
      queues: {
        service: { strategy: longestIdle, members: ['ana', 'ben'] },
        backoffice: { strategy: longestIdle, members: ['chen'] },
      },
    })
    for (const digits of ['*8', '*88001']) {
      const played = one({ 5: ({ board }) => void board.dial('8002', digits) }, slow, both)
      expect(played.all('offer.made').map(({ agent, because }) => [agent, because === 'picked-up'])).toEqual([
        ['ana', false],
        ['ben', true],
      ])
      expect(states(played, 'ben')).toEqual(['ringing offered', 'talking answered', 'ready call-ended'])
      expect(states(played, 'ana')).toEqual(['ringing offered', 'ready answered-elsewhere'])
      expect(played.outcomes).toEqual({ 1: 'served', 2: 'self-served' })
    }
    const inside = quiet(
      { 1: ({ board }) => void board.dial('8001', '8002'), 5: ({ board }) => void board.dial('8003', '*88002') },
      both,
      slow,
    )
    expect(inside.all('call.picked')).toMatchObject([{ call: 1, extension: '8002', agent: 'chen' }])
    expect(states(inside, 'chen')).toEqual(['talking called', 'ready call-ended'])
    expect(states(inside, 'ben')).toEqual(['ringing called', 'ready not-answered'])
    const nothing = quiet({ 1: ({ board }) => void board.dial('8003', '*8') }, both, slow)
    expect(nothing.all('call.refused')).toMatchObject([{ because: 'not-allowed' }])
  })
})

describe('supervisors', () => {
  test('P9 monitor, whisper, barge-in, by code and by order: a phone that is no agent, and one tap that changes', () => {
    const byCode = one({
      10: ({ board }) => void board.dial('8900', '*718001'),
      11: ({ board }) => void board.dial('8901', '*718001'),
      12: ({ board }) => void board.dial('8002', '*738001'),
    })
    expect(byCode.all('leg.tapped')).toMatchObject([{ mode: 'monitor' }])
    expect(byCode.all('call.refused').map(({ call }) => call)).toEqual([3, 4])
    // The conversation ends, and so does the tap.
    expect(byCode.outcomes).toEqual({ 1: 'served', 2: 'self-served', 3: 'refused', 4: 'refused' })
    expect(states(byCode, 'ana')).toHaveLength(4)
    const byOrder = one({
      10: ({ center: { desk } }) => void desk.tap('8900', 'ana', 'monitor'),
      20: ({ center: { desk } }) => void desk.tap('8900', 'ana', 'barge-in'),
      30: (world) => world.board.putDown(phoneLeg(world, '8900')),
    })
    expect(byOrder.all('leg.tapped').map(({ mode }) => mode)).toEqual(['monitor', 'barge-in'])
    expect(byOrder.outcomes).toEqual({ 1: 'served', 2: 'self-served' })
    expect(byOrder.all('leg.untapped')).toEqual([])
  })

  test('P9 forced release ends the conversation for both; forced states are taken up at the end of a call', () => {
    const played = one({
      5: ({ center: { desk } }) => desk.force('ana', 'not-ready', 'training'),
      10: ({ center: { desk } }) => desk.release('ana'),
      11: ({ center: { desk } }) => desk.force('ben', 'logged-out'),
    })
    expect(played.all('call.cleared')).toMatchObject([{ call: 1, agent: 'ana' }])
    expect(played.all('step.entered').map(({ step }) => step)).toEqual(['start'])
    const last = played
      .all('agent.changed')
      .filter(({ agent }) => agent === 'ana')
      .at(-1)
    expect(last).toMatchObject({ to: 'not-ready', reason: 'training' })
    expect(states(played, 'ben')).toEqual(['logged-out forced'])
  })

  test('P9 forced release by code: a supervisor ends the conversation of a phone, nobody else does', () => {
    const played = one({
      5: ({ board }) => void board.dial('8901', '*748001'),
      6: ({ board }) => void board.dial('8900', '*748002'),
      10: ({ board }) => void board.dial('8900', '*748001'),
    })
    expect(played.all('call.cleared')).toMatchObject([{ call: 1, agent: 'ana' }])
    expect(played.all('call.refused').map(({ call, because }) => [call, because])).toEqual([
      [2, 'not-allowed'],
      [3, 'not-allowed'],
    ])
    expect(played.all('code.dialed')).toMatchObject([{ extension: '8900', code: 'release', argument: '8001' }])
    expect(states(played, 'ana').slice(2)).toEqual(['wrap-up call-ended', 'ready wrapped-up'])
  })

  test('P11 hoax lock by code: the caller of the last conversation is refused for the set time, and let in after it', () => {
    const played = one(
      {
        1: ({ board }) => void board.dial('8002', '*16'),
        20: ({ board }) => void board.dial('8001', '*16'),
      },
      { calls: { '100': [0, 60, 200] }, callers: { numbers: ['5551'] }, agents: talk(10_000) },
      center({ dialing: { hoaxLockMs: 120_000 } }),
    )
    const [locked, ...others] = played.all('number.blocked')
    expect(others).toEqual([])
    expect(locked).toMatchObject({ number: '5551' })
    expect((locked?.until ?? 0) - (locked?.atMs ?? 0)).toBe(120_000)
    expect(played.all('code.dialed').map(({ agent, code }) => [agent, code])).toEqual([['ana', 'hoax']])
    expect(played.all('call.refused').map(({ because }) => because)).toEqual(['not-allowed', 'blocked'])
    expect(played.all('offer.accepted')).toHaveLength(2)
  })

  test('I4 messages by code: one who listens to the end empties the box, one who puts down before does not', () => {
    const boxes = center({
      flows: { day: { start: { step: 'voicemail', box: 'service', maxMs: 10_000 } } },
      dialing: {},
    })
    const played = one(
      {
        60: ({ board }) => void board.dial('8002', '*97'),
        70: ({ board }) => void board.dial('8001', '*97'),
        71: (world) => world.board.putDown(phoneLeg(world, '8001')),
        80: ({ board }) => void board.dial('8001', '*97'),
        140: ({ board }) => void board.dial('8001', '*97'),
        141: ({ board }) => void board.dial('8901', '*97'),
      },
      { calls: { '100': [0, 5] }, callers: { message: constant({ ms: 8_000 }) } },
      boxes,
    )
    expect(played.all('message.left')).toHaveLength(2)
    // ben serves another queue, and 8901 is nobody's.
    expect(played.all('messages.heard')).toMatchObject([{ box: 'service', count: 2 }])
    expect(played.all('code.dialed').map(({ agent }) => agent)).toEqual(['ben', 'ana', 'ana', 'ana'])
    expect(played.all('call.refused')).toHaveLength(1)
    expect([...played.world.center.boxes]).toEqual([])
  })

  test('P8 codes: in, out, ready, not ready with a reason, wrap-up done', () => {
    const wraps = {
      agents: { everyone: { answer: constant({ ms: 1_000 }), talk: constant({ ms: 10_000 }), hangsUpRatio: 0 } },
    }
    const played = one(
      {
        12: ({ board }) => void board.dial('8001', '*15'),
        20: ({ board }) => void board.dial('8001', '*141'),
        30: ({ board }) => void board.dial('8001', '*13'),
        40: ({ board }) => void board.dial('8001', '*12'),
        50: ({ board }) => void board.dial('8001', '*13'),
      },
      wraps,
    )
    expect(states(played, 'ana').slice(2)).toEqual([
      'wrap-up call-ended',
      'ready wrapped-up',
      'not-ready dialed-code',
      'ready dialed-code',
      'logged-out dialed-code',
    ])
    expect(
      played.all('agent.changed').find(({ because, to }) => because === 'dialed-code' && to === 'not-ready'),
    ).toMatchObject({
      reason: 'break',
    })
    expect(played.outcomes).toMatchObject({ 2: 'self-served', 6: 'refused' })
  })
})
