import { checkNumber } from './check.js'
import type { StaffingGoal } from './least-agents.js'
import { leastAgents, type Staffing } from './least-agents.js'

export interface IntervalGoal extends Omit<StaffingGoal, 'callsPerHour'> {
  /** Length of every interval, above 0. */
  readonly intervalMs: number
}

export interface IntervalStaffing extends Staffing {
  /** Place in the list of volumes. */
  readonly index: number
  /** Calls expected to arrive in the interval. */
  readonly calls: number
}

/**
 * The fewest agents for each interval of a day, from the calls that each is expected to bring.
 *
 * Every interval is taken as if its rate had lasted for ever: nothing is carried from one to the next, neither a backlog nor
 * the calls in progress (known as SIPP: stationary, independent, period by period). After a peak, and where calls last
 * about as long as the interval, expect worse than the figures say; a simulation of the whole day shows by how much.
 * An interval without calls needs nobody.
 *
 * Source: Green, Kolesar & Soares, Operations Research 49(4) 2001.
 *
 * @throws CallweaveError `out-of-range`, naming the argument or the interval.
 */
export function staffByInterval(volumes: readonly number[], goal: IntervalGoal): IntervalStaffing[] {
  const { intervalMs, ...rest } = goal
  checkNumber('intervalMs', intervalMs, { above: 0 })
  return volumes.map((calls, index) => {
    checkNumber(`volumes[${index}]`, calls, { min: 0 })
    return { index, calls, ...leastAgents({ ...rest, callsPerHour: (calls * 3_600_000) / intervalMs }) }
  })
}
