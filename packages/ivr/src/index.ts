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
export {
  type HoursData,
  type HoursSection,
  hoursSchema,
  type TimeSpan,
  type WeekDay,
  type WeeklySpan,
} from './hours/schema.js'
export type { AnyStep, StepKindName } from './steps/kinds.js'
