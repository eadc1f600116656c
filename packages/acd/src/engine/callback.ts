/** A promise to call a caller back (A8). Changed by folds only. */
import type { CallbackId, CallId, OfferId } from '@callweave/core'
import type { Queue } from './queue.js'

export class Callback {
  readonly id: CallbackId
  readonly call: CallId
  readonly queue: Queue
  /** The number to dial. */
  readonly number: string
  readonly requestedAtMs: number
  /** When the caller would like it; `null` as soon as the place in the queue allows. */
  readonly dueAtMs: number | null
  /** How often the caller was dialed. */
  attempts = 0
  /** The offer for which the caller is being dialed now, if any. */
  dialing: OfferId | null = null

  constructor(
    id: CallbackId,
    call: CallId,
    queue: Queue,
    number: string,
    requestedAtMs: number,
    dueAtMs: number | null,
  ) {
    this.id = id
    this.call = call
    this.queue = queue
    this.number = number
    this.requestedAtMs = requestedAtMs
    this.dueAtMs = dueAtMs
  }
}
