/**
 * Callbacks (A8). The caller hangs up and the place stays: the same priority and the same instant that the wait counts
 * from. When the place comes up an agent is reserved as for any call; only when that agent has answered is the caller
 * dialed, so there is never a callback without an agent, and nobody is dialed who would have to wait again.
 *
 * The agent is freed at once when the caller cannot be reached, and the place is put off until the next attempt.
 */
import { type CallbackEnd, type CallbackId, type CallId, callbackId, type OfferId } from '@callweave/core'
import { accept } from './accept.js'
import type { Agent } from './agent.js'
import type { Callback } from './callback.js'
import { changeAgent } from './change-agent.js'
import { serve, serveAll } from './deciding.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'
import type { Offer } from './offer.js'
import { withdraw, withdrawAll } from './offering.js'
import { expiryDueMs } from './timeline.js'
import { left, settle } from './waiting-room.js'

const defaultAttempts = 2
const defaultRetryAfterMs = 300_000
const defaultRingTimeoutMs = 30_000

const emitEnded = (engine: Engine, callback: Callback, because: CallbackEnd): void => {
  engine.log.emit['callback.ended']({
    seq: engine.log.next(),
    atMs: engine.clock.nowMs(),
    type: 'callback.ended',
    call: callback.call,
    callback: callback.id,
    queue: callback.queue.id,
    because,
  })
  engine.desk.callbackEnded?.(callback, because)
}

export const endCallback = (engine: Engine, callback: Callback, because: CallbackEnd): void => {
  const entry = engine.floor.entries.get(callback.call)
  let freed: readonly Agent[] = []
  if (entry?.callback === callback) {
    freed = withdrawAll(engine, entry, 'withdrawn')
    left(engine, entry, 'withdrawn', null)
  }
  emitEnded(engine, callback, because)
  serveAll(engine, freed)
}

const fail = (engine: Engine, offer: Offer, callback: Callback, because: 'no-answer' | 'busy' | 'failed'): void => {
  const { entry, agent } = offer
  const { attempts = defaultAttempts, retryAfterMs = defaultRetryAfterMs } = callback.queue.definition.callback ?? {}
  const isLast = callback.attempts >= attempts
  const atMs = engine.clock.nowMs()
  engine.log.emit['callback.failed']({
    seq: engine.log.next(),
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
  withdraw(engine, offer, 'unreached')
  changeAgent(engine, agent, 'ready', 'unreached')
  if (isLast) endCallback(engine, callback, because)
  else settle(engine, entry)
  serve(engine, agent)
}

/** The offer for which a caller is being dialed. */
const dialing = (engine: Engine, id: OfferId): Offer | null => {
  const offer = engine.floor.offers.get(id)
  return offer?.entry.callback?.dialing === id ? offer : null
}

const isBeingDialed = (engine: Engine, number: string): boolean => {
  for (const other of engine.floor.callbacks.values())
    if (other.number === number && other.dialing !== null) return true
  return false
}

/** Notes the promise; the entry that waits in its place is entered by the caller of this. */
export const requestCallback = (
  engine: Engine,
  call: CallId,
  queue: string,
  number: string,
  dueAtMs: number | null,
): CallbackId => {
  const callback = callbackId(engine.floor.lastCallback + 1)
  const atMs = engine.clock.nowMs()
  engine.log.emit['callback.requested']({
    seq: engine.log.next(),
    atMs,
    type: 'callback.requested',
    call,
    callback,
    queue,
    number,
    dueAtMs: dueAtMs !== null && dueAtMs > atMs ? dueAtMs : null,
  })
  return callback
}

/** The reserved agent has answered. */
export const dialCallback = (engine: Engine, offer: Offer, callback: Callback): void => {
  if (callback.dialing !== null) return
  const freed = withdrawAll(engine, offer.entry, 'answered-elsewhere', offer)
  // Two promises to one number: the line is busy with the other.
  if (isBeingDialed(engine, callback.number)) {
    fail(engine, offer, callback, 'busy')
    serveAll(engine, freed)
    return
  }
  engine.log.emit['callback.dialed']({
    seq: engine.log.next(),
    atMs: engine.clock.nowMs(),
    type: 'callback.dialed',
    call: callback.call,
    callback: callback.id,
    queue: callback.queue.id,
    agent: offer.agent.id,
    attempt: callback.attempts + 1,
  })
  engine.desk.dialBack?.(offer, callback, callback.queue.definition.callback?.ringTimeoutMs ?? defaultRingTimeoutMs)
  serveAll(engine, freed)
}

export const callbackReached = (engine: Engine, id: OfferId): boolean => {
  const offer = dialing(engine, id)
  if (offer === null) return false
  const callback = offer.entry.callback as Callback
  accept(engine, offer)
  emitEnded(engine, callback, 'reached')
  return true
}

export const callbackUnreached = (engine: Engine, id: OfferId, because: 'no-answer' | 'busy' | 'failed'): boolean => {
  const offer = dialing(engine, id)
  if (offer === null) return false
  fail(engine, offer, offer.entry.callback as Callback, because)
  return true
}

/** What is due for the entry: given up, or no longer put off and to be asked about. True when it has left. */
export const callbackDue = (engine: Engine, entry: Entry): boolean => {
  const nowMs = engine.clock.nowMs()
  const { callback, putOffUntilMs } = entry
  if (callback === null) return false
  if (nowMs >= expiryDueMs(entry)) {
    endCallback(engine, callback, 'expired')
    return true
  }
  if (putOffUntilMs > 0 && nowMs >= putOffUntilMs) {
    engine.log.emit['callback.due']({
      seq: engine.log.next(),
      atMs: nowMs,
      type: 'callback.due',
      call: callback.call,
      callback: callback.id,
      queue: callback.queue.id,
    })
  }
  return false
}
