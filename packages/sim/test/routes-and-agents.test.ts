/** The way in and the people at the phones, through the whole center. `play` checks the invariants, too. */
import { callId, legId } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { nobody } from '../src/board/party.js'
import { VirtualLeg } from '../src/board/virtual-leg.js'
import { play } from './script.js'
import { centerOf, ms } from './small-center.js'

describe('the way in', () => {
  const greet = { start: { step: 'play', prompt: 'hello', then: 'bye' }, bye: { step: 'hang-up' } }
  const routed = (more: Record<string, unknown>) =>
    centerOf({}, { flows: { day: greet, night: greet, gold: greet, any: greet }, ...more })

  test('P1 the dialed number chooses the flow; the first route that fits is taken', () => {
    const routes = [
      { number: '100', flow: 'day' },
      { number: ['101'], flow: 'night' },
      { trunk: 'back', flow: 'gold' },
    ]
    const { all } = play(routed({ routes }), { calls: { '100': [0], '101': [1], '200': [2] } })
    expect(all('call.routed').map(({ flow, route }) => [flow, route])).toEqual([
      ['day', 0],
      ['night', 1],
      ['gold', 2],
    ])
  })

  test('P1 a call that no route takes is refused, and says so', () => {
    const { all, outcomes } = play(routed({ routes: [{ number: '100', flow: 'day' }] }), { calls: { '101': [0] } })
    expect(all('call.refused')).toMatchObject([{ because: 'no-route' }])
    expect(all('leg.ended')).toMatchObject([{ by: 'center', cause: 'unknown-number' }])
    expect(outcomes).toEqual({ 1: 'refused' })
  })

  test('P1 each trunk group has its own channels: the fourth caller hears busy, on the other line nobody does', () => {
    const { all } = play(centerOf({}), {
      calls: { '100': [0, 1, 2, 3], '200': [4] },
      agents: { everyone: { talk: ms(60) } },
      callers: { patience: ms(200) },
    })
    expect(all('trunk.busy')).toMatchObject([{ trunk: 'main', dialed: '100' }])
    expect(all('leg.arrived').map(({ trunk, channel }) => `${trunk} ${channel}`)).toEqual([
      'main 1',
      'main 2',
      'main 3',
      'back 1',
    ])
  })

  test('P11 blocked callers are refused, by number and by the beginning of one; the others are not', () => {
    const blocked = ['5550000', '00*']
    const tell = (number: string) =>
      play(routed({ blocked, routes: [{ flow: 'day' }] }), { calls: { '100': [0] }, callers: { numbers: [number] } })
    expect(tell('5550000').all('call.refused')).toMatchObject([{ because: 'blocked' }])
    expect(tell('0044123').all('call.refused')).toMatchObject([{ because: 'blocked' }])
    expect(tell('55500001').all('call.refused')).toEqual([])
    expect(tell('5550000').all('flow.entered')).toEqual([])
  })

  test('I2 hours, holidays and tags choose the flow, in the time zone of the center', () => {
    const center = routed({
      timeZone: 'Asia/Shanghai',
      hours: {
        office: {
          open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
          holidays: ['2026-01-13'],
        },
      },
      callerTags: { vip: ['5557*'] },
      routes: [{ when: 'office', tag: 'vip', flow: 'gold' }, { when: 'office', flow: 'day' }, { flow: 'night' }],
    })
    const flowAt = (start: string, number = '5551') =>
      play(center, { start, calls: { '100': [0] }, callers: { numbers: [number] } }).all('call.routed')[0]
    expect(flowAt('2026-01-12T08:59')?.flow).toBe('night')
    expect(flowAt('2026-01-12T09:00')?.flow).toBe('day')
    expect(flowAt('2026-01-12T17:59')?.flow).toBe('day')
    expect(flowAt('2026-01-12T18:00')?.flow).toBe('night')
    expect(flowAt('2026-01-13T10:00')?.flow).toBe('night')
    expect(flowAt('2026-01-17T10:00')?.flow).toBe('night')
    expect(flowAt('2026-01-12T10:00', '55571')).toMatchObject({ flow: 'gold', tags: ['vip'] })
  })
})

describe('agents', () => {
  test('A4 every change of state is recorded with its cause, its reason and the call', () => {
    const { all } = play(centerOf({ members: ['ana'], wrapUpMs: 10_000 }), {
      calls: { '100': [10] },
      agents: { everyone: { answer: ms(3), talk: ms(20), shifts: [{ from: '09:00', to: '09:10' }] } },
      acts: {
        120: ({ center }) => center.acd.setState('ana', 'not-ready', { reason: 'training' }),
        180: ({ center }) => center.acd.setState('ana', 'ready'),
      },
    })
    const startMs = all('log.opened')[0]?.atMs ?? 0
    const changes = all('agent.changed').filter(({ agent }) => agent === 'ana')
    expect(
      changes.map(({ atMs, from, to, because, reason, call }) => [
        (atMs - startMs) / 1_000,
        from,
        to,
        because,
        reason,
        call,
      ]),
    ).toEqual([
      [0, 'logged-out', 'ready', 'shift', null, null],
      [10, 'ready', 'ringing', 'offered', null, 1],
      [13, 'ringing', 'talking', 'answered', null, 1],
      [33, 'talking', 'wrap-up', 'call-ended', null, 1],
      [43, 'wrap-up', 'ready', 'wrapped-up', null, 1],
      [120, 'ready', 'not-ready', 'asked', 'training', null],
      [180, 'not-ready', 'ready', 'asked', null, null],
      [600, 'ready', 'logged-out', 'shift', null, null],
    ])
  })

  test('A5 no answer: the next one rings, and after N misses the first is set not ready until he says otherwise', () => {
    const { all } = play(centerOf({ ringTimeoutMs: 5_000, missesToNotReady: 2 }), {
      calls: { '100': [0, 20, 40] },
      agents: { everyone: { talk: ms(5) }, only: { ana: { missRatio: 1, backAfterMissesMs: 3_000_000 } } },
    })
    expect(all('offer.made').map(({ call, agent }) => `${call} ${agent}`)).toEqual([
      '1 ana',
      '1 ben',
      '2 ana',
      '2 ben',
      '3 ben',
    ])
    expect(all('offer.missed').map(({ misses }) => misses)).toEqual([1, 2])
    const away = all('agent.changed').find(({ reason }) => reason === 'misses')
    expect(away).toMatchObject({ agent: 'ana', to: 'not-ready', because: 'missed' })
    // The caller waited for the one who did not answer.
    expect(all('queue.left').map(({ waitMs }) => waitMs)).toEqual([5_000, 5_000, 0])
  })

  test('A5 a phone that is busy counts as neither missed nor rejected, and rests for a while', () => {
    const { all } = play(centerOf({}), {
      calls: { '100': [10] },
      agents: { everyone: { talk: ms(60) } },
      acts: {
        // Somebody rings the phone whom the center knows nothing of.
        0: ({ board }) => {
          const phone = board.addPhone('1', nobody)
          phone.take(new VirtualLeg(legId(900), callId(900), 'outside', nobody, null, 0, phone))
        },
      },
    })
    expect(all('offer.rejected')).toMatchObject([{ agent: 'ana', because: 'busy' }])
    expect(all('offer.accepted')).toMatchObject([{ agent: 'ben' }])
    expect(all('agent.changed').filter(({ reason }) => reason === 'after-busy')).toHaveLength(1)
  })

  test('A5 wrap-up until ready: nobody is rung before the agent says so', () => {
    const { all } = play(centerOf({ members: ['ana'], wrapUpMs: 'until-ready' }), {
      calls: { '100': [0, 20] },
      agents: { everyone: { talk: ms(10) } },
      acts: {
        100: ({ center }) => center.acd.setState('ana', 'ready'),
        200: ({ center }) => center.acd.setState('ana', 'ready'),
      },
    })
    expect(all('queue.left').map(({ waitMs }) => waitMs)).toEqual([0, 80_000])
  })
})
