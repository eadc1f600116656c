import { longestIdle } from '@callweave/acd'
import type { SwitchCommand } from '@callweave/core'
import type { World } from '@callweave/sim'
import { describe, expect, test } from 'vitest'
import { center, one, type Phone, phoneLeg, phoneLegs, quiet, states, talk } from './phone-center.js'

describe('calls from phones', () => {
  test('P3 extension to extension: rings, talks, ends with either; both are talking and are offered nothing', () => {
    const played = quiet({ 1: ({ board }) => void board.dial('8001', '8002') })
    expect(states(played, 'ana')).toEqual(['talking dialed', 'ready call-ended'])
    expect(states(played, 'ben')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
    expect(played.outcomes).toEqual({ 1: 'served' })
    expect(played.all('legs.bridged')).toHaveLength(1)
    expect(played.all('leg.ended').map(({ by }) => by)).toEqual(['agent', 'center'])
  })

  test('P3 a call from a phone takes no queue call away: who talks is not offered one, and gets it after', () => {
    const played = quiet({ 1: ({ board }) => void board.dial('8001', '8002') }, center(), { calls: { '100': [5] } })
    expect(played.all('offer.made').map(({ agent, atMs }) => [agent, atMs - Date.UTC(2026, 0, 12, 9)])).toEqual([
      ['ana', 22_000],
    ])
    expect(played.all('offer.rejected')).toEqual([])
  })

  test('P3 nobody hears ringing before something rings: not for a phone that is not there, nor before the far end does', () => {
    const orders: string[] = []
    quiet({
      0: ({ board, log, clock }) => {
        const { do: obey } = board
        const startMs = clock.nowMs()
        const listens = (command: SwitchCommand): void => {
          if (command.do === 'ring' || command.do === 'hang-up') orders.push(`${command.do} ${command.call}`)
          obey(command)
        }
        Object.assign(board, { do: listens })
        log.tapAll(({ type, atMs }) => {
          if (type === 'leg.ringing') orders.push(`${(atMs - startMs) / 1_000} rings`)
        })
      },
      1: ({ board }) => void board.dial('8001', '8002'),
      50: ({ board }) => void board.cutOff('8002', true),
      51: ({ board }) => void board.dial('8003', '8002'),
    })
    expect(orders.slice(0, 2)).toEqual(['1 rings', 'ring 1'])
    expect(orders.filter((order) => order.endsWith(' 2'))).toEqual(['hang-up 2'])
  })

  test('P3 nobody answers, or the phone is busy: the phone that dialed is told, and nobody is left talking', () => {
    const played = quiet({
      1: ({ board }) => void board.dial('8001', '8002'),
      10: ({ board }) => void board.dial('8003', '8002'),
      50: ({ board }) => void board.cutOff('8002', true),
      51: ({ board }) => void board.dial('8003', '8002'),
    })
    expect(played.all('call.refused').map(({ call, because }) => [call, because])).toEqual([
      [2, 'busy'],
      [3, 'unreachable'],
    ])
    expect(played.outcomes).toEqual({ 1: 'served', 2: 'refused', 3: 'refused' })
  })

  test('P2 the prefix chooses the trunk group, the next of the same prefix when it is full; the number shown is its own', () => {
    const played = quiet({
      1: ({ board }) => board.failTrunk('main', 'fault'),
      2: ({ board }) => void board.dial('8001', '95551'),
    })
    expect(played.all('party.asked').map(({ trunk, toward }) => [trunk, toward])).toEqual([
      ['main', '5551'],
      ['spare', '5551'],
    ])
    expect(played.outcomes).toEqual({ 1: 'served' })
    expect(played.world.board.trunks.get('spare')?.busy).toBe(0)
  })

  test('P11 numbers outside that may not be dialed, by the definition, from now on, and for a time', () => {
    const played = quiet({
      1: ({ board }) => void board.dial('8001', '909001'),
      2: ({ center: { blockOutbound }, clock }) => blockOutbound('5551', clock.nowMs() + 10_000),
      3: ({ board }) => void board.dial('8001', '95551'),
      20: ({ board }) => void board.dial('8001', '95551'),
    })
    expect(played.outcomes).toEqual({ 1: 'refused', 2: 'refused', 3: 'served' })
    expect(played.all('call.refused').map(({ because }) => because)).toEqual(['blocked', 'blocked'])
  })

  test('P2 from the screen: the own phone rings first, then the number is dialed', () => {
    const played = quiet({ 1: ({ center: { desk } }) => void desk.dial('ana', '95551') })
    expect(states(played, 'ana')).toEqual(['ringing called', 'talking dialed', 'ready call-ended'])
    expect(played.outcomes).toEqual({ 1: 'served' })
    expect(() => played.world.center.desk.dial('ana', '909001')).toThrow(/may not be dialed/)
    expect(() => played.world.center.desk.dial('ann', '8002')).toThrow(/no agent called 'ann'/)
  })

  test('P2 an unknown number is refused, or the prompt unknown-number is played when there is one', () => {
    const act = { 1: ({ board }: World) => void board.dial('8001', '77') }
    expect(quiet(act).all('leg.ended')).toMatchObject([{ by: 'center', cause: 'unknown-number' }])
    const spoken = quiet(act, center({ prompts: { happy: 'Happy?', 'unknown-number': 'Nobody has this number.' } }))
    expect(spoken.all('prompt.finished')).toHaveLength(1)
    expect(spoken.all('leg.ended')).toMatchObject([{ by: 'center', cause: 'normal' }])
    expect(spoken.outcomes).toEqual({ 1: 'refused' })
  })

  test('P8 a phone whose agent is logged out dials, or by option nothing but codes', () => {
    const out = { 1: ({ center: { acd } }: World) => acd.setState('ana', 'logged-out') }
    const dials = { ...out, 2: ({ board }: World) => void board.dial('8001', '8002') }
    expect(quiet(dials).outcomes).toEqual({ 1: 'served' })
    expect(
      quiet(dials)
        .all('agent.changed')
        .filter(({ agent, to }) => agent === 'ana' && to === 'talking'),
    ).toEqual([])
    const strict = center({ dialing: { needsLogIn: true } })
    expect(quiet(dials, strict).all('call.refused')).toMatchObject([{ because: 'logged-out' }])
    const logsIn = { ...out, 2: ({ board }: World) => void board.dial('8001', '*11') }
    expect(states(quiet(logsIn, strict), 'ana')).toEqual(['logged-out asked', 'ready dialed-code'])
  })

  test.each(['*11', '*13'])(
    'P8 %s by a phone that logs off before it is put down: not ready until it registers',
    (code) => {
      const out = code === '*11' ? 'logged-out' : 'not-ready'
      const told: [string, string | null, string][] = []
      quiet({
        1: ({ center: { acd, tell }, board, log, clock }) => {
          acd.setState('ana', out)
          log.tapAll((event) => {
            if (event.type === 'agent.changed' && event.agent === 'ana')
              told.push([event.to, event.reason, event.because])
            if (event.type !== 'code.dialed') return
            const says = (type: 'phone.lost' | 'phone.registered'): void =>
              tell[type]({ seq: log.next(), atMs: clock.nowMs(), type, extension: '8001' } as never)
            clock.at(clock.nowMs(), says, 'phone.lost')
            clock.at(clock.nowMs() + 60_000, says, 'phone.registered')
          })
          board.dial('8001', code)
        },
      })
      expect(told).toEqual([
        ['not-ready', 'unreachable', 'dialed-code'],
        ['ready', null, 'phone-registered'],
      ])
    },
  )

  test('P3 the state before is taken up again: not ready with its reason, wrap-up for what is left of it', () => {
    const played = quiet({
      1: ({ center: { acd } }) => acd.setState('ana', 'not-ready', { reason: 'meal' }),
      2: ({ board }) => void board.dial('8001', '8002'),
    })
    const last = played
      .all('agent.changed')
      .filter(({ agent }) => agent === 'ana')
      .at(-1)
    expect(last).toMatchObject({ to: 'not-ready', reason: 'meal', because: 'call-ended' })
    const wrapsUp = center({
      queues: {
        service: { strategy: longestIdle, members: ['ana'], wrapUpMs: 60_000 },
        backoffice: { strategy: longestIdle, members: ['ben', 'chen'] },
      },
    })
    const after = one({ 30: ({ board }) => void board.dial('8001', '8002') }, { agents: talk(20_000) }, wrapsUp)
    expect(states(after, 'ana').slice(2)).toEqual([
      'wrap-up call-ended',
      'talking dialed',
      'wrap-up call-ended',
      'ready wrapped-up',
    ])
  })

  test('P4 a number inside leads to a queue or a flow', () => {
    const played = quiet({ 1: ({ board }) => void board.dial('8001', '600') })
    expect(played.all('queue.entered')).toMatchObject([{ queue: 'backoffice' }])
    expect(played.outcomes).toEqual({ 1: 'served' })
    expect(states(played, 'ana')).toEqual(['talking dialed', 'ready call-ended'])
  })
})

describe('putting through', () => {
  test('P4 blind, from the phone, to an agent: the caller talks there, the first agent wraps up', () => {
    const played = one({ 10: (world) => world.board.askTransfer(phoneLeg(world, '8001'), '8002') })
    expect(played.all('call.transferred')).toMatchObject([{ agent: 'ana', kind: 'blind', toward: '8002' }])
    expect(states(played, 'ana')).toEqual([
      'ringing offered',
      'talking answered',
      'wrap-up call-ended',
      'ready wrapped-up',
    ])
    expect(states(played, 'ben')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
    expect(played.outcomes).toEqual({ 1: 'served' })
    expect(played.all('legs.bridged')).toHaveLength(2)
  })

  test('P4 blind to an outside number, to a queue, to a flow, by the desk', () => {
    const to = (target: Parameters<World['center']['desk']['transfer']>[1]) =>
      one({ 10: ({ center: { desk } }) => desk.transfer('ana', target) })
    expect(to('95551').all('party.asked')).toMatchObject([{ as: 'transfer', trunk: 'main', toward: '5551' }])
    expect(to({ number: '5552', trunk: 'spare' }).outcomes).toEqual({ 1: 'served' })
    for (const target of [{ queue: 'backoffice' }, { flow: 'again' }, '600', '601']) {
      const played = to(target)
      expect(played.all('queue.entered').map(({ queue }) => queue)).toEqual(['service', 'backoffice'])
      expect(played.all('offer.accepted').map(({ agent }) => agent)).toEqual(['ana', 'ben'])
      expect(played.outcomes).toEqual({ 1: 'served' })
    }
  })

  test('P4 nobody there: the caller comes back to the agent, and when that fails, too, to the flow', () => {
    const never = { only: { ben: { missRatio: 1 } } }
    const played = one(
      { 10: ({ center: { desk } }) => desk.transfer('ana', { agent: 'ben' }) },
      { agents: { ...talk(60_000), ...never } },
    )
    expect(played.all('call.returned')).toMatchObject([{ to: 'agent', because: 'no-answer' }])
    expect(states(played, 'ana').slice(-3)).toEqual(['ringing called', 'talking called', 'ready call-ended'])
    const gone = one(
      {
        10: ({ center: { desk } }) => desk.transfer('ana', { agent: 'ben' }),
        11: ({ board }) => board.cutOff('8001', true),
      },
      { agents: { ...talk(60_000), ...never } },
    )
    expect(gone.all('call.returned').map(({ to }) => to)).toEqual(['agent', 'flow'])
    expect(gone.all('step.entered').map(({ step }) => step)).toEqual(['start', 'happy', 'bye'])
  })

  test('P4 attended by the desk: consult, then complete; the caller hears music meanwhile', () => {
    const played = one({
      10: ({ center: { desk } }) => desk.consult('ana', { agent: 'ben' }),
      15: ({ center: { desk } }) => desk.complete('ana'),
    })
    expect(played.all('call.transferred')).toMatchObject([{ kind: 'attended', agent: 'ana', toward: '8002' }])
    expect(played.all('legs.unbridged')).toHaveLength(1)
    expect(played.all('legs.bridged').map(({ leg, peer }) => [leg, peer])).toHaveLength(3)
    expect(states(played, 'ana').at(-2)).toBe('wrap-up call-ended')
    expect(played.outcomes).toEqual({ 1: 'served' })
  })

  test('P4 attended: go back, a consulted one who hangs up, and one who does not answer: the two talk again', () => {
    const back = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      15: ({ center: { desk } }) => desk.goBack('ana'),
    })
    const hungUp = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      15: (world) => world.board.putDown(phoneLeg(world, '8002')),
    })
    const early = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      10.5: ({ center: { desk } }) => desk.goBack('ana'),
    })
    for (const [played, bridges] of [
      [back, 3],
      [hungUp, 3],
      [early, 2],
    ] as const) {
      expect(played.all('legs.bridged')).toHaveLength(bridges)
      expect(played.all('call.transferred')).toEqual([])
      expect(states(played, 'ana').slice(1, 3)).toEqual(['talking answered', 'wrap-up call-ended'])
    }
  })

  test('P4 attended: spoken first, then hung up, also while it still rings; a caller who hangs up ends it all', () => {
    const spoken = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      15: (world) => world.board.putDown(phoneLeg(world, '8001')),
    })
    const ringing = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      10.5: (world) => world.board.putDown(phoneLeg(world, '8001')),
    })
    for (const played of [spoken, ringing]) {
      expect(played.all('call.transferred')).toMatchObject([{ kind: 'attended' }])
      expect(states(played, 'ben')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
      expect(played.outcomes).toEqual({ 1: 'served' })
    }
    const left = one({
      10: ({ center: { desk } }) => desk.consult('ana', '8002'),
      15: ({ board }) => void board.clear(),
    })
    expect(left.world.board.legs()).toEqual([])
    expect(left.all('call.transferred')).toEqual([])
  })

  test('P4 attended from the phone: a second call, then the two calls are one', () => {
    const played = one({
      10: (world) => world.board.hold(phoneLeg(world, '8001'), true),
      11: ({ board }) => void board.dial('8001', '8002'),
      15: (world) => {
        const [first, second] = phoneLegs(world, '8001')
        world.board.askTransfer(first as Phone, second as Phone)
      },
    })
    expect(played.all('leg.moved')).toMatchObject([{ call: 1, from: 2, agent: 'ben' }])
    expect(played.outcomes).toEqual({ 1: 'served', 2: 'served' })
    expect(
      played
        .all('agent.changed')
        .filter(({ agent }) => agent === 'ben')
        .at(-1),
    ).toMatchObject({ call: 1 })
    const seconds = played.all('leg.ended').map(({ call, atMs }) => [call, (atMs - Date.UTC(2026, 0, 12, 9)) / 1_000])
    expect(seconds.filter(([call]) => call === 2)).toEqual([[2, 15]])
    expect(seconds.filter(([call]) => call === 1).length).toBe(3)
  })

  test('P4 both put each other through at one instant: the first does, the other has nobody any more', () => {
    const played = quiet({
      1: ({ board }) => void board.dial('8001', '8002'),
      5: ({ center: { desk } }) => {
        desk.transfer('ana', '8003')
        expect(() => desk.transfer('ben', { queue: 'backoffice' })).toThrow(/talks to nobody/)
      },
    })
    expect(played.all('call.transferred')).toMatchObject([{ agent: 'ana', toward: '8003' }])
    expect(states(played, 'chen')).toEqual(['ringing called', 'talking called', 'ready call-ended'])
  })

  test('P4 a flow puts a caller through to an extension: its agent rings and talks, and is offered nothing meanwhile', () => {
    const direct = center({
      flows: {
        day: {
          start: { step: 'transfer', extension: '8001', ifBusy: 'wait' },
          wait: { step: 'queue', queue: 'service' },
        },
      },
      dialing: { numbers: {} },
    })
    const played = quiet({}, direct, { calls: { '100': [1, 10] } })
    expect(states(played, 'ana')).toEqual([
      'ringing called',
      'talking called',
      'ready call-ended',
      'ringing offered',
      'talking answered',
      'wrap-up call-ended',
      'ready wrapped-up',
    ])
    expect(played.all('offer.rejected')).toEqual([])
    const consults = quiet({ 10: ({ center: { desk } }) => desk.consult('ana', '8002') }, direct, {
      calls: { '100': [1] },
    })
    expect(states(consults, 'ana').at(-1)).toBe('ready call-ended')
    expect(states(consults, 'ben').at(-1)).toMatch(/^ready/)
    // Who is not ready is rung all the same, and comes back to that.
    const away = quiet({ 0: ({ center: { acd } }) => acd.setState('ana', 'not-ready', { reason: 'meal' }) }, direct, {
      calls: { '100': [1] },
    })
    expect(states(away, 'ana')).toEqual(['not-ready asked', 'talking called', 'not-ready call-ended'])
  })

  test.each([
    ['77', 'unknown-number'],
    ['90900123', 'not-allowed'],
    ['602', 'not-allowed'],
    [null, 'rejected'],
  ])('P4 a phone that puts through to %s is told why not: %s', (to, cause) => {
    const causes: unknown[] = []
    one(
      {
        9: ({ board }) => {
          const { do: obey } = board
          const listens = (command: SwitchCommand): void => {
            if (command.do === 'answer-transfer') causes.push([command.outcome, command.cause])
            obey(command)
          }
          Object.assign(board, { do: listens })
        },
        10: (world) => {
          const ana = phoneLeg(world, '8001')
          if (to !== null) world.board.askTransfer(ana, to)
          // A call that is none of its conversations.
          else
            world.board.askTransfer(
              ana,
              [...world.center.calls.legs.values()]
                .map(({ id }) => world.board.legNamed(id))
                .find((leg) => leg !== ana) as Phone,
            )
        },
      },
      {},
      center({
        agents: {
          ana: { extension: '8001', groups: ['all'] },
          ben: { extension: '8002' },
          chen: { extension: '8003' },
        },
        dialing: { blocked: ['0900*'], numbers: { '602': { group: 'all' } } },
      }),
    )
    expect(causes).toEqual([['refused', cause]])
  })

  test('P4 what cannot be done is refused, and nothing has changed', () => {
    const played = one({
      10: (world) => world.board.askTransfer(phoneLeg(world, '8001'), '77'),
      11: ({ center: { desk } }) => {
        expect(() => desk.transfer('ben', '8001')).toThrow(/ben is in no call/)
        expect(() => desk.transfer('ana', { queue: 'servise' })).toThrow(/Did you mean 'service'/)
        expect(() => desk.complete('ana')).toThrow(/has consulted nobody/)
        expect(() => desk.consult('ana', { queue: 'service' })).toThrow(/could wait/)
      },
    })
    expect(played.all('legs.bridged')).toHaveLength(1)
    expect(played.all('call.transferred')).toEqual([])
  })
})
