/** Random callers, agents, faults and supervisors for the random centers. */
import { constant, type Distribution, exponential, gamma, type ScenarioInput, uniform } from '@callweave/sim'
import fc from 'fast-check'
import { agentNames, maybe, seconds } from './any-center.js'

const anySpan = (mostMs: number): fc.Arbitrary<Distribution> =>
  fc.oneof(
    fc.integer({ min: 0, max: mostMs }).map((ms) => constant({ ms })),
    fc.integer({ min: 1, max: mostMs }).map((meanMs) => exponential({ meanMs })),
    fc.integer({ min: 1, max: mostMs }).map((toMs) => uniform({ minMs: 0, maxMs: toMs })),
    fc.integer({ min: 1, max: mostMs }).map((meanMs) => gamma({ meanMs, shape: 0.5 })),
  )

const anyRatio = fc.constantFrom(0, 0, 0.1, 0.5, 1)

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

const dropUndefined = <T extends object>(of: T): Defined<T> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Defined<T>

export interface Act {
  readonly afterMs: number
  readonly agent: (typeof agentNames)[number]
  readonly act:
    | 'ready'
    | 'not-ready'
    | 'logged-out'
    | 'reprioritize'
    | 'leave'
    | 'join'
    | 'skill'
    | 'cut'
    | 'mend'
    | PhoneAct
  readonly n: number
}

/** What agents and supervisors do with calls, at phones and screens. */
export const phoneActs = [
  'dials',
  'picks-up',
  'dials-code',
  'holds',
  'retrieves',
  'asks-transfer',
  'joins-calls',
  'puts-down',
  'screen-dials',
  'transfers',
  'consults',
  'completes',
  'goes-back',
  'confers',
  'taps',
  'is-cleared',
  'caller-clears',
  'caller-clears',
] as const
export type PhoneAct = (typeof phoneActs)[number]

export const lengthMs = 600_000

/** Things that supervisors, agents and bad luck do at any time. */
export const anyActs: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    afterMs: fc.nat(lengthMs),
    agent: fc.constantFrom(...agentNames),
    act: fc.constantFrom(
      'ready',
      'ready',
      'not-ready',
      'logged-out',
      'reprioritize',
      'leave',
      'join',
      'skill',
      'cut',
      'mend',
      ...phoneActs,
    ),
    n: fc.nat(10),
  }) as fc.Arbitrary<Act>,
  { maxLength: 80 },
)

/** A floor where hardly anything but that happens. */
export const anyPhoneActs: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    afterMs: fc.nat(lengthMs),
    agent: fc.constantFrom(...agentNames),
    act: fc.constantFrom(...phoneActs),
    n: fc.nat(10),
  }) as fc.Arbitrary<Act>,
  { minLength: 100, maxLength: 250 },
)

/** `most` calls of each source at most. Everybody loses patience in the end, so that every run ends. */
export const anyScenario = (most: number): fc.Arbitrary<ScenarioInput> =>
  fc
    .record({
      counts: fc.array(fc.nat(most), { minLength: 5, maxLength: 5 }),
      patience: anySpan(60_000),
      redial: maybe(fc.record({ ratio: anyRatio, after: anySpan(30_000), most: fc.integer({ min: 0, max: 3 }) })),
      whileWaiting: maybe(
        fc.record({ key: fc.constantFrom('1', '2', '3', '9'), ratio: anyRatio, after: anySpan(20_000) }),
      ),
      everyone: fc.record({
        answer: maybe(anySpan(15_000)),
        missRatio: fc.constantFrom(0, 0, 0.2, 0.6),
        rejectRatio: fc.constantFrom(0, 0, 0.2, 0.4),
        talk: anySpan(60_000),
        wrapUp: maybe(anySpan(20_000)),
        hangsUpRatio: anyRatio,
        backAfterMissesMs: seconds(1, 30),
      }),
      faults: fc.array(
        fc
          .record({
            fault: fc.constantFrom('trunk-down', 'phone-dead', 'lookups-slow'),
            afterMs: fc.nat(lengthMs),
            lengthMs: fc.integer({ min: 1, max: 120_000 }),
            agent: fc.constantFrom(...agentNames),
          })
          .map(({ fault, afterMs, lengthMs: span, agent }) =>
            fault === 'trunk-down'
              ? { fault, afterMs, lengthMs: span, trunk: 'main' }
              : fault === 'phone-dead'
                ? { fault, afterMs, lengthMs: span, agent }
                : { fault, afterMs, lengthMs: span, slowerFactor: 3, failRatio: 0.3 },
          ),
        { maxLength: 3 },
      ),
    })
    .map(({ counts, patience, redial, whileWaiting, everyone, faults }) => ({
      start: '2026-01-12T09:00',
      lengthMs,
      arrivals: ['100', '101', '102', '200', '120'].map((dialed, i) => ({
        dialed,
        callers: 'public',
        source: { arrivals: 'counts' as const, intervalMs: lengthMs, counts: [counts[i] as number] },
      })),
      callers: {
        public: dropUndefined({
          patience,
          redial,
          whileWaiting,
          keys: {
            main: { '1': 0.2, '2': 0.2, '3': 0.1, '4': 0.1, '5': 0.1, '6': 0.05, '7': 0.05, '8': 0.1 },
            survey: { '1': 0.4 },
          },
          digits: { account: ['12', '123456', '1#'] },
          message: constant({ ms: 4_000 }),
          population: 20,
        }),
      },
      agents: { everyone: dropUndefined(everyone) },
      faults: faults as NonNullable<ScenarioInput['faults']>,
    }))
