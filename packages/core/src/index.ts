export { canonicalText, hashOf } from './definition/canonical.js'
export {
  formatPath,
  formatProblem,
  nearestName,
  type Path,
  type Problem,
  problemsOfZod,
  refuseProblems,
  settings,
  unknownName,
} from './definition/problem.js'
export { type Secret, type SecretUse, secret, secretSchema, secretsIn } from './definition/secret.js'
export { soundPart } from './definition/sound-part.js'
export { CallweaveError, type ErrorCode, type ErrorParts, showValue, unreachable } from './error.js'
export type * from './events/codes.js'
export {
  type CallEvent,
  type EventHead,
  type EventOf,
  type EventType,
  eventSchemaVersion,
  eventTypes,
  kindOf,
} from './events/event.js'
export type { Field, FieldKind, Terms } from './events/field.js'
export { createEventLog, type Emitters, type EventLog, type EventLogOptions, type Listeners } from './events/log.js'
export { q850 } from './events/q850.js'
export { eventSchema } from './events/schema.js'
export {
  type CallbackId,
  type CallId,
  type CommandId,
  callbackId,
  callId,
  commandId,
  formatCallId,
  type LegId,
  legId,
  type OfferId,
  offerId,
} from './ids.js'
export { ownText } from './own-text.js'
export { parseJson } from './parse-json.js'
export type { Clock, TimerId } from './ports/clock.js'
export type * from './ports/crm.js'
export type { Journal } from './ports/journal.js'
export type * from './ports/notify.js'
export type * from './ports/outside.js'
export { noRandom, type Random, type RandomStream } from './ports/random.js'
export type * from './ports/speech.js'
export type * from './ports/switch.js'
export { type AgentState, agentStates } from './states/agent.js'
export { type CallState, callStates } from './states/call.js'
export { type LegState, legStates } from './states/leg.js'
export { type OfferState, offerStates } from './states/offer.js'
export { defineStates, drawStates, mayMove, type StateOf, type StateTable } from './states/table.js'
export { AgeingMap, createIdTable, type IdTable, NameTable } from './table.js'
