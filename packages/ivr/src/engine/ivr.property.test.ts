import { type CallEvent, type CommandId, createEventLog, eventTypes } from '@callweave/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFlows } from '../check/flows.js'
import { flowsSchema } from '../definition/flows.js'
import { defineFunction } from '../definition/functions.js'
import type { IvrSections } from '../definition/sections.js'
import type { FlowData } from '../definition/step.js'
import type { AnyStep } from '../steps/kinds.js'
import { createTestClock } from '../testing/clock.js'
import { createTestWorld, type TestWorld } from '../testing/world.js'
import type { IvrDesk, QueueOutcome, TransferOutcome } from './desk.js'
import { createIvr } from './ivr.js'

/** Random flows: any steps with any edges, kept when the checker finds no error in them. */
const fixed = {
  languages: ['en', 'zh'],
  prompts: { a: { en: 'One', zh: '一' }, b: { en: 'Two', zh: '二' } },
  hours: { office: { open: [{ days: ['mon', 'tue'] as const, from: '09:00', to: '17:00' }] } },
  menus: { back: '*', agent: { key: '0', queue: 'service' } },
  functions: {
    look: defineFunction('look', {
      version: 1,
      simulate: (_args, random) => ({
        result: random.int(2) === 0 ? 'yes' : { n: random.int(9) },
        tookMs: random.int(4_000),
      }),
    }),
  },
} satisfies Omit<IvrSections, 'flows'>

const prompt = fc.constantFrom('a', 'b')

const stepAmong = (names: readonly string[], flows: readonly string[]): fc.Arbitrary<AnyStep> => {
  const to = fc.constantFrom(...names)
  const ladder = fc.record({ again: fc.array(prompt, { maxLength: 2 }), then: to })
  const keys = (values: fc.Arbitrary<string>) =>
    fc.dictionary(fc.constantFrom('1', '2', '3', '12', '0', '*'), values, { minKeys: 1, maxKeys: 3 })
  const is = <K extends AnyStep['step']>(step: K) => fc.constant(step)
  return fc.oneof(
    fc.record({ step: is('play'), prompt, then: to }),
    fc.record({ step: is('say'), text: fc.constantFrom('n {x} {y.n} {caller}', 'none'), then: to }),
    fc.record(
      { step: is('menu'), prompt, on: keys(to), noInput: ladder, noMatch: ladder },
      { requiredKeys: ['step', 'prompt', 'on', 'noInput'] },
    ),
    fc.record({
      step: is('collect'),
      prompt,
      into: fc.constant('x'),
      minDigits: fc.constant(2),
      maxDigits: fc.constant(4),
      secret: fc.boolean(),
      then: to,
      noInput: ladder,
    }),
    fc.record({
      step: is('lookup'),
      function: fc.constant('look'),
      args: fc.constant({ x: '{x}' }),
      timeoutMs: fc.constant(2_000),
      into: fc.constant('y'),
      on: fc.record({ yes: to }),
      then: to,
      onError: to,
    }),
    fc.record({ step: is('record'), prompt, into: fc.constant('x'), then: to }),
    fc.record(
      { step: is('voicemail'), box: fc.constant('service'), prompt, then: to },
      { requiredKeys: ['step', 'box'] },
    ),
    fc.record(
      {
        step: is('queue'),
        queue: fc.constantFrom('service', 'complaints'),
        preferred: fc.constant('x'),
        ifFull: to,
        ifNobody: to,
        ifMaxWait: to,
        onKey: fc.record({ '1': to }),
        afterServed: to,
      },
      { requiredKeys: ['step', 'queue'] },
    ),
    fc.record(
      { step: is('transfer'), number: fc.constant('{x}1'), ifBusy: to, ifFailed: to },
      { requiredKeys: ['step', 'number'] },
    ),
    fc.record(
      {
        step: is('survey'),
        questions: fc.constant([
          { name: 'q', prompt: 'a', keys: { '1': 'yes' } },
          { name: 'r', prompt: 'b', keys: { '1': 'yes' } },
        ]),
        then: to,
      },
      { requiredKeys: ['step', 'questions'] },
    ),
    fc.record({ step: is('set'), variables: fc.constant({ x: '{dialed}' }), then: to }),
    fc.record({ step: is('tag'), tag: fc.constantFrom('vip', 'late'), then: to }),
    fc.record({
      step: is('branch'),
      by: fc.constantFrom('tag' as const, 'language' as const, { variable: 'x' }),
      cases: fc.record({ vip: to, zh: to }),
      otherwise: to,
    }),
    fc.record({ step: is('hours'), hours: fc.constant('office'), open: to, closed: to }),
    fc.record({ step: is('language'), language: fc.constantFrom('en', 'zh'), then: to }),
    fc.record({ step: is('flow'), flow: fc.constantFrom(...flows) }),
    fc.record({ step: is('hang-up'), prompt }, { requiredKeys: ['step'] }),
  ) as fc.Arbitrary<AnyStep>
}

const flowOf = (names: readonly string[], flows: readonly string[]): fc.Arbitrary<FlowData> =>
  fc.record({
    ...Object.fromEntries(names.map((name) => [name, stepAmong([...names, 'bye'], flows)])),
    bye: fc.constant({ step: 'hang-up' }),
  }) as fc.Arbitrary<FlowData>

const stepNames = ['start', 's1', 's2', 's3', 's4', 's5', 's6']

/** Sections with two random flows that run: whatever the checker calls an error is not among them. */
const anySections: fc.Arbitrary<IvrSections> = fc
  .record({ day: flowOf(stepNames, ['day', 'night']), night: flowOf(stepNames.slice(0, 3), ['day']) })
  .map((flows) => ({ ...fixed, flows }))
  .filter((sections) => checkFlows(sections).every((problem) => problem.severity === 'warning'))

/** What a caller and a center may do next, as numbers to choose with. */
const anyInputs = fc.array(fc.nat(1_000), { maxLength: 60 })

const keys = ['1', '2', '12', '0', '*', '9', '#', '1234']
const queueOutcomes: QueueOutcome[] = ['full', 'nobody', 'max-wait', 'served', { key: '1' }, 'overflowed', 'closed']
const transferOutcomes: TransferOutcome[] = ['done', 'busy', 'no-answer', 'failed']

/** Does one thing that can happen now; which, the number says. */
const happen = (world: TestWorld, n: number): void => {
  const { doing } = world
  if (n % 37 === 0 && doing.is !== 'ended') world.hangUp()
  else if (doing.is === 'keys') {
    const typed = n % 3 === 0 ? '' : (keys[n % keys.length] as string).slice(0, doing.collect.maxDigits)
    world.digits(typed, typed === '' ? 'first-digit-timeout' : 'complete', n)
  } else if (doing.is === 'recording') world.recorded(n * 10)
  else if (doing.is === 'queue') world.queueReturned(queueOutcomes[n % queueOutcomes.length] as QueueOutcome)
  else if (doing.is === 'transfer') world.transferReturned(transferOutcomes[n % 4] as TransferOutcome)
  else if (doing.is === 'lookup' && n % 4 === 0) world.lookedUp({ ok: false, because: 'failed', tookMs: 1 })
  else world.goOn()
}

const noDesk = new Proxy({} as IvrDesk, {
  get: () => () => {
    throw new TypeError('a replay asks nothing of anybody')
  },
})

test('I6 any checked flow with any inputs: it ends or waits, and a replay of its log stands where it stands', () => {
  fc.assert(
    fc.property(anySections, anyInputs, (sections, inputs) => {
      expect(flowsSchema.safeParse(sections.flows).success).toBe(true)
      const world = createTestWorld(sections, 'day')
      for (const input of inputs) happen(world, input)

      expect(world.doing.is).not.toBe('nothing')
      if (world.doing.is === 'ended') {
        expect(world.ivr.snapshot()).toEqual([])
        const ends = world.events.filter((event) => event.type === 'call.ended')
        expect(ends).toHaveLength(1)
      }
      for (const { type } of world.events) expect(eventTypes).toContain(type)
      expect(world.events.map(({ seq }) => seq)).toEqual(world.events.map((_event, i) => i + 1))
      for (const type of ['prompt.finished', 'digits.collected', 'recording.finished', 'lookup.returned'] as const) {
        const commands = world.events.flatMap((event): CommandId[] => (event.type === type ? [event.command] : []))
        expect(new Set(commands).size).toBe(commands.length)
      }
      expect(replayed(world.events, sections)).toEqual(JSON.stringify(world.ivr.snapshot()))
    }),
  )
})

test('I6 the flows of that test are no trivial ones', () => {
  let ended = 0
  const seen = new Set<string>()
  fc.assert(
    fc.property(anySections, anyInputs, (sections, inputs) => {
      const world = createTestWorld(sections, 'day')
      for (const input of inputs) happen(world, input)
      for (const event of world.events) seen.add(event.type)
      if (world.doing.is === 'ended') ended += 1
    }),
    { seed: 1, numRuns: 300 }, // always the same: what is seen must not hang on luck
  )
  expect(ended).toBeGreaterThan(10)
  const types = ['survey.answered', 'lookup.returned', 'message.left', 'input.missed', 'menu.chosen', 'language.chosen']
  expect([...seen]).toEqual(expect.arrayContaining(types))
})

const replayed = (events: readonly CallEvent[], sections: IvrSections): string => {
  const log = createEventLog()
  const ivr = createIvr({ sections, log, clock: createTestClock(0), desk: noDesk })
  for (const event of events) log.replay(event)
  return JSON.stringify(ivr.snapshot())
}
