import { foldCallRecord } from '@callweave/cdr'
import type { CallEvent, SwitchCommand } from '@callweave/core'
import { expect, test } from 'vitest'
import { center, talk } from './phone-center.js'
import { type Played, play } from './script.js'

const early = (flow: object) =>
  center({
    prompts: { company: { en: 'The company.', lengthMs: 4_000 }, menu: 'Press 1.' },
    flows: { day: flow, again: { start: { step: 'queue', queue: 'backoffice' } } },
    dialing: {},
  })

/** What the switch was ordered for the caller's leg. */
const played = (
  flow: object,
  agents = talk(10_000),
  gone: readonly string[] = [],
): { readonly orders: string[]; readonly played: Played } => {
  const orders: string[] = []
  const made = play(early(flow), {
    calls: { '100': [1] },
    agents,
    acts: {
      0: ({ board }) => {
        for (const extension of gone) board.cutOff(extension, true)
        const { do: obey } = board
        const listens = (command: SwitchCommand): void => {
          if (command.leg === 1) orders.push(command.do)
          obey(command)
        }
        Object.assign(board, { do: listens })
      },
    },
  })
  return { orders, played: made }
}

const recordOf = ({ events }: Played) =>
  foldCallRecord(events.filter((event): event is CallEvent => 'call' in event && event.call === 1))

test('P10 a flow begins before the answer: the company is heard, then music, and the agent answers the call', () => {
  const { orders, played: run } = played({
    start: { step: 'play', prompt: 'company', answer: false, then: 'agent' },
    agent: { step: 'queue', queue: 'service' },
  })
  expect(orders).toEqual(['play', 'play', 'answer', 'bridge'])
  const [answered] = run.all('leg.answered').filter(({ leg }) => leg === 1)
  const [finished] = run.all('prompt.finished')
  expect(finished?.atMs).toBeLessThan(answered?.atMs ?? 0)
  const record = recordOf(run)
  // 4 s of the company, 1 s until the agent picks up.
  expect((record?.answeredAtMs ?? 0) - (record?.arrivedAtMs ?? 0)).toBe(5_000)
})

test('P10 the caller who waits hears plain ringing, and the call is answered by the agent', () => {
  const { orders, played: run } = played({ start: { step: 'queue', queue: 'service', hears: 'ringing' } })
  expect(orders).toEqual(['ring', 'answer', 'bridge'])
  expect(run.outcomes).toEqual({ 1: 'served' })
})

test('P10 a caller whom a flow puts through hears ringing once it rings there, and none where nobody is', () => {
  const flow = { start: { step: 'transfer', extension: '8901', ifFailed: 'bye' }, bye: { step: 'hang-up' } }
  expect(played(flow).orders).toEqual(['ring', 'answer', 'bridge'])
  expect(played(flow, talk(10_000), ['8901']).orders).toEqual(['hang-up'])
})

test('P10 a flow that needs digits answers: what was heard before it was not paid for', () => {
  const { orders, played: run } = played({
    start: { step: 'say', text: 'The company.', answer: false, then: 'menu' },
    menu: { step: 'menu', prompt: 'menu', on: { '1': 'agent' }, noInput: { then: 'agent' } },
    agent: { step: 'queue', queue: 'service', hears: 'ringing' },
  })
  // Who was answered hears the tone of a ringing phone.
  expect(orders).toEqual(['play', 'answer', 'collect', 'play', 'bridge'])
  expect(recordOf(run)?.answeredAtMs).toBeGreaterThan(recordOf(run)?.arrivedAtMs ?? 0)
})

test('P10 a caller who gives up before the answer was never answered', () => {
  const { played: run } = played(
    {
      start: { step: 'play', prompt: 'company', answer: false, then: 'bye' },
      bye: { step: 'hang-up', as: 'refused' },
    },
    talk(1),
  )
  expect(recordOf(run)).toMatchObject({ answeredAtMs: null, endCause: 'unavailable', outcome: 'refused' })
})

test('P10 cc check: a menu cannot be before the answer; what is meant for it must not come after; keys reach nobody', () => {
  const menu = { step: 'menu', prompt: 'menu', on: { '1': 'agent' }, noInput: { then: 'agent' } }
  const agent = { step: 'queue', queue: 'service' }
  expect(() => early({ start: { ...menu, answer: false }, agent })).toThrow(/flows.day.start.*answer/s)
  const late = early({ start: menu, agent: { ...agent, hears: 'ringing' } })
  expect(late.warnings.map(({ path }) => path)).toContain('flows.day.agent.hears')
  const keys = early({ start: { ...agent, onKey: { '1': 'bye' } }, bye: { step: 'hang-up' } })
  expect(keys.warnings.map(({ message }) => message)).toContain(
    'these keys reach nobody: no call has been answered by then',
  )
})
