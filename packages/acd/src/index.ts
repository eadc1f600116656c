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
export { type Acd, type AcdOptions, createAcd, type EnterOptions } from './engine/acd.js'
export type { Agent } from './engine/agent.js'
export type { AcdDesk, Announcement, QueueOutcome } from './engine/desk.js'
export type { Entry } from './engine/entry.js'
export type { Offer } from './engine/offer.js'
export type { Queue } from './engine/queue.js'
export type { Floor } from './engine/state.js'
export {
  type Ask,
  by,
  byMost,
  type Decision,
  defineStrategy,
  type MemberView,
  offer,
  offerAll,
  type Order,
  type Strategy,
  type StrategyRef,
  wait,
} from './strategy/define.js'
export { strategyFor, strategyNames } from './strategy/registry.js'
