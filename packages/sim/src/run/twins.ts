/** The simulated twins of registered functions: an answer drawn, after the time that it would have taken. */

import type { Lookups } from '@callweave/center'
import type { Clock, Random } from '@callweave/core'
import type { FunctionCode, LookupOutcome } from '@callweave/ivr'

export interface Twins extends Lookups {
  /** A fault: everything takes so many times as long, and that share of answers fails. */
  disturb(slowerFactor: number, failRatio: number): void
}

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
  let slower = 1
  let fails = 0
  return {
    disturb: (slowerFactor, failRatio) => {
      slower = slowerFactor
      fails = failRatio
    },
    ask: (request, answer) => {
      const twin = codeOf(request.function)?.simulate
      const faults = random.stream('lookup-faults')
      let outcome: LookupOutcome
      if (twin === undefined) outcome = { ok: false, because: 'no-simulated-twin', tookMs: 0 }
      else {
        const { result, tookMs } = twin(request.args, random.stream(`function.${request.function}`))
        const took = Math.round(tookMs * slower)
        const failed = fails > 0 && faults.next() < fails
        outcome = failed ? { ok: false, because: 'fault', tookMs: took } : { ok: true, result, tookMs: took }
      }
      clock.at(clock.nowMs() + outcome.tookMs, deliver, { answer, outcome })
    },
  }
}
