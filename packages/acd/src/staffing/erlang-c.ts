import { checkNumber, checkWhole, mostAgents } from './check.js'
import { blockingOf } from './erlang-b.js'

export interface WaitingPoint {
  readonly offeredErlangs: number
  readonly agents: number
  /** Mean handle time, above 0: it turns loads into spans. */
  readonly ahtMs: number
  /** Answer target, from 0. */
  readonly targetMs: number
}

export interface ErlangCFigures {
  /** Share of calls that wait at all. */
  readonly pWait: number
  /** Share answered within the target; nobody abandons, so of offered and of answered are the same. */
  readonly serviceLevel: number
  /** Mean wait of all calls, those that do not wait included. */
  readonly asaMs: number
  readonly occupancy: number
  /** Mean number waiting. */
  readonly queueLength: number
}

/**
 * Erlang C: Poisson calls, exponential handle times, n agents, one queue in order of arrival, endless patience (M/M/n).
 *
 * C = n B / (n - a (1 - B)) with B from Erlang B; P(W > t) = C exp(-(n - a) t / h); E[W] = C h / (n - a);
 * E[Q] = a E[W] / h. Stable wherever Erlang B is.
 *
 * A load that the agents cannot carry (offered >= agents) has no steady state: the queue grows without end, so pWait
 * is 1, serviceLevel 0, occupancy 1, asaMs and queueLength Infinity (which JSON prints as null).
 *
 * Source: Gans, Koole & Mandelbaum, Telephone Call Centers, M&SOM 5(2) 2003, section 3.1.
 *
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function erlangC({ offeredErlangs, agents, ahtMs, targetMs }: WaitingPoint): ErlangCFigures {
  checkNumber('offeredErlangs', offeredErlangs, { min: 0 })
  checkWhole('agents', agents, { min: 1, max: mostAgents })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  checkNumber('targetMs', targetMs, { min: 0 })
  const pWait = waitingOf(offeredErlangs, agents)
  const spare = agents - offeredErlangs
  if (spare <= 0) {
    return {
      pWait,
      serviceLevel: 0,
      asaMs: Number.POSITIVE_INFINITY,
      occupancy: 1,
      queueLength: Number.POSITIVE_INFINITY,
    }
  }
  return {
    pWait,
    serviceLevel: 1 - pWait * Math.exp((-spare * targetMs) / ahtMs),
    asaMs: (pWait * ahtMs) / spare,
    occupancy: offeredErlangs / agents,
    queueLength: (pWait * offeredErlangs) / spare,
  }
}

/** P(wait) alone, for formulas that have checked their arguments; 1 where there is no steady state. */
export function waitingOf(offeredErlangs: number, agents: number): number {
  if (offeredErlangs >= agents) return 1
  const blocking = blockingOf(offeredErlangs, agents)
  return (agents * blocking) / (agents - offeredErlangs * (1 - blocking))
}
