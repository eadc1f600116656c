import { expect, test } from 'vitest'
import { checkDefinition } from '../definition/check.js'
import { diffRosters } from './diff-rosters.js'

const strategy = { strategy: 'longest-idle', version: 1 }
const center = (agents: object, members: Record<string, readonly unknown[]>) =>
  checkDefinition({
    trunks: { main: { numbers: ['100'], channels: 2 } },
    skills: ['french', 'billing'],
    agents,
    queues: Object.fromEntries(Object.entries(members).map(([queue, list]) => [queue, { strategy, members: list }])),
    flows: { day: { start: { step: 'hang-up' } } },
    routes: [{ flow: 'day' }],
  })

const before = center(
  {
    ana: { extension: '1', skills: { french: 3 } },
    bo: { extension: '2', groups: ['A'] },
    cy: { extension: '3' },
  },
  { service: ['ana', { agent: 'bo', level: 2 }, 'cy'], billing: ['ana'] },
)

test('S3 nothing changed is no change, however it is written', () => {
  const same = center(
    { cy: { extension: '3' }, bo: { groups: ['A'], extension: '2' }, ana: { extension: '1', skills: { french: 3 } } },
    { billing: [{ agent: 'ana', level: 1, weight: 1 }], service: [{ agent: 'bo', level: 2, penalty: 0 }, 'cy', 'ana'] },
  )
  expect(diffRosters(before, same)).toEqual([])
})

test('S3 A3 who joined, who left, and each level, penalty, weight and skill that changed', () => {
  const after = center(
    {
      ana: { extension: '1', skills: { french: 5, billing: 1 } },
      bo: { extension: '22', groups: ['A', 'B'] },
      dan: { extension: '3', skills: { billing: 4 } },
    },
    { service: ['ana', { agent: 'bo', level: 1, penalty: 3, weight: 2 }, { agent: 'dan', level: 2 }], billing: ['bo'] },
  )
  expect(diffRosters(before, after)).toEqual([
    { change: 'removed', agent: 'cy' },
    { change: 'added', agent: 'dan', definition: { extension: '3', skills: { billing: 4 } } },
    { change: 'skill', agent: 'ana', skill: 'french', from: 3, to: 5 },
    { change: 'skill', agent: 'ana', skill: 'billing', from: 0, to: 1 },
    { change: 'at-restart', agent: 'bo', settings: ['extension', 'groups'] },
    { change: 'level', queue: 'service', agent: 'bo', from: 2, to: 1 },
    { change: 'penalty', queue: 'service', agent: 'bo', from: 0, to: 3 },
    { change: 'weight', queue: 'service', agent: 'bo', from: 1, to: 2 },
    { change: 'joined', queue: 'service', agent: 'dan', level: 2, penalty: 0, weight: 1 },
    { change: 'left', queue: 'service', agent: 'cy' },
    { change: 'joined', queue: 'billing', agent: 'bo', level: 1, penalty: 0, weight: 1 },
    { change: 'left', queue: 'billing', agent: 'ana' },
  ])
})

test('a queue that only one of them has brings no change', () => {
  expect(
    diffRosters(before, center(before.sections.agents, { service: before.sections.queues.service?.members ?? [] })),
  ).toEqual([])
})
