export { type Board, createBoard } from './board/board.js'
export type { Party } from './board/party.js'
export { VirtualClock } from './clock/virtual-clock.js'
export {
  type CustomerWithPhones,
  createSimulatedCrm,
  type SimulatedCrm,
  type SimulatedCrmOptions,
} from './outside/crm.js'
export type { Disturbed } from './outside/disturbance.js'
export { createSimulatedNotify, type SimulatedNotify } from './outside/notify.js'
export type { PeerOptions } from './outside/peer.js'
export type { NumberPlan } from './outside/phone-numbers.js'
export { createSimulatedSpeech, type SimulatedSpeech, type SimulatedSpeechOptions } from './outside/speech.js'
export {
  compileDistribution,
  constant,
  createStreams,
  type Distribution,
  empirical,
  erlang,
  exponential,
  gamma,
  logNormal,
  meanMs,
  oneOf,
  quantiles,
  replicationSeed,
  scv,
  uniform,
} from './random/index.js'
export { compareWithErlangA, expectedByChance } from './report/against-erlang.js'
export type * from './report/report.js'
export { compareResults, intervalsOf, summarize } from './report/summarize.js'
export type * from './report/theory.js'
export { instantOfLocal } from './run/local-time.js'
export { queueOptionsOf, type ReplicationOptions, type ReplicationResult, runReplication } from './run/replication.js'
export { createWorld, type World, type WorldOptions } from './run/world.js'
export type { Change } from './scenario/changes.js'
export type { CheckedScenario } from './scenario/checked.js'
export { defineScenario, inspectScenario, type ScenarioDefinition } from './scenario/define.js'
export { counts, countsFile, poisson, rates, times, timesFile } from './scenario/sources.js'
export type * from './scenario/types.js'
export { type Comparison, parseThreshold, type Threshold, type ThresholdResult } from './thresholds/index.js'
