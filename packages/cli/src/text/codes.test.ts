/** Every code that a person can come to see has words, in each language. */
import { agentStates, eventSchema, type Field } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import type { Catalogue } from './en.js'
import { en } from './en.js'
import { wordOf } from './word-of.js'
import { zhCn } from './zh-cn.js'

type Words = Readonly<Record<string, unknown>>

/** Which words a field of an event is told with. */
const tablesOf = ({ explain, codes, live }: Catalogue): Readonly<Record<string, readonly Words[]>> => ({
  'agent.asked.to': [live.states],
  'agent.changed.because': [codes.agentChanges],
  'agent.changed.from': [live.states, explain.states],
  'agent.changed.reason': [codes.reasons],
  'agent.changed.to': [live.states, explain.states],
  'call.ended.outcome': [explain.outcomes],
  'call.placed.what': [explain.placed],
  'call.refused.because': [explain.refused],
  'call.returned.to': [explain.returned],
  'call.transferred.kind': [explain.transferred],
  'caller.back.how': [explain.callerBack],
  'callback.ended.because': [explain.callbackBecause],
  'callback.failed.because': [explain.callbackBecause],
  'input.missed.kind': [explain.missed],
  'leg.ended.cause': [explain.recallFailed],
  'leg.tapped.mode': [explain.tapped],
  'lookup.returned.because': [codes.lookupFailures],
  'offer.rejected.because': [explain.rejectedBecause],
  'offer.withdrawn.because': [explain.withdrawnBecause],
  'party.asked.as': [explain.asked],
  'queue.left.because': [explain.left],
  'queue.refused.because': [explain.queueRefusedBecause],
  'trunk.failed.because': [codes.trunkFaults],
})

/** In logs, records and JSON only: no sentence tells them. */
const untold = [
  'abandoned.cleared.because',
  'call.transferred.target',
  'digits.collected.because',
  'leg.ended.by',
  'leg.originated.purpose',
  'log.opened.world',
]

const coded = Object.entries(eventSchema).flatMap(([type, fields]) =>
  Object.entries(fields as Readonly<Record<string, Field<unknown>>>).flatMap(([name, { codes }]) =>
    codes === undefined ? [] : [{ place: `${type}.${name}`, codes }],
  ),
)

test('every coded field is told with words, or is known to be told nowhere', () => {
  const known = [...Object.keys(tablesOf(en)), ...untold].sort()
  expect(coded.map(({ place }) => place).sort()).toEqual(known)
})

/** Whatever a sentence is made of. */
const anything: object = new Proxy({}, { get: () => '7' })
const textOf = (word: unknown): string =>
  typeof word === 'function' ? (word as (of: object) => string)(anything) : String(word)

describe.each([
  ['en', en, /[a-z]{2}/],
  ['zh-CN', zhCn, /[\u4e00-\u9fff]/],
] as const)('%s', (_, words, its) => {
  const tables = tablesOf(words)
  test.each(coded.filter(({ place }) => place in tables))('$place', ({ place, codes }) => {
    for (const table of tables[place] ?? [])
      for (const code of codes) {
        expect(Object.keys(table), `${place} ${code}`).toContain(code)
        expect(textOf(table[code]), `${place} ${code}`).toMatch(its)
      }
  })

  test('notices of strangers, feature codes, stages of calls, states of agents', () => {
    const strangers = ['guesses-slowed', 'guesses-refused', 'rate-exceeded', 'scanner', 'notices-left-out'] as const
    for (const code of strangers)
      expect(words.codes.strangers[code]({ source: 's', count: '1', left: '1' })).toMatch(its)
    expect(Object.keys(words.codes.strangers).sort()).toEqual([...strangers].sort())
    for (const name of Object.values(words.start.features)) expect(name).toMatch(its)
    for (const state of Object.keys(agentStates)) expect(words.live.states).toHaveProperty([state])
  })
})

test('what is not ours stands as it is, whatever it is called', () => {
  expect(['asked', 'lunch', 'constructor'].map((code) => wordOf(en.codes.agentChanges, code))).toEqual([
    'as asked for',
    'lunch',
    'constructor',
  ])
})
