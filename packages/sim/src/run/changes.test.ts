/** S3: the center is changed while calls are up. */
import { longestIdle, snapshotFloor } from '@callweave/acd'
import { applyRosterChanges, checkDefinition, createCenter, diffRosters, type RosterChange } from '@callweave/center'
import { type CallEvent, createEventLog, type EventOf, type EventType } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { constant } from '../random/index.js'
import { defineScenario } from '../scenario/define.js'
import { times } from '../scenario/sources.js'
import type { ScenarioInput } from '../scenario/types.js'
import { createWorld, type World } from './world.js'

const plain = {
  trunks: { main: { numbers: ['100'], channels: 10 } },
  skills: ['french'],
  agents: { ana: { extension: '1' }, bo: { extension: '2' } },
  queues: {
    service: { strategy: longestIdle, members: ['ana'] },
    french: { strategy: longestIdle, members: ['ana', 'bo'], wants: { french: 2 } },
  },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ number: '100', flow: 'day' }],
} as const
const center = checkDefinition(plain)
const atMs = (...all: readonly number[]) => times(all.map((afterMs) => ({ afterMs })))

interface Ran {
  readonly world: World
  readonly events: readonly CallEvent[]
  told<T extends EventType>(type: T): readonly EventOf<T>[]
}

const run = (input: Partial<ScenarioInput>, definition = center, meanwhile?: (world: World) => void): Ran => {
  const { scenario } = defineScenario(definition, {
    start: '2026-01-12T09:00',
    lengthMs: 3_600_000,
    arrivals: [{ dialed: '100', source: atMs(0, 1_000, 2_000, 150_000) }],
    agents: { everyone: { talk: constant({ ms: 60_000 }) } },
    ...input,
  })
  const world = createWorld({ definition, scenario, seed: 5 })
  const events: CallEvent[] = []
  world.log.tapAll((event) => events.push(event))
  meanwhile?.(world)
  world.run()
  expect(world.center.calls.calls.size).toBe(0)
  return {
    world,
    events,
    told: <T extends EventType>(type: T) => events.filter((event): event is EventOf<T> => event.type === type),
  }
}

const startMs = Date.UTC(2026, 0, 12, 9)
const answers = ({ told }: Ran) =>
  told('offer.accepted').map(({ call, agent, atMs }) => [call, agent, (atMs - startMs) / 1000])

describe('S3 changes in a scenario', () => {
  test('S3 A3 an agent joins a queue, and takes the call that waits at once; the call that is up goes on', () => {
    const ran = run({ changes: [{ afterMs: 10_000, change: 'member', queue: 'service', agent: 'bo', level: 2 }] })
    expect(answers(ran)).toEqual([
      [1, 'ana', 0],
      [2, 'bo', 10],
      [3, 'ana', 60],
      [4, 'ana', 150],
    ])
    expect(ran.told('member.changed')).toMatchObject([{ queue: 'service', agent: 'bo', joined: true, level: 2 }])
  })

  test('S3 A3 an agent leaves a queue: the conversation is finished, and no other call comes', () => {
    const ran = run({
      changes: [
        { afterMs: 500, change: 'member', queue: 'service', agent: 'bo' },
        { afterMs: 10_000, change: 'member', queue: 'service', agent: 'ana', joined: false },
      ],
    })
    expect(answers(ran).map(([call, agent]) => [call, agent])).toEqual([
      [1, 'ana'],
      [2, 'bo'],
      [3, 'bo'],
      [4, 'bo'],
    ])
    expect(ran.told('call.ended').every(({ outcome }) => outcome === 'served')).toBe(true)
  })

  test('S3 A3 a skill that is learned lets a waiting call through', () => {
    const definition = checkDefinition({ ...plain, flows: { day: { start: { step: 'queue', queue: 'french' } } } })
    const ran = run(
      { changes: [{ afterMs: 30_000, change: 'skill', agent: 'bo', skill: 'french', level: 2 }] },
      definition,
    )
    expect(answers(ran)[0]).toEqual([1, 'bo', 30])
    expect(ran.told('skill.changed')).toMatchObject([{ agent: 'bo', skill: 'french', level: 2 }])
  })

  test('S3 rules of a queue hold from then on', () => {
    const ran = run({ changes: [{ afterMs: 1_500, change: 'rules', queue: 'service', set: { mostWaiting: 1 } }] })
    expect(ran.told('queue.refused')).toMatchObject([{ call: 3, because: 'full' }])
    expect(ran.told('rules.changed')).toHaveLength(1)
  })

  test('S3 P11 a number is blocked for a while', () => {
    const ran = run({
      arrivals: [{ dialed: '100', callers: 'hoax', source: atMs(0, 100_000, 300_000) }],
      callers: { hoax: { numbers: ['5559'] } },
      changes: [{ afterMs: 70_000, change: 'block', number: '555*', lengthMs: 60_000 }],
    })
    expect(ran.told('call.refused')).toMatchObject([{ call: 2, because: 'blocked' }])
    expect(ran.told('call.ended').map(({ outcome }) => outcome)).toEqual(['served', 'refused', 'served'])
    expect(ran.told('number.blocked')).toMatchObject([{ number: '555*', until: startMs + 130_000 }])
  })

  test('S3 every change is an event: the log replayed gives the same floor, and blocks the same', () => {
    const ran = run({
      changes: [
        { afterMs: 5_000, change: 'member', queue: 'service', agent: 'bo', penalty: 1 },
        { afterMs: 6_000, change: 'skill', agent: 'ana', skill: 'french', level: 7 },
        { afterMs: 7_000, change: 'rules', queue: 'service', set: { wrapUpMs: 1_000 } },
        { afterMs: 8_000, change: 'block', number: '5559' },
      ],
    })
    const log = createEventLog()
    const { clock, random, board } = ran.world
    const lookups = { ask: () => undefined }
    const again = createCenter({ definition: center, log, clock, random, switch: board, lookups })
    for (const event of ran.events) log.replay(event)
    expect(snapshotFloor(again.floor)).toBe(snapshotFloor(ran.world.center.floor))
  })

  test.each([
    [
      { change: 'member', queue: 'servise', agent: 'bo' },
      /changes\[0\]\.queue: there is no queue called 'servise'.*'service'/,
    ],
    [{ change: 'member', queue: 'service', agent: 'bob' }, /changes\[0\]\.agent: there is no agent called 'bob'.*'bo'/],
    [{ change: 'member', queue: 'service', agent: 'bo', level: 0 }, /changes\[0\]\.level: a level is at least 1/],
    [{ change: 'skill', agent: 'bo', skill: 'frensh', level: 1 }, /there is no skill called 'frensh'.*'french'/],
    [{ change: 'skill', agent: 'bo', skill: 'french', level: 11 }, /a skill level is at most 10/],
    [{ change: 'rules', queue: 'service', set: { wrapUpMs: -1 } }, /changes\[0\]\.set\.wrapUpMs: a span/],
    [
      { change: 'rules', queue: 'service', set: { wrapUp: 1 } },
      /changes\[0\]\.set: 'wrapUp' is not a setting here; did you mean 'wrapUpMs'\?/,
    ],
    [{ change: 'rules', queue: 'service', set: { members: [] } }, /'members' is not a setting here/],
    [
      { change: 'rules', queue: 'service', set: { overflow: [{ to: 'frensh' }] } },
      /changes\[0\]\.set\.overflow\[0\]\.to: there is no queue/,
    ],
    [{ change: 'rules', queue: 'service', set: { wants: { frensh: 1 } } }, /set\.wants\.frensh: there is no skill/],
    [{ change: 'rules', queue: 'service', set: { music: 'none' } }, /set\.music: there is no prompt/],
    [
      { change: 'rules', queue: 'service', set: { strategy: { strategy: 'longest-idel' } } },
      /set\.strategy.*longest-idle/s,
    ],
    [{ change: 'block', number: 'hoax' }, /changes\[0\]\.number: .*a number, or its beginning/],
    [{ change: 'close' }, /a change is 'member', 'skill', 'rules' or 'block'/],
  ])('%j is refused', (change, says) => {
    const changes = [{ afterMs: 0, ...change }] as unknown as NonNullable<ScenarioInput['changes']>
    expect(() => run({ changes })).toThrow(says)
  })
})

describe('S3 another roster while calls are up', () => {
  const after = checkDefinition({
    ...plain,
    agents: { bo: { extension: '2', skills: { french: 3 } }, cy: { extension: '3' } },
    queues: {
      service: { ...plain.queues.service, members: [{ agent: 'bo', penalty: 1 }, 'cy'] },
      french: { ...plain.queues.french, members: ['bo'] },
    },
  })
  let later: readonly RosterChange[] = []
  const swap = (to: typeof after) => (world: World) => {
    const apply = (): void => {
      later = applyRosterChanges(world.center.acd, diffRosters(center, to))
      for (const agent of Object.keys(to.sections.agents)) world.center.acd.setState(agent, 'ready')
    }
    world.clock.at(startMs + 10_000, apply, undefined)
  }

  test('S3 A3 who is new takes calls, who is gone finishes one first, and nothing is lost', () => {
    const ran = run({}, center, swap(after))
    expect(answers(ran)).toEqual([
      [1, 'ana', 0],
      [2, 'bo', 10],
      [3, 'cy', 10],
      [4, 'cy', 150],
    ])
    expect(later).toEqual([])
    expect(ran.world.center.floor.agents.get('ana')?.state).toBe('logged-out')
    expect(ran.told('call.ended').every(({ outcome }) => outcome === 'served')).toBe(true)
    expect(new Set(ran.events.map(({ type }) => type))).toContain('agent.added')
  })

  test('S3 what the floor holds then is what the other definition would have made', () => {
    const { world } = run({}, center, swap(after))
    const members = (queue: string) =>
      world.center.floor.queues
        .get(queue)
        ?.members.map(({ agent, level, penalty }) => [agent.id, level, penalty])
        .sort()
    expect(members('service')).toEqual([
      ['bo', 1, 1],
      ['cy', 1, 0],
    ])
    expect(members('french')).toEqual([['bo', 1, 0]])
    expect([...(world.center.floor.agents.get('bo')?.skills ?? [])]).toEqual([['french', 3]])
  })

  test('S3 a phone that somebody still talks at is given on after a restart only', () => {
    const taken = checkDefinition({
      ...plain,
      agents: { bo: { extension: '2' }, cy: { extension: '1' } },
      queues: {
        service: { ...plain.queues.service, members: ['bo', 'cy'] },
        french: { ...plain.queues.french, members: ['bo', 'cy'] },
      },
    })
    run({}, center, (world) => {
      const apply = (): void => {
        later = applyRosterChanges(world.center.acd, diffRosters(center, taken))
      }
      world.clock.at(startMs + 10_000, apply, undefined)
    })
    expect(later.map(({ change }) => change)).toEqual(['added', 'joined', 'joined'])
    expect(later.every((change) => change.agent === 'cy')).toBe(true)
  })
})
