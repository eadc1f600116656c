/**
 * Callbacks (A8). The caller hangs up and the place stays: the same priority and the same instant that the wait counts
 * from. When the place comes up an agent is reserved as for any call; only when that agent has answered is the caller
 * dialed, so there is never a callback without an agent, and nobody is dialed who would have to wait again.
 *
 * The agent is freed at once when the caller cannot be reached, and the place is put off until the next attempt.
 */
import {
  type CallbackEnd,
  type CallbackId,
  type CallId,
  type Clock,
  callbackId,
  type EventLog,
  type OfferId,
} from '@callweave/core'
import type { Agent } from './agent.js'
import type { ChangeAgent } from './agent-duty.js'
import type { Callback } from './callback.js'
import type { Deciding } from './deciding.js'
import type { AcdDesk } from './desk.js'
import type { Entry } from './entry.js'
import type { Offer } from './offer.js'
import type { Offering } from './offering.js'
import type { Floor } from './state.js'
import { expiryDueMs } from './timeline.js'
import type { WaitingRoom } from './waiting-room.js'

const defaultAttempts = 2
const defaultRetryAfterMs = 300_000
const defaultRingTimeoutMs = 30_000

export interface CallbacksOptions {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: AcdDesk
  readonly changeAgent: ChangeAgent
  readonly deciding: Pick<Deciding, 'serve' | 'serveAll'>
  readonly offering: Pick<Offering, 'withdraw' | 'withdrawAll'>
  readonly room: Pick<WaitingRoom, 'left' | 'settle'>
  readonly accept: (offer: Offer) => void
}

export interface Callbacks {
  /** Notes the promise; the entry that waits in its place is entered by the caller of this. */
  request(call: CallId, queue: string, number: string, dueAtMs: number | null): CallbackId
  /** The reserved agent has answered. */
  dial(offer: Offer, callback: Callback): void
  reached(offer: OfferId): boolean
  unreached(offer: OfferId, because: 'no-answer' | 'busy' | 'failed'): boolean
  end(callback: Callback, because: CallbackEnd): void
  /** What is due for the entry: given up, or no longer put off and to be asked about. True when it has left. */
  due(entry: Entry): boolean
}

export const createCallbacks = (options: CallbacksOptions): Callbacks => {
  const { floor, log, clock, desk, changeAgent, deciding, offering, room, accept } = options

  const emitEnded = (callback: Callback, because: CallbackEnd): void => {
    log.emit['callback.ended']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'callback.ended',
      call: callback.call,
      callback: callback.id,
      queue: callback.queue.id,
      because,
    })
    desk.callbackEnded?.(callback, because)
  }

  const end = (callback: Callback, because: CallbackEnd): void => {
    const entry = floor.entries.get(callback.call)
    let freed: readonly Agent[] = []
    if (entry?.callback === callback) {
      freed = offering.withdrawAll(entry, 'withdrawn')
      room.left(entry, 'withdrawn', null)
    }
    emitEnded(callback, because)
    deciding.serveAll(freed)
  }

  const fail = (offer: Offer, callback: Callback, because: 'no-answer' | 'busy' | 'failed'): void => {
    const { entry, agent } = offer
    const { attempts = defaultAttempts, retryAfterMs = defaultRetryAfterMs } = callback.queue.definition.callback ?? {}
    const isLast = callback.attempts >= attempts
    const atMs = clock.nowMs()
    log.emit['callback.failed']({
      seq: log.next(),
      atMs,
      type: 'callback.failed',
      call: callback.call,
      callback: callback.id,
      queue: callback.queue.id,
      agent: agent.id,
      because,
      attempt: callback.attempts,
      retryAtMs: isLast ? null : atMs + retryAfterMs,
    })
    offering.withdraw(offer, 'unreached')
    changeAgent(agent, 'ready', 'unreached')
    if (isLast) end(callback, because)
    else room.settle(entry)
    deciding.serve(agent)
  }

  /** The offer for which a caller is being dialed. */
  const dialing = (id: OfferId): Offer | null => {
    const offer = floor.offers.get(id)
    return offer?.entry.callback?.dialing === id ? offer : null
  }

  const isBeingDialed = (number: string): boolean => {
    for (const other of floor.callbacks.values()) if (other.number === number && other.dialing !== null) return true
    return false
  }

  return {
    request: (call, queue, number, dueAtMs) => {
      const callback = callbackId(floor.lastCallback + 1)
      const atMs = clock.nowMs()
      log.emit['callback.requested']({
        seq: log.next(),
        atMs,
        type: 'callback.requested',
        call,
        callback,
        queue,
        number,
        dueAtMs: dueAtMs !== null && dueAtMs > atMs ? dueAtMs : null,
      })
      return callback
    },
    dial: (offer, callback) => {
      if (callback.dialing !== null) return
      const freed = offering.withdrawAll(offer.entry, 'answered-elsewhere', offer)
      // Two promises to one number: the line is busy with the other.
      if (isBeingDialed(callback.number)) {
        fail(offer, callback, 'busy')
        deciding.serveAll(freed)
        return
      }
      log.emit['callback.dialed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'callback.dialed',
        call: callback.call,
        callback: callback.id,
        queue: callback.queue.id,
        agent: offer.agent.id,
        attempt: callback.attempts + 1,
      })
      desk.dialBack?.(offer, callback, callback.queue.definition.callback?.ringTimeoutMs ?? defaultRingTimeoutMs)
      deciding.serveAll(freed)
    },
    reached: (id) => {
      const offer = dialing(id)
      if (offer === null) return false
      const callback = offer.entry.callback as Callback
      accept(offer)
      emitEnded(callback, 'reached')
      return true
    },
    unreached: (id, because) => {
      const offer = dialing(id)
      if (offer === null) return false
      fail(offer, offer.entry.callback as Callback, because)
      return true
    },
    end,
    due: (entry) => {
      const nowMs = clock.nowMs()
      const { callback, putOffUntilMs } = entry
      if (callback === null) return false
      if (nowMs >= expiryDueMs(entry)) {
        end(callback, 'expired')
        return true
      }
      if (putOffUntilMs > 0 && nowMs >= putOffUntilMs) {
        log.emit['callback.due']({
          seq: log.next(),
          atMs: nowMs,
          type: 'callback.due',
          call: callback.call,
          callback: callback.id,
          queue: callback.queue.id,
        })
      }
      return false
    },
  }
}
