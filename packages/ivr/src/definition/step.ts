/** A step of a flow: plain data, told apart by `step`. */
import type { BranchStep } from '../steps/branch.js'
import type { CallbackStep } from '../steps/callback.js'
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

/** The step kinds by name: one is looked up by what a step says it is, and the others are never made. */
export interface StepKinds<Steps extends string, N extends FlowNames> {
  readonly play: PlayStep<Steps, N>
  readonly say: SayStep<Steps, N>
  readonly menu: MenuStep<Steps, N>
  readonly collect: CollectStep<Steps, N>
  readonly lookup: LookupStep<Steps, N>
  readonly record: RecordStep<Steps, N>
  readonly voicemail: VoicemailStep<Steps, N>
  readonly queue: QueueStep<Steps, N>
  readonly transfer: TransferStep<Steps, N>
  readonly callback: CallbackStep<Steps, N>
  readonly survey: SurveyStep<Steps, N>
  readonly set: SetStep<Steps, N>
  readonly tag: TagStep<Steps, N>
  readonly branch: BranchStep<Steps, N>
  readonly hours: HoursStep<Steps, N>
  readonly language: LanguageStep<Steps, N>
  readonly flow: FlowStep<Steps, N>
  readonly 'hang-up': HangUpStep<Steps, N>
}

/** Every step kind, over the names of the flow's own steps and of the rest of the definition. */
export type Step<Steps extends string, N extends FlowNames> = StepKinds<Steps, N>[keyof StepKinds<Steps, N>]

/** One flow, names unchecked: its steps by name; a call begins at `start`. */
export interface FlowData {
  readonly [step: string]: Step<string, FlowNames>
}

/** The section `flows`, names unchecked. */
export interface FlowsData {
  readonly [flow: string]: FlowData
}
