/** A step of a flow: plain data, told apart by `step`. */
import type { BranchStep } from '../steps/branch.js'
import type { CollectStep } from '../steps/collect.js'
import type { FlowStep } from '../steps/flow.js'
import type { HangUpStep } from '../steps/hang-up.js'
import type { HoursStep } from '../steps/hours.js'
import type { LanguageStep } from '../steps/language.js'
import type { LookupStep } from '../steps/lookup.js'
import type { MenuStep } from '../steps/menu.js'
import type { PlayStep } from '../steps/play.js'
import type { QueueStep } from '../steps/queue.js'
import type { RecordStep } from '../steps/record.js'
import type { SayStep } from '../steps/say.js'
import type { SetStep } from '../steps/set.js'
import type { SurveyStep } from '../steps/survey.js'
import type { TagStep } from '../steps/tag.js'
import type { TransferStep } from '../steps/transfer.js'
import type { VoicemailStep } from '../steps/voicemail.js'
import type { FlowNames } from './names.js'

/** Every step kind, over the names of the flow's own steps and of the rest of the definition. */
export type Step<Steps extends string, N extends FlowNames> =
  | PlayStep<Steps, N>
  | SayStep<Steps, N>
  | MenuStep<Steps, N>
  | CollectStep<Steps, N>
  | LookupStep<Steps, N>
  | RecordStep<Steps, N>
  | VoicemailStep<Steps, N>
  | QueueStep<Steps, N>
  | TransferStep<Steps, N>
  | SurveyStep<Steps, N>
  | SetStep<Steps, N>
  | TagStep<Steps, N>
  | BranchStep<Steps, N>
  | HoursStep<Steps, N>
  | LanguageStep<Steps, N>
  | FlowStep<Steps, N>
  | HangUpStep<Steps, N>

/** One flow, names unchecked: its steps by name; a call begins at `start`. */
export interface FlowData {
  readonly [step: string]: Step<string, FlowNames>
}

/** The section `flows`, names unchecked. */
export interface FlowsData {
  readonly [flow: string]: FlowData
}
