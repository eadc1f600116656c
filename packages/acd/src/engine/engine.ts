/**
 * What the verbs of the queue engine work on. They are functions of a module, handed the engine, and no closures of one
 * center: a process that simulates many centers runs the same functions for all, and V8 knows whom each of them calls.
 * See `docs/decisions/verbs-of-a-module.md`.
 */
import type { Clock, EventLog } from '@callweave/core'
import type { Agent } from './agent.js'
import type { OneAsk } from './ask.js'
import type { AcdDesk } from './desk.js'
import type { Entry } from './entry.js'
import type { Returns } from './returns.js'
import type { Floor } from './state.js'

export interface Engine {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: AcdDesk
  readonly returns: Returns
  readonly ask: OneAsk
  /** What the clock is handed. */
  readonly entryIsDue: (entry: Entry) => void
  readonly agentIsDue: (agent: Agent) => void
}
