/** The simulated twins of registered functions: an answer drawn, after the time that it would have taken. */

import type { Lookups } from '@callweave/center'
import type { Clock, Random } from '@callweave/core'
import type { FunctionCode, LookupOutcome } from '@callweave/ivr'
import { createDisturbance, type Disturbed } from '../outside/disturbance.js'

export interface Twins extends Lookups, Disturbed {}

export interface TwinsOptions {
  readonly clock: Clock
  readonly random: Random
  readonly codeOf: (name: string) => FunctionCode | undefined
}

interface Pending {
  readonly answer: (outcome: LookupOutcome) => void
  readonly outcome: LookupOutcome
}

const deliver = ({ answer, outcome }: Pending): void => answer(outcome)

export const createTwins = ({ clock, random, codeOf }: TwinsOptions): Twins => {
  const { disturb, slowed, fails } = createDisturbance(random.stream('lookup-faults'))
  return {
    disturb,
    ask: (request, answer) => {
      const twin = codeOf(request.function)?.simulate
      let outcome: LookupOutcome
      if (twin === undefined) outcome = { ok: false, because: 'no-simulated-twin', tookMs: 0 }
      else {
        const { result, tookMs: unhurried } = twin(request.args, random.stream(`function.${request.function}`))
        const tookMs = slowed(unhurried)
        outcome = fails() ? { ok: false, because: 'fault', tookMs } : { ok: true, result, tookMs }
      }
      clock.at(clock.nowMs() + outcome.tookMs, deliver, { answer, outcome })
    },
  }
}
