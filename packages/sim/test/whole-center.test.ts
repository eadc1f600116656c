/** The life of a call through the whole center: routes, waiting, agents, surveys, faults. `play` checks the invariants, too. */
import { linear, longestIdle } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { defineFunction } from '@callweave/ivr'
import { constant } from '@callweave/sim'
import { loadCenter, runScenario } from '@callweave/sim/node'
import { describe, expect, test } from 'vitest'
import { play } from './script.js'

const ms = (seconds: number) => constant({ ms: seconds * 1_000 })

const base = {
  trunks: { main: { numbers: ['100', '101'], channels: 3 }, back: { numbers: ['200'], channels: 2 } },
  agents: { ana: { extension: '1' }, ben: { extension: '2' } },
  prompts: { hello: 'Hello, and welcome.', sorry: 'Sorry.', happy: 'Happy?' },
}

const centerOf = (service: Record<string, unknown>, more: Record<string, unknown> = {}): CenterDefinition =>
  checkDefinition({
    ...base,
    queues: { service: { strategy: linear, members: ['ana', 'ben'], ...service } },
    flows: {
      day: {
        start: {
          step: 'queue',
          queue: 'service',
          ifFull: 'box',
          ifNobody: 'sorry',
          ifMaxWait: 'box',
          onKey: { '1': 'box' },
          afterServed: 'survey',
        },
        box: { step: 'voicemail', box: 'service' },
        sorry: { step: 'play', prompt: 'sorry', then: 'bye' },
        survey: { step: 'survey', questions: [{ name: 'happy', prompt: 'happy', keys: { '1': 'yes', '2': 'no' } }] },
        bye: { step: 'hang-up', as: 'refused' },
      },
    },
    routes: [{ flow: 'day' }],
    ...more,
  })

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
    expect(all('leg.ended')).toMatchObject([{ by: 'center', cause: 'rejected' }])
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
    const flows = {
      day: { start: { step: 'queue', queue: 'service' } },
      desk: { start: { step: 'transfer', agent: 'ana' } },
    }
    const routes = [{ number: '100', flow: 'day' }, { flow: 'desk' }]
    const { all } = play(centerOf({}, { flows, routes }), {
      // Put through to ana's phone past every queue, so that no queue knows that she talks.
      calls: { '101': [0], '100': [10] },
      agents: { everyone: { talk: ms(60) } },
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

describe('waiting', () => {
  const talk = { agents: { everyone: { talk: ms(300) } } }

  test('A6 music, then the position and the wait at their times, then music again', () => {
    const announce = { firstAfterMs: 8_000, everyMs: 20_000, position: true, estimatedWait: true }
    const { all, story } = play(centerOf({ members: ['ana'], announce }), {
      ...talk,
      calls: { '100': [0, 10] },
      callers: { patience: ms(60) },
    })
    expect(all('queue.announced').map(({ call, position }) => [call, position])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ])
    expect(
      story(2)
        .filter((line) => /announced|prompt/.test(line))
        .map((line) => line.split(' ')[0]),
    ).toEqual([
      '18',
      expect.stringMatching(/^18\.|^19/),
      '38',
      expect.stringMatching(/^38\.|^39/),
      '58',
      expect.stringMatching(/^58\.|^59/),
    ])
  })

  test('A6 a key leads out of the queue to the voicemail, and the place is free', () => {
    const { story, outcomes, all } = play(centerOf({ members: ['ana'], mostWaiting: 1 }), {
      ...talk,
      calls: { '100': [0, 1], '200': [30] },
      callers: { whileWaiting: { key: '1', ratio: 1, after: ms(10) }, message: ms(5) },
    })
    expect(story(2).filter((line) => /queue|message|ended/.test(line))).toEqual([
      '1 queue.entered service',
      '11 queue.left service key 1',
      '16 message.left service virtual/2-7.wav',
      '16 leg.ended center normal',
      '16 call.ended left-message',
    ])
    expect(outcomes[3]).toBe('left-message')
    expect(all('queue.refused')).toEqual([])
  })

  test('A6 queue full: the next caller is told and led on', () => {
    const { all, outcomes } = play(centerOf({ members: ['ana'], mostWaiting: 1 }), {
      ...talk,
      calls: { '100': [0, 1, 2] },
      callers: { patience: ms(30), message: ms(3) },
    })
    expect(all('queue.refused')).toMatchObject([{ call: 3, because: 'full' }])
    expect(outcomes).toEqual({ 1: 'served', 2: 'abandoned', 3: 'left-message' })
  })

  test('A6 all agents gone: who waits is led on, who comes is not let in', () => {
    const absent = { refuseWhen: ['logged-out'], leaveWhen: ['logged-out'] }
    const { all, outcomes } = play(centerOf({ members: ['ana'], ...absent }), {
      calls: { '100': [0, 1, 60] },
      agents: { everyone: { talk: ms(20) } },
      acts: { 10: ({ center }) => center.acd.setState('ana', 'logged-out') },
    })
    expect(all('queue.left').map(({ call, because }) => [call, because])).toEqual([
      [1, 'answered'],
      [2, 'nobody'],
    ])
    expect(all('queue.refused')).toMatchObject([{ call: 3, because: 'nobody' }])
    expect(outcomes).toEqual({ 1: 'served', 2: 'refused', 3: 'refused' })
  })

  test('A6 the longest wait ends it, but a phone that rings may still be answered', () => {
    const { story } = play(centerOf({ members: ['ana'], maxWaitMs: 30_000 }), {
      ...talk,
      calls: { '100': [0, 1] },
      callers: { message: ms(3) },
    })
    expect(story(2)).toContain('31 queue.left service max-wait')
    const rung = play(centerOf({ members: ['ana'], maxWaitMs: 10_000 }), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(15), talk: ms(5) } },
    })
    expect(rung.story(1)).toContain('15 queue.left service answered')
  })

  test('A6 overflow: to the other queue after its time, or at once when many wait; the patience runs on', () => {
    const queues = {
      service: { strategy: linear, members: ['ana'], overflow: [{ to: 'other', afterMs: 20_000 }] },
      other: { strategy: longestIdle, members: ['ben'] },
    }
    const { story, all } = play(centerOf({}, { queues }), {
      calls: { '100': [0, 1, 2] },
      callers: { patience: ms(60) },
      agents: { everyone: { talk: ms(200) } },
    })
    expect(story(2).filter((line) => /queue/.test(line))).toEqual([
      '1 queue.entered service',
      '21 queue.left service overflowed',
      '21 queue.entered other',
      '21 queue.left other answered',
    ])
    expect(all('queue.left').at(-1)).toMatchObject({ call: 3, queue: 'other', because: 'abandoned' })
    expect(story(3).at(-1)).toBe('62 call.ended abandoned')
  })

  test('A7 who gave up is listed with the wait and what was chosen, and calling again takes the place up', () => {
    const { all } = play(centerOf({ members: ['ana'], resumeWithinMs: 120_000 }), {
      calls: { '100': [0, 1], '200': [40, 41] },
      callers: { numbers: ['5551'], patience: ms(30) },
      agents: { everyone: { talk: ms(50) } },
    })
    expect(all('abandoned.listed')[0]).toMatchObject({ call: 2, queue: 'service', waitMs: 30_000 })
    const again = all('queue.entered').find(({ call }) => call === 3)
    expect(again?.virtualStartMs).toBe(all('queue.entered')[1]?.atMs)
    expect(all('abandoned.cleared')).toMatchObject([{ call: 2, because: 'called-again' }])
  })
})

describe('after the talk', () => {
  test('I5 the agent hangs up: the caller is asked, and the answer stands with agent and queue', () => {
    const { all, story } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0] },
      callers: { keys: { survey: { '2': 1 } }, keyDelay: ms(1) },
      agents: { everyone: { talk: ms(20), hangsUpRatio: 1 } },
    })
    expect(all('survey.answered')).toMatchObject([{ question: 'happy', answer: 'no', agent: 'ana', queue: 'service' }])
    // The agent is free while the caller still answers.
    const free = all('agent.changed').find(({ from }) => from === 'talking')
    expect(free?.seq).toBeLessThan(all('survey.answered')[0]?.seq ?? 0)
    expect(story(1).at(-1)).toMatch(/call.ended served$/)
  })

  test('I5 the caller hangs up: nobody is asked', () => {
    const { all } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0] },
      agents: { everyone: { talk: ms(20), hangsUpRatio: 0 } },
    })
    expect(all('survey.answered')).toEqual([])
    expect(all('step.entered').map(({ step }) => step)).toEqual(['start'])
  })

  test('I1 a caller put through to a number outside is done when either hangs up; where nobody answers the flow goes on', () => {
    const flows = {
      day: {
        start: { step: 'transfer', number: '555', trunk: 'back', ifFailed: 'wait' },
        wait: { step: 'queue', queue: 'service' },
      },
    }
    const { outcomes, all } = play(centerOf({}, { flows }), {
      calls: { '100': [0, 1, 2] },
      agents: { everyone: { talk: ms(5) } },
    })
    expect(outcomes).toEqual({ 1: 'transferred', 2: 'transferred', 3: 'served' })
    expect(all('leg.ended').filter(({ cause }) => cause === 'failed')).toHaveLength(1)
  })
})

describe('faults', () => {
  test('P1 a trunk group that is down ends its calls, refuses new ones, and takes calls again afterwards', () => {
    const { all, outcomes } = play(centerOf({}), {
      calls: { '100': [0, 70, 200], '200': [1] },
      agents: { everyone: { talk: ms(100) } },
      faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 60_000, lengthMs: 60_000 }],
    })
    expect(all('trunk.failed')).toMatchObject([{ trunk: 'main' }])
    expect(all('trunk.busy')).toMatchObject([{ trunk: 'main' }])
    expect(all('trunk.restored')).toHaveLength(1)
    expect(outcomes).toEqual({ 1: 'served', 2: 'served', 3: 'served' })
    expect(all('leg.ended').filter(({ cause }) => cause === 'failed')).toHaveLength(1)
  })

  test('P1 a caller who is cut off in the flow was dropped, whatever was pressed before', () => {
    const flows = {
      day: {
        start: { step: 'menu', prompt: 'hello', on: { '1': 'long' }, noInput: { then: 'long' } },
        long: { step: 'say', text: 'word '.repeat(200), then: 'bye' },
        bye: { step: 'hang-up' },
      },
    }
    const { outcomes } = play(centerOf({}, { flows }), {
      calls: { '100': [0] },
      callers: { keys: { start: { '1': 1 } } },
      faults: [{ fault: 'trunk-down', trunk: 'main', afterMs: 20_000, lengthMs: 1_000 }],
    })
    expect(outcomes).toEqual({ 1: 'dropped' })
  })

  test('I3 lookups that are slow: the step waits so long and no longer, and its error edge is taken', () => {
    const look = defineFunction('look', { version: 1, simulate: () => ({ result: 'yes', tookMs: 500 }) })
    const flows = {
      day: {
        start: { step: 'lookup', function: 'look', timeoutMs: 2_000, on: { yes: 'good' }, then: 'bad', onError: 'bad' },
        good: { step: 'hang-up' },
        bad: { step: 'queue', queue: 'service' },
      },
    }
    const { all, outcomes } = play(centerOf({}, { flows, functions: { look } }), {
      calls: { '100': [0, 100] },
      agents: { everyone: { talk: ms(5) } },
      faults: [{ fault: 'lookups-slow', slowerFactor: 10, afterMs: 60_000, lengthMs: 60_000 }],
    })
    expect(all('lookup.returned').map(({ ok, tookMs, because }) => [ok, tookMs, because])).toEqual([
      [true, 500, null],
      [false, 2_000, 'timeout'],
    ])
    expect(outcomes).toEqual({ 1: 'self-served', 2: 'served' })
  })

  test('I3 lookups that fail take the error edge', () => {
    const look = defineFunction('look', { version: 1, simulate: () => ({ result: 'yes', tookMs: 500 }) })
    const flows = {
      day: {
        start: { step: 'lookup', function: 'look', timeoutMs: 2_000, on: { yes: 'good' }, then: 'bad', onError: 'bad' },
        good: { step: 'hang-up' },
        bad: { step: 'queue', queue: 'service' },
      },
    }
    const { all } = play(centerOf({}, { flows, functions: { look } }), {
      calls: { '100': [10] },
      agents: { everyone: { talk: ms(5) } },
      faults: [{ fault: 'lookups-slow', slowerFactor: 1, failRatio: 1, afterMs: 0, lengthMs: 60_000 }],
    })
    expect(all('lookup.returned')).toMatchObject([{ ok: false, because: 'fault' }])
    expect(all('offer.accepted')).toHaveLength(1)
  })
})

describe('the customer-service template', { timeout: 120_000 }, () => {
  const folder = new URL('../../cli/templates/customer-service/', import.meta.url).pathname

  test('T2 a call through every part of it', async () => {
    const center = await loadCenter(`${folder}center.ts`)
    const { story, all, outcomes } = play(center, {
      calls: { '4008001234': [0] },
      callers: { keys: { main: { '0': 1 }, survey: { '1': 1 } }, keyDelay: ms(2) },
      agents: { everyone: { answer: ms(3), talk: ms(60), hangsUpRatio: 1 } },
    })
    const types = story(1).map((line) => line.split(' ')[1])
    for (const type of ['call.routed', 'menu.chosen', 'queue.entered', 'offer.made', 'screen.popped', 'legs.bridged']) {
      expect(types).toContain(type)
    }
    expect(all('survey.answered')).toMatchObject([{ answer: 'yes', queue: 'service' }])
    expect(all('agent.changed').some(({ to, untilMs }) => to === 'wrap-up' && untilMs !== null)).toBe(true)
    expect(outcomes).toEqual({ 1: 'served' })
  })

  test('T2 its day, on real call counts', async () => {
    const report = await runScenario({ scenarioFile: `${folder}scenarios/day.ts`, seed: 7, replications: 1 })
    const { offered, ...ways } = report.calls
    expect(offered).toBeGreaterThan(1_000)
    const { overflowed: _twice, ...ended } = ways
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(offered)
    for (const way of ['answered', 'abandoned', 'selfServed', 'leftMessage'] as const) {
      expect(report.calls[way], way).toBeGreaterThan(0)
    }
    const again = await runScenario({ scenarioFile: `${folder}scenarios/day.ts`, seed: 7, replications: 1 })
    expect(again.kpis).toEqual(report.kpis)
  })
})
