export { type AgentDefinition, type AgentLimits, agentsSchema, skillsSchema } from './definition/agents.js'
export type {
  AbsenceFactor,
  Announcements,
  CallbackRules,
  MemberDefinition,
  Overflow,
  PenaltyRule,
  QueueDefinition,
  ServiceLevelTarget,
  TierRules,
} from './definition/queues.js'
export { queuesSchema } from './definition/queues-schema.js'
export type { AcdSections } from './definition/sections.js'
export { createAcd } from './engine/acd.js'
export type { Agent } from './engine/agent.js'
export type { Callback } from './engine/callback.js'
export type { Acd, AcdOptions, CallBackOptions, EnterOptions, RuleChanges } from './engine/contract.js'
export type { AcdDesk, Announcement, QueueOutcome } from './engine/desk.js'
export type { Entry } from './engine/entry.js'
export type { Offer } from './engine/offer.js'
export type { Queue } from './engine/queue.js'
export { snapshotFloor } from './engine/snapshot.js'
export type { Abandoned, Floor } from './engine/state.js'
export { type AgentExplanation, type ExplainedCall, explainAgent } from './explain/explain-agent.js'
export { type CallExplanation, type ExplainedCandidate, explainCall, type Removal } from './explain/explain-call.js'
export { type FloorReplay, replayFloor } from './explain/replay-floor.js'
export { type Precedence, precedenceOver, type WaitCause, type WaitState, waitStateOf } from './explain/wait-state.js'
export { callsAhead, waitingForAgent } from './explain/waiting-calls.js'
export { bestSkilled } from './strategies/best-skilled.js'
export { type ExpandingRingsOptions, expandingRings } from './strategies/expanding-rings.js'
export { fewestCalls } from './strategies/fewest-calls.js'
export { lastAgentFirst } from './strategies/last-agent-first.js'
export { leastSkilled } from './strategies/least-skilled.js'
export { leastTalkTime } from './strategies/least-talk-time.js'
export { linear } from './strategies/linear.js'
export { longestIdle } from './strategies/longest-idle.js'
export { ownerFirst } from './strategies/owner-first.js'
export { percentAllocation } from './strategies/percent-allocation.js'
export type { PreferOptions } from './strategies/preferring.js'
export { priorityByAbility } from './strategies/priority-by-ability.js'
export { random } from './strategies/random.js'
export { type RingAllOptions, ringAll } from './strategies/ring-all.js'
export { roundRobin } from './strategies/round-robin.js'
export { weighted } from './strategies/weighted.js'
export { checkStrategy } from './strategy/check.js'
export {
  type Ask,
  by,
  byMost,
  type Decision,
  defineStrategy,
  type MemberView,
  type Order,
  offer,
  offerAll,
  type Strategy,
  type StrategyRef,
  wait,
} from './strategy/define.js'
export { strategyFor, strategyNames } from './strategy/registry.js'
