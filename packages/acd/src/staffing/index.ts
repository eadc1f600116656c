export { type IntervalGoal, type IntervalStaffing, staffByInterval } from './by-interval.js'
export { type ErlangAFigures, erlangA, type ImpatientPoint } from './erlang-a.js'
export { erlangB, offeredAtBlocking } from './erlang-b.js'
export { type ErlangCFigures, erlangC, type WaitingPoint } from './erlang-c.js'
export { evaluateStaffing, type StaffingFigures, type StaffingLoad, type StaffingModel } from './evaluate.js'
export { leastAgents, type Staffing, type StaffingGoal } from './least-agents.js'
export { type PriorityFigures, type PriorityPoint, priorityQueue } from './priority.js'
export {
  expectedCounts,
  type ServiceCounts,
  type ServiceLevelFormula,
  serviceLevelFormulas,
  serviceLevelOf,
} from './service-level.js'
export { singleServerWaitMs } from './single-server.js'
export { type TrunkFigures, type TrunkPoint, trunkQueue } from './trunks.js'
