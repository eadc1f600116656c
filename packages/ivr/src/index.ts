export { checkFlows } from './check/flows.js'
export { type Covered, type PathCoverage, pathCoverage } from './coverage/coverage.js'
export { enumeratePaths, type FlowPath, type FlowPaths, type PathStep } from './coverage/paths.js'
export { containmentRatio, createFlowUse, type EdgeUse, type FlowUse, type StepUse } from './coverage/use.js'
export type { CheckedFlow, CheckedFlows } from './definition/checked.js'
export { flowsSchema } from './definition/flows.js'
export {
  codeOf,
  defineFunction,
  type FunctionAnswer,
  type FunctionArgs,
  type FunctionCode,
  type FunctionsData,
  type FunctionValue,
  functionsSchema,
  type SimulatedAnswer,
} from './definition/functions.js'
export type { InputSettings, Ladder, PromptList } from './definition/input.js'
export { languagesDefault, languagesSchema } from './definition/languages.js'
export { type Menus, menusSchema } from './definition/menus.js'
export type { FlowNames, KnownNames } from './definition/names.js'
export { createSoundLengths, type SoundLengths, speechLengthMs } from './definition/prompt-length.js'
export { type Prompt, type PromptsData, promptsSchema } from './definition/prompts.js'
export type { IvrSections } from './definition/sections.js'
export type { FlowData, FlowsData, Step } from './definition/step.js'
export { type DrawOptions, drawFlow } from './draw/flow.js'
export { flowVersion } from './engine/compile.js'
export type {
  CallbackIntent,
  IvrCommand,
  IvrDesk,
  LookupOutcome,
  LookupRequest,
  QueueIntent,
  QueueOutcome,
  TransferIntent,
  TransferOutcome,
} from './engine/desk.js'
export { createIvr, type FlowPosition, type FlowStart, type Ivr, type IvrOptions } from './engine/ivr.js'
export type { PositionSnapshot } from './engine/position.js'
export { createHours, type HoursCalendar, type HoursReason, type HoursState } from './hours/calendar.js'
export {
  type HoursData,
  type HoursSection,
  hoursSchema,
  type TimeSpan,
  type WeekDay,
  type WeeklySpan,
} from './hours/schema.js'
export { isOpen, nextChange, stateAt } from './hours/state.js'
export type { AnyStep, StepKindName } from './steps/kinds.js'
