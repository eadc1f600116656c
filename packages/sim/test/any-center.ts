/** Random centers, for properties of the whole. */
import {
  expandingRings,
  fewestCalls,
  lastAgentFirst,
  leastTalkTime,
  linear,
  longestIdle,
  ownerFirst,
  percentAllocation,
  priorityByAbility,
  random,
  ringAll,
  roundRobin,
  type StrategyRef,
  weighted,
} from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { defineFunction } from '@callweave/ivr'
import fc from 'fast-check'

export const agentNames = ['ana', 'ben', 'chen', 'dora', 'emil', 'fay'] as const
const queueNames = ['one', 'two', 'three'] as const

const strategies: readonly StrategyRef[] = [
  longestIdle,
  roundRobin,
  linear,
  random,
  fewestCalls,
  leastTalkTime,
  weighted,
  percentAllocation,
  priorityByAbility,
  ringAll(),
  ringAll({ addEveryMs: 3_000 }),
  lastAgentFirst(longestIdle),
  ownerFirst(longestIdle, { waitMs: 5_000 }),
  expandingRings(longestIdle, {
    rings: [
      { afterMs: 10_000, skillLevel: 3 },
      { afterMs: 20_000, skillLevel: 0 },
    ],
  }),
]

/** An optional setting: there in half of the cases. */
export const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 2 })

export const seconds = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((s) => s * 1_000)

const anyFactors = fc.subarray(['logged-out', 'not-ready', 'wrap-up', 'busy', 'ringing'] as const, { minLength: 1 })

const anyQueue = (others: readonly string[]) =>
  fc.record({
    strategy: fc.constantFrom(...strategies),
    members: fc.subarray([...agentNames], { minLength: 1 }).chain((names) =>
      fc.tuple(
        ...names.map((agent) =>
          fc.oneof(
            { weight: 3, arbitrary: fc.constant(agent) },
            {
              weight: 1,
              arbitrary: fc.record({
                agent: fc.constant(agent),
                level: fc.integer({ min: 1, max: 3 }),
                penalty: fc.integer({ min: 0, max: 5 }),
                weight: fc.integer({ min: 1, max: 5 }),
              }),
            },
          ),
        ),
      ),
    ),
    priority: maybe(fc.integer({ min: -5, max: 5 })),
    priorityPerMinute: maybe(fc.integer({ min: 0, max: 3 })),
    ringTimeoutMs: maybe(seconds(1, 25)),
    wrapUpMs: maybe(fc.oneof(seconds(0, 40), fc.constant('until-ready' as const))),
    missesToNotReady: maybe(fc.integer({ min: 0, max: 3 })),
    afterMissMs: maybe(seconds(0, 10)),
    afterRejectMs: maybe(seconds(1, 10)),
    afterBusyMs: maybe(seconds(1, 10)),
    mostWaiting: maybe(fc.integer({ min: 0, max: 5 })),
    maxWaitMs: maybe(seconds(1, 90)),
    refuseWhen: maybe(anyFactors),
    leaveWhen: maybe(anyFactors),
    tiers: maybe(fc.record({ waitMs: seconds(0, 20), multiply: fc.boolean(), skipEmpty: fc.boolean() })),
    penalties: maybe(
      fc.array(fc.record({ afterMs: seconds(0, 30), mostPenalty: fc.integer({ min: 0, max: 5 }) }), { maxLength: 2 }),
    ),
    overflow: maybe(
      fc.array(
        fc.oneof(
          fc.record({ to: fc.constantFrom(...others), afterMs: seconds(1, 60) }),
          fc.record({ to: fc.constantFrom(...others), whenWaiting: fc.integer({ min: 0, max: 4 }) }),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    wants: maybe(fc.record({ talk: fc.integer({ min: 1, max: 10 }) })),
    announce: maybe(
      fc.record({
        everyMs: seconds(1, 30),
        firstAfterMs: seconds(0, 20),
        position: fc.boolean(),
        estimatedWait: fc.boolean(),
        prompts: fc.constant(['patience']),
      }),
    ),
    resumeWithinMs: maybe(seconds(10, 300)),
    callback: maybe(
      fc.record({
        attempts: fc.integer({ min: 1, max: 3 }),
        retryAfterMs: seconds(1, 60),
        expiresAfterMs: seconds(10, 600),
      }),
    ),
  })

const balance = defineFunction('balance', {
  version: 1,
  simulate: (_args, stream) => ({ result: stream.next() < 0.5 ? 'yes' : 'no', tookMs: 4_000 * stream.next() }),
})

const queueStep = (queue: string) => ({
  step: 'queue',
  queue,
  ifFull: 'message',
  ifNobody: 'message',
  ifMaxWait: 'callback',
  onKey: { '1': 'message', '2': 'callback', '3': 'main' },
  afterServed: 'survey',
})

/** One flow that leads through every kind of step that touches a phone. */
const day = {
  start: { step: 'play', prompt: 'hello', then: 'main' },
  main: {
    step: 'menu',
    prompt: 'menu',
    on: { '1': 'one', '2': 'two', '3': 'three', '4': 'out', '5': 'account', '6': 'message', '7': 'desk', '8': 'voice' },
    noInput: { again: ['menu'], then: 'one' },
  },
  one: queueStep('one'),
  two: queueStep('two'),
  three: queueStep('three'),
  out: { step: 'transfer', number: '5551', ifBusy: 'main', ifNoAnswer: 'one', ifFailed: 'one' },
  desk: { step: 'transfer', agent: 'ana', ifBusy: 'one', ifNoAnswer: 'one', ifFailed: 'one', ringTimeoutMs: 5_000 },
  account: {
    step: 'collect',
    prompt: 'menu',
    into: 'n',
    minDigits: 2,
    maxDigits: 6,
    then: 'look',
    noInput: { then: 'bye' },
  },
  look: {
    step: 'lookup',
    function: 'balance',
    args: { n: '{n}' },
    timeoutMs: 3_000,
    on: { yes: 'two' },
    then: 'bye',
    onError: 'one',
  },
  message: { step: 'voicemail', box: 'one', prompt: 'hello' },
  voice: { step: 'record', prompt: 'hello', into: 'v', then: 'main', maxMs: 5_000 },
  callback: { step: 'callback', queue: 'one', then: 'promised', ifRefused: 'bye' },
  promised: { step: 'play', prompt: 'hello', then: 'bye' },
  survey: { step: 'survey', questions: [{ name: 'happy', prompt: 'hello', keys: { '1': 'yes', '2': 'no' } }] },
  bye: { step: 'hang-up' },
}

const flows = {
  day,
  direct: { start: { step: 'queue', queue: 'two' } },
  straight: {
    start: { step: 'transfer', number: '5551', ifBusy: 'wait', ifFailed: 'wait' },
    wait: { step: 'queue', queue: 'one' },
  },
  emergency: {
    start: { step: 'play', prompt: 'hello', answer: false, then: 'wait' },
    wait: { step: 'queue', queue: 'one', hears: 'ringing', ifNobody: 'desk', ifFull: 'desk' },
    desk: { step: 'transfer', extension: '8901', ifBusy: 'bye', ifFailed: 'bye' },
    bye: { step: 'hang-up', as: 'refused' },
  },
  silent: {
    start: { step: 'queue', queue: 'three', afterServed: 'again', ifNobody: 'again' },
    again: queueStep('one'),
    ...rest(),
  },
}

function rest() {
  const { message, callback, promised, survey, bye, main, two, three, out, desk, account, look, voice, one } = day
  return { message, callback, promised, survey, bye, main, two, three, out, desk, account, look, voice, one }
}

export const anyDefinition: fc.Arbitrary<CenterDefinition> = fc
  .record({
    channels: fc.integer({ min: 1, max: 30 }),
    levels: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 6, maxLength: 6 }),
    limits: maybe(fc.record({ callsInARow: fc.integer({ min: 1, max: 4 }), breakMs: seconds(1, 30) })),
    one: anyQueue(['two', 'three']),
    two: anyQueue(['one', 'three']),
    three: anyQueue(['one', 'two']),
    keepMs: seconds(5, 60),
  })
  .map(({ channels, levels, limits, one, two, three, keepMs }) =>
    checkDefinition({
      trunks: {
        main: { numbers: ['100', '101', '102'], channels, prefix: '9' },
        out: { numbers: ['200'], channels: 2, prefix: '9' },
        line: { numbers: ['120'], channels: 3, calledPartyRelease: { keepMs }, backup: 'out' },
      },
      skills: ['talk'],
      agents: Object.fromEntries(
        agentNames.map((name, i) => [
          name,
          {
            extension: `${8001 + i}`,
            ...(i < 4 ? { groups: ['near'] } : {}),
            skills: { talk: levels[i] },
            ...(limits === undefined || i > 1 ? {} : { limits }),
          },
        ]),
      ),
      queues: Object.fromEntries(
        [one, two, three].map((queue, i) => [
          queueNames[i],
          Object.fromEntries(Object.entries(queue).filter(([, v]) => v !== undefined)),
        ]),
      ),
      prompts: { hello: 'Hello.', menu: 'Press a key, any key, from one to eight.', patience: 'Please wait.' },
      functions: { balance },
      owners: { '5550000001': 'ben', '5550000002': 'chen' },
      callerTags: { vip: ['5550000003'] },
      blocked: ['5550000004'],
      extensions: { '8900': { supervisor: true }, '8901': {} },
      dialing: {
        blocked: ['0900*'],
        numbers: {
          '600': { queue: 'one' },
          '601': { flow: 'silent' },
          '602': { group: 'near' },
          '603': { group: 'near', call: 'broadcast' },
        },
      },
      flows,
      routes: [
        { number: '100', tag: 'vip', flow: 'direct', priority: 5 },
        { number: '100', flow: 'day' },
        { number: '101', flow: 'direct' },
        { number: '102', flow: 'silent' },
        { number: '200', flow: 'straight' },
        { number: '120', flow: 'emergency' },
      ],
    }),
  )
