import { checkNumber, mostAgents } from './check.js'
import { evaluateStaffing, type StaffingFigures, type StaffingLoad } from './evaluate.js'

export interface StaffingGoal extends StaffingLoad {
  /** Service level to reach, 0 <= goal < 1; under erlang-b it is 1 - blocking. */
  readonly goalRatio: number
  /** Share of paid time that is not spent at the phone (breaks, training, illness), 0 <= shrinkage < 1; 0 when left out. */
  readonly shrinkageRatio?: number
  /** Agents are added until they are busy no more than this, 0 < cap <= 1; no cap when left out. */
  readonly maxOccupancyRatio?: number
}

export interface Staffing extends StaffingFigures {
  /** Least number at the phone that reaches the goal; 0 when there are no calls. */
  readonly agents: number
  /** agents / (1 - shrinkage), rounded up: how many to put on the roster. */
  readonly rosteredAgents: number
}

/**
 * The fewest agents that reach a goal, and what they then achieve.
 *
 * Service level rises and occupancy falls with every agent added, in all three models, so the number is found by
 * doubling, then halving: about 2 log2(n) evaluations.
 *
 * @throws CallweaveError `out-of-range`, naming the argument; also when ten million agents would not do.
 */
export function leastAgents(goal: StaffingGoal): Staffing {
  const { goalRatio, shrinkageRatio = 0, maxOccupancyRatio = 1, callsPerHour, ahtMs } = goal
  checkNumber('goalRatio', goalRatio, { min: 0, below: 1 })
  checkNumber('shrinkageRatio', shrinkageRatio, { min: 0, below: 1 })
  checkNumber('maxOccupancyRatio', maxOccupancyRatio, { above: 0, max: 1 })
  const one = evaluateStaffing({ ...goal, agents: 1 })
  if (callsPerHour === 0) return { ...one, agents: 0, rosteredAgents: 0 }

  const reaches = (figures: StaffingFigures): boolean =>
    Number.isFinite(figures.asaMs) && figures.serviceLevel >= goalRatio && figures.occupancy <= maxOccupancyRatio
  const load = (callsPerHour * ahtMs) / 3_600_000
  checkNumber('offeredErlangs', load, { max: mostAgents / 2 })
  let tooFew = 0
  let agents = 1
  let figures = one
  let step = Math.ceil(load)
  while (!reaches(figures)) {
    tooFew = agents
    agents = Math.min(mostAgents, agents + step)
    step *= 2
    checkNumber('agents needed', agents, { below: mostAgents })
    figures = evaluateStaffing({ ...goal, agents })
  }
  while (agents - tooFew > 1) {
    const middle = Math.floor((tooFew + agents) / 2)
    const there = evaluateStaffing({ ...goal, agents: middle })
    if (reaches(there)) {
      agents = middle
      figures = there
    } else {
      tooFew = middle
    }
  }
  return { ...figures, agents, rosteredAgents: withShrinkage(agents, shrinkageRatio) }
}

/** The tolerance keeps 14 / 0.7 at 20: the quotient of two doubles may land a hair above the whole number. */
function withShrinkage(agents: number, shrinkageRatio: number): number {
  return Math.ceil(agents / (1 - shrinkageRatio) - 1e-9)
}
