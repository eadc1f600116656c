/** What a definition is written with. Scenarios: `callweave/sim`; tests of flows: `callweave/testing`. */
export {
  type Ask,
  bestSkilled,
  by,
  byMost,
  type Decision,
  defineStrategy,
  expandingRings,
  fewestCalls,
  lastAgentFirst,
  leastSkilled,
  leastTalkTime,
  linear,
  longestIdle,
  type MemberView,
  type Order,
  offer,
  offerAll,
  ownerFirst,
  percentAllocation,
  priorityByAbility,
  random,
  ringAll,
  roundRobin,
  type Strategy,
  wait,
  weighted,
} from '@callweave/acd'
export { type CenterDefinition, type CenterNames, defineCallCenter, defineFloor } from '@callweave/center'
export { CallweaveError, type Problem, type Secret, secret } from '@callweave/core'
export { defineFunction, type FunctionAnswer, type FunctionArgs } from '@callweave/ivr'
