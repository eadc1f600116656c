import { checkNumber, checkWhole, mostAgents } from './check.js'
import { blockingOf } from './erlang-b.js'

export interface TrunkPoint {
  readonly offeredErlangs: number
  readonly agents: number
  /** Calls that fit in at all, talking and waiting together: at least as many as agents. */
  readonly trunks: number
  readonly ahtMs: number
  readonly targetMs: number
}

export interface TrunkFigures {
  /** Share of offered calls that hear busy. */
  readonly blocking: number
  /** Share of accepted calls that wait. */
  readonly pWait: number
  /** Answered within the target, of accepted calls. */
  readonly serviceLevel: number
  /** Mean wait of accepted calls. */
  readonly asaMs: number
  readonly queueLength: number
  readonly occupancy: number
}

/**
 * n agents behind K trunks: a call that finds all trunks taken is lost, the others wait (M/M/n/K). Always steady.
 *
 * Against the state with n calls, n + k calls have weight (a / n)^k for k = 0..K - n, and all states below n together
 * 1 / B - 1. Weights are counted from the larger end, so that neither overload nor a thousand trunks overflow.
 * A call that finds k waiting waits for k + 1 departures at rate n / h: P(W > t) is a Poisson sum.
 *
 * Source: Gross & Harris, Fundamentals of Queueing Theory, 4th ed., section 2.5.
 *
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function trunkQueue({ offeredErlangs, agents, trunks, ahtMs, targetMs }: TrunkPoint): TrunkFigures {
  checkNumber('offeredErlangs', offeredErlangs, { min: 0 })
  checkWhole('agents', agents, { min: 1, max: mostAgents })
  checkWhole('trunks', trunks, { min: agents, max: mostAgents })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  checkNumber('targetMs', targetMs, { min: 0 })
  const places = trunks - agents
  const load = offeredErlangs / agents
  const below = blockingOf(offeredErlangs, agents)
  const logLoad = Math.log(load)
  const top = load > 1 ? places : 0
  const weightOf = (k: number): number => (k === top ? 1 : Math.exp((k - top) * logLoad))

  const departures = (agents * targetMs) / ahtMs
  let logPoisson = -departures
  let atMost = departures === 0 ? 1 : Math.exp(logPoisson)
  let waiting = 0
  let late = 0
  let queued = 0
  for (let k = 0; k < places; k += 1) {
    const weight = weightOf(k)
    waiting += weight
    late += weight * Math.min(1, atMost)
    queued += k * weight
    if (weight * places * places < 1e-20 * queued && load < 1) break
    logPoisson += Math.log(departures / (k + 1))
    atMost += Math.exp(logPoisson)
  }
  const full = weightOf(places)
  queued += places * full
  const total = below === 0 ? Number.POSITIVE_INFINITY : weightOf(0) * (1 / below - 1) + waiting + full
  const blocking = full / total
  const accepted = 1 - blocking
  const queueLength = queued / total
  return {
    blocking,
    pWait: waiting / total / accepted,
    serviceLevel: 1 - late / total / accepted,
    asaMs: offeredErlangs === 0 ? 0 : (queueLength * ahtMs) / (offeredErlangs * accepted),
    queueLength,
    occupancy: (offeredErlangs * accepted) / agents,
  }
}
