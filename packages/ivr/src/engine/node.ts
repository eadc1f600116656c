/**
 * Flows made ready to run: steps linked to steps. Nothing here is looked up by name while a call moves, and one graph
 * serves all calls.
 */
import type { DigitsEnd, EventOf, Sound } from '@callweave/core'
import type { InputSettings } from '../definition/input.js'
import type { HoursCalendar } from '../hours/calendar.js'
import type { CollectCommand, IvrCommand, LookupOutcome, QueueOutcome, TransferOutcome } from './desk.js'
import type { Position } from './position.js'
import type { StepRuntime } from './runtime.js'

/** All flows of one definition. */
export interface FlowSet {
  readonly flows: ReadonlyMap<string, FlowGraph>
  /** The first is the default. A caller's language is an index into this. */
  readonly languages: readonly string[]
}

export interface FlowGraph {
  readonly set: FlowSet
  readonly name: string
  /** The first 12 hex digits of the flow's hash. */
  readonly version: string
  readonly steps: ReadonlyMap<string, StepNode>
  /** Where calls begin; `undefined` only until the steps are there. */
  start: StepNode | undefined
}

/** A step in its place. `acts` is filled in when all steps of all flows are there to be linked. */
export interface StepNode {
  readonly flow: FlowGraph
  readonly name: string
  readonly kind: string
  /** The variable that a lookup's answer goes to. */
  readonly into: string | null
  /** How long a lookup may take. */
  readonly timeoutMs: number
  acts: StepActs
}

/** Where the call goes next; null when it waits for something, or has ended. */
export type Next = StepNode | null

/** What a step does, by what it is told. */
export interface StepActs {
  readonly enter: (at: Position, ivr: StepRuntime) => Next
  readonly promptFinished: (at: Position, ivr: StepRuntime) => Next
  readonly digits: (at: Position, ivr: StepRuntime, digits: string, because: DigitsEnd) => Next
  readonly recorded: (at: Position, ivr: StepRuntime, event: EventOf<'recording.finished'>) => Next
  readonly lookedUp: (at: Position, ivr: StepRuntime, outcome: LookupOutcome) => Next
  /** The switch could not do what the step sent. */
  readonly failed: (at: Position, ivr: StepRuntime) => Next
  /** Null: the step has no edge for that. */
  readonly queued: (outcome: QueueOutcome) => Next
  readonly transferred: (outcome: TransferOutcome) => Next
}

const stay = (): Next => null
const drop: StepActs['failed'] = (at, ivr) => ivr.end(at, 'dropped')

/** What is not given is not listened to. All have one shape, so that the calls through them stay fast. */
export const acts = (given: Pick<StepActs, 'enter'> & Partial<StepActs>): StepActs => ({
  enter: given.enter,
  promptFinished: given.promptFinished ?? stay,
  digits: given.digits ?? stay,
  recorded: given.recorded ?? stay,
  lookedUp: given.lookedUp ?? stay,
  failed: given.failed ?? given.promptFinished ?? drop,
  queued: given.queued ?? stay,
  transferred: given.transferred ?? stay,
})

/** One of each for every language, by the language's index. */
export type BySpoken<T> = readonly T[]

/** The settings of a step that listens to keys. */
export type CollectSettings = InputSettings & { readonly secret?: boolean }

/** What a step kind may ask while it is linked. */
export interface Linker {
  readonly languages: readonly string[]
  /** The step's own name. */
  readonly name: string
  step(name: string): StepNode
  optional(name: string | undefined): Next
  /** The start of another flow. */
  start(flow: string): StepNode
  sounds(prompts: string | readonly string[] | undefined): BySpoken<readonly Sound[]>
  play(prompts: string | readonly string[]): BySpoken<IvrCommand>
  /** The command that plays prompts and gathers up to `maxDigits`. */
  collect(prompts: string | readonly string[], step: CollectSettings, maxDigits: number): BySpoken<CollectCommand>
  hours(name: string): HoursCalendar
  functionVersion(name: string): number
  /** The section `menus`: its keys, and where they lead from this flow. */
  readonly backKey: string | null
  readonly agentKey: string | null
  agentStep(): StepNode
}
