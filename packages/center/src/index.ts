export type { CenterDefinition, CenterNames, CenterSections } from './definition/center-definition.js'
export { checkDefinition, inspectDefinition } from './definition/check.js'
export { defineCallCenter, defineFloor } from './definition/define.js'
export { type Fallback, fallbacks } from './definition/fallbacks.js'
export { mergeSources, type SourcesRead, type SourceValue } from './definition/merge-sources.js'
export {
  type CodeName,
  type CodesDefinition,
  type DefinedPhone,
  type DialingDefinition,
  definedPhones,
  type ExtensionDefinition,
  type FeatureCode,
  featureCodes,
  type InsideNumber,
  type OutboundDefinition,
} from './definition/phones.js'
export {
  type CsvDates,
  type CsvNumbers,
  type CsvRoster,
  csvDates,
  csvNumbers,
  csvRoster,
  type RosterEntry,
  type RosterMembership,
  type RosterSource,
  type UnreadSources,
} from './definition/sources.js'
export { loopbackPeers, type RouteDefinition, type TrunkDefinition } from './definition/trunks.js'
export type { Call, CallTable, Leg } from './engine/calls.js'
export { type Center, type CenterOptions, createCenter, type Tell } from './engine/center.js'
export type { Lookups } from './engine/lookups.js'
export type { Desk, DeskTarget } from './engine/phones/desk.js'
export { applyRosterChanges } from './roster/apply-roster-changes.js'
export { diffRosters, type RosterChange, type Standing, type WithRoster } from './roster/diff-rosters.js'
