import { checkNumber, checkWhole, mostAgents } from './check.js'
import { waitingOf } from './erlang-c.js'

export interface PriorityPoint {
  /** Offered load of each class, the most urgent first; at least one. */
  readonly offeredErlangs: readonly number[]
  readonly agents: number
  /** One mean handle time for all classes: the formula holds for no other case. */
  readonly ahtMs: number
}

export interface PriorityFigures {
  /** Share of calls that wait, the same in every class. */
  readonly pWait: number
  /** Mean wait in each class, in the order given; Infinity from the first class that cannot be carried. */
  readonly meanWaitMs: readonly number[]
}

/**
 * Classes of callers in order of urgency, none interrupts a call in progress (non-preemptive M/M/n).
 *
 * With s(k) the load of classes 1..k over n, and C from Erlang C at the whole load:
 * E[W(k)] = C (h / n) / ((1 - s(k - 1)) (1 - s(k))). Where the whole load is too much, the agents are always busy
 * (C = 1): the urgent classes still have a finite wait, the others none.
 *
 * Sources: Cobham, Operations Research 2(1) 1954; Kella & Yechiali, Naval Research Logistics 32, 1985.
 *
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function priorityQueue({ offeredErlangs, agents, ahtMs }: PriorityPoint): PriorityFigures {
  checkWhole('the number of classes', offeredErlangs.length, { min: 1 })
  offeredErlangs.forEach((load, index) => {
    checkNumber(`offeredErlangs[${index}]`, load, { min: 0 })
  })
  checkWhole('agents', agents, { min: 1, max: mostAgents })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  const whole = offeredErlangs.reduce((sum, load) => sum + load, 0)
  const pWait = waitingOf(whole, agents)
  const meanWaitMs: number[] = []
  let spareBefore = 1
  let above = 0
  for (const load of offeredErlangs) {
    above += load
    const spare = 1 - above / agents
    meanWaitMs.push(spare > 0 ? (pWait * ahtMs) / agents / (spareBefore * spare) : Number.POSITIVE_INFINITY)
    spareBefore = spare
  }
  return { pWait, meanWaitMs }
}
