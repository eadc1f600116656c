/** One call in one queue: what the queue knows of a caller. Changed by folds only, but for its timer. */
import type { CallbackId, CallId, TimerId } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Demand } from './demand.js'
import type { Offer } from './offer.js'
import type { Queue } from './queue.js'

/** Skills wanted, with the least level of each; sorted by name. */
export type Wants = readonly (readonly [skill: string, level: number])[]

export class Entry {
  readonly call: CallId
  readonly queue: Queue
  readonly enteredAtMs: number
  /** Order of entering, over all queues: the last tie-break. */
  readonly turn: number
  readonly wants: Wants
  readonly preferred: Agent | null
  priority: number
  virtualStartMs: number

  /** Where in the queue's timeline of stages it stands. */
  stage = 0
  demand: Demand
  /** Place in the demand's heap; -1 while it is not waiting there. */
  slot = -1
  /** Priority at the instant zero of the growth line: higher is served earlier, whenever it is asked. */
  standing: number

  offers: Offer[] = []
  attempts = 0
  /** Agents who rejected or missed this call; asked again only when nobody else is ready. */
  refusedBy: Agent[] | null = null
  /** The last position told; 0 before the first. */
  announcedPosition = 0
  announcements = 0
  callback: CallbackId | null = null

  /** Made again from the state after a restart. */
  timer: TimerId = 0
  timerAtMs = 0
  waitUntilMs = 0

  constructor(
    call: CallId,
    queue: Queue,
    enteredAtMs: number,
    turn: number,
    wants: Wants,
    preferred: Agent | null,
    priority: number,
    virtualStartMs: number,
    demand: Demand,
  ) {
    this.call = call
    this.queue = queue
    this.enteredAtMs = enteredAtMs
    this.turn = turn
    this.wants = wants
    this.preferred = preferred
    this.priority = priority
    this.virtualStartMs = virtualStartMs
    this.demand = demand
    this.standing = queue.standingOf(priority, virtualStartMs)
  }
}
