import { checkNumber, checkWhole, mostAgents } from './check.js'
import { blockingOf } from './erlang-b.js'
import type { WaitingPoint } from './erlang-c.js'
import { patienceSeries } from './patience-series.js'

export interface ImpatientPoint extends WaitingPoint {
  /** Mean of the exponential patience, above 0. */
  readonly patienceMs: number
}

/** All shares are of offered calls; nobody is blocked, so every offered call is answered or abandons. */
export interface ErlangAFigures {
  /** Found every agent busy. */
  readonly pWait: number
  readonly pAbandon: number
  readonly answeredWithinTargetRatio: number
  readonly abandonedWithinTargetRatio: number
  /** Still waiting at the target, whatever became of the call. */
  readonly pWaitOverTarget: number
  /** Mean wait of all calls, abandoned and immediately answered ones included. Equals pAbandon * patience. */
  readonly meanWaitMs: number
  /** ASA: mean wait of answered calls, immediately answered ones included. */
  readonly meanWaitAnsweredMs: number
  /** Mean wait of abandoned calls; 0 when there are none. */
  readonly meanWaitAbandonedMs: number
  readonly queueLength: number
  readonly occupancy: number
}

/**
 * Erlang A: Erlang C with callers who leave after an exponential patience (Palm's M/M/n+M). Always has a steady state.
 *
 * With c, x, w(k) of `patienceSeries`, p(n) the probability that all are busy and nobody waits, and t in patiences:
 *
 *     p(n) = 1 / (1 / B + sum w)                 P(wait) = p(n) (1 + sum w)
 *     P(abandon) = p(n) sum k w / x              E[W] = P(abandon) * patience
 *     E(t) = exp(x (1 - e^-t) - c t), y = x e^-t, w' the weights at (c, y)
 *     P(W > t) = p(n) E(t) e^-t (1 + sum w')     P(answered after t) = p(n) (c / x) E(t) sum w'
 *     P(abandoned after t) = p(n) E(t) sum k w' / x
 *
 * The last three are the integrals of Zeltyn & Mandelbaum in closed form: substituting u = x e^-s turns
 * the integral of E over (t, inf) into an incomplete gamma function, which is the same series at y.
 *
 * Accuracy: 1e-10 relative for the steady figures; for those at the target about 1e-15 (1 + max(0, x - c)) absolute, so
 * 1e-11 at 10,000 agents who are twice overloaded.
 *
 * Sources: Palm 1957; Garnett, Mandelbaum & Reiman, M&SOM 4(3) 2002; Mandelbaum & Zeltyn, The Palm/Erlang-A Queue, 2005.
 *
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function erlangA({ offeredErlangs, agents, ahtMs, patienceMs, targetMs }: ImpatientPoint): ErlangAFigures {
  checkNumber('offeredErlangs', offeredErlangs, { min: 0 })
  checkWhole('agents', agents, { min: 1, max: mostAgents })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  checkNumber('patienceMs', patienceMs, { above: 0 })
  checkNumber('targetMs', targetMs, { min: 0 })
  const blocking = blockingOf(offeredErlangs, agents)
  if (blocking < 1e-300) return nobodyWaits(offeredErlangs / agents)

  const c = (agents * patienceMs) / ahtMs
  const x = (offeredErlangs * patienceMs) / ahtMs
  const steady = patienceSeries(c, x)
  const none = Math.exp(-steady.logScale)
  const total = none * (1 / blocking - 1) + none + steady.waiting
  const pWait = (none + steady.waiting) / total
  const pAbandon = steady.queued / total / x
  const answered = (none * (1 / blocking - 1)) / total + ((c / x) * steady.waiting) / total

  const target = targetMs / patienceMs
  const gone = -Math.expm1(-target)
  const later = patienceSeries(c, x * (1 - gone))
  // Logarithms, because under overload p(n) and E(t) leave the range of a double in opposite directions.
  const logPoint = x * gone - c * target + later.logScale - steady.logScale - Math.log(total)
  const point = Math.exp(logPoint)
  const pWaitOverTarget = Math.exp(logPoint - target + Math.log(Math.exp(-later.logScale) + later.waiting))
  const answeredAfter = point * (c / x) * later.waiting
  const abandonedAfter = (point * later.queued) / x

  return {
    pWait,
    pAbandon,
    answeredWithinTargetRatio: share(1 - pAbandon - answeredAfter),
    abandonedWithinTargetRatio: share(pAbandon - abandonedAfter),
    pWaitOverTarget,
    meanWaitMs: pAbandon * patienceMs,
    meanWaitAnsweredMs: ((steady.servedWait / total) * (c / x) * patienceMs) / answered,
    meanWaitAbandonedMs: (steady.abandonedWait / steady.queued) * patienceMs,
    queueLength: steady.queued / total,
    occupancy: (offeredErlangs / agents) * answered,
  }
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function nobodyWaits(occupancy: number): ErlangAFigures {
  return {
    pWait: 0,
    pAbandon: 0,
    answeredWithinTargetRatio: 1,
    abandonedWithinTargetRatio: 0,
    pWaitOverTarget: 0,
    meanWaitMs: 0,
    meanWaitAnsweredMs: 0,
    meanWaitAbandonedMs: 0,
    queueLength: 0,
    occupancy,
  }
}
