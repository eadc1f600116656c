/** One call in one queue: what the queue knows of a caller. Changed by folds only, but for its appointments. */
import type { CallId, TimerId } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Callback } from './callback.js'
import type { Demand } from './demand.js'
import type { Offer } from './offer.js'
import type { Queue } from './queue.js'
import type { Wanted, Wants } from './wanted.js'

const noOffers: readonly Offer[] = []

export class Entry {
  readonly call: CallId
  readonly queue: Queue
  readonly enteredAtMs: number
  /** Order of entering, over all queues: the last tie-break. */
  readonly turn: number
  readonly preferred: Agent | null
  /** The promise to call back that waits here in place of a caller. */
  readonly callback: Callback | null
  /** What the call wants; what the queue wants may change meanwhile. */
  wanted: Wanted
  priority: number
  virtualStartMs: number
  /** Priority and waiting in one number that needs no clock: higher is served earlier. */
  standing: number

  /** Where in the queue's timeline of stages it stands. */
  stage: number
  demand: Demand
  /** What the demand's heap finds it by; -1 while it is not waiting there. */
  slot = -1

  /** Phones that ring for it: a list that is replaced and never changed. One that grows makes room for 17. */
  offers: readonly Offer[] = noOffers
  attempts = 0
  /** Agents who rejected or missed this call since it was last offered to one of them; asked again after all others. */
  refusedBy: Agent[] | null = null
  /** The last position told; 0 before the first. */
  announcedPosition = 0
  announcedAtMs = 0
  announcements = 0
  /** A callback is put off until then; 0 when it is not. */
  putOffUntilMs = 0

  /** Made again from the state after a restart. */
  timer: TimerId = 0
  timerAtMs = 0
  waitUntilMs = 0

  constructor(
    call: CallId,
    queue: Queue,
    enteredAtMs: number,
    turn: number,
    wanted: Wanted,
    preferred: Agent | null,
    callback: Callback | null,
    priority: number,
    virtualStartMs: number,
    stage: number,
    demand: Demand,
  ) {
    this.call = call
    this.queue = queue
    this.enteredAtMs = enteredAtMs
    this.turn = turn
    this.wanted = wanted
    this.preferred = preferred
    this.callback = callback
    this.priority = priority
    this.virtualStartMs = virtualStartMs
    this.standing = queue.standingOf(priority, virtualStartMs)
    this.stage = stage
    this.demand = demand
  }

  get wants(): Wants {
    return this.wanted.wants
  }
}
