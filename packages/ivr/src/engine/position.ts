/** Where one call stands. Changed by the folds of `positions.ts` only, but for what is in flight. */
import type { CallId, CommandId, LegId, TimerId } from '@callweave/core'
import type { IvrCommand } from './desk.js'
import type { FlowGraph, StepNode } from './node.js'

const nothing: readonly never[] = Object.freeze([])
const noVariables: ReadonlyMap<string, string> = new Map()

export class Position {
  readonly call: CallId
  /** Another's, when the party that was put through takes the caller's place. */
  leg: LegId
  readonly caller: string
  readonly dialed: string
  flow: FlowGraph | null = null
  step: StepNode | null = null
  language: string
  /** The language's index among those of the flow. */
  spoken = 0
  variables: ReadonlyMap<string, string> = noVariables
  tags: readonly string[] = nothing
  /** Menu keys, each as `menu:key`, oldest first. */
  chosen: readonly string[] = nothing
  /** The menus that back leads through, the newest last. */
  menus: readonly StepNode[] = nothing
  /** Misses at this step, or at this question of a survey. */
  noInputs = 0
  noMatches = 0
  /** Questions of this survey that are done. */
  asked = 0
  answered = false
  gone = false
  served = false
  turnedAway = false
  messages = 0
  agent: string | null = null
  queue: string | null = null

  // In flight: no event tells of a command on its way, so these are not state and a replay finds them empty.
  /** The command whose outcome the step waits for; 0 for none. */
  pending: CommandId | 0 = 0
  /** What that command does. */
  doing: IvrCommand['do'] | 'lookup' | 'nothing' = 'nothing'
  answering = false
  timer: TimerId = 0
  depth = 0
  /** Steps since the caller last heard, pressed or was told something, and when the last of them was taken. */
  steps = 0
  stoppedAtMs = 0
  secrets: ReadonlyMap<string, string> = noVariables

  constructor(call: CallId, leg: LegId, caller: string, dialed: string, language: string) {
    this.call = call
    this.leg = leg
    this.caller = caller
    this.dialed = dialed
    this.language = language
  }
}

/** A position as plain data: what a replay of the log gives again, to the letter. */
export interface PositionSnapshot {
  readonly call: CallId
  readonly leg: LegId
  readonly caller: string
  readonly dialed: string
  readonly flow: string | null
  readonly version: string | null
  readonly step: string | null
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly chosen: readonly string[]
  readonly menus: readonly string[]
  readonly misses: { readonly noInput: number; readonly noMatch: number }
  readonly asked: number
  readonly answered: boolean
  readonly gone: boolean
  readonly served: boolean
  readonly turnedAway: boolean
  readonly messages: number
  readonly agent: string | null
  readonly queue: string | null
}

export const snapshotOf = (at: Position): PositionSnapshot => ({
  call: at.call,
  leg: at.leg,
  caller: at.caller,
  dialed: at.dialed,
  flow: at.flow?.name ?? null,
  version: at.flow?.version ?? null,
  step: at.step?.name ?? null,
  language: at.language,
  variables: Object.fromEntries(at.variables),
  tags: at.tags,
  chosen: at.chosen,
  menus: at.menus.map((menu) => `${menu.flow.name}.${menu.name}`),
  misses: { noInput: at.noInputs, noMatch: at.noMatches },
  asked: at.asked,
  answered: at.answered,
  gone: at.gone,
  served: at.served,
  turnedAway: at.turnedAway,
  messages: at.messages,
  agent: at.agent,
  queue: at.queue,
})
