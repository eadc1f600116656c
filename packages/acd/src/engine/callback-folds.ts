/** Callers who gave up, and promises to call back. */
import type { Listeners } from '@callweave/core'
import { Callback } from './callback.js'
import type { Entry } from './entry.js'
import { waitAgain } from './entry-folds.js'
import type { Queue } from './queue.js'
import type { Abandoned, Floor } from './state.js'

/** Most callers on the list for calling back; the oldest is forgotten first. */
const mostListed = 10_000

export const callbackFolds = (floor: Floor): Listeners => ({
  'abandoned.listed': (event) => {
    const { call, caller, atMs, waitMs, chosen } = event
    const queue = floor.queues.get(event.queue) as Queue
    const { lastAbandoned } = floor
    const virtualStartMs = lastAbandoned?.call === call ? lastAbandoned.virtualStartMs : atMs - waitMs
    floor.abandoned.set(call, { call, queue: queue.id, caller, atMs, waitMs, virtualStartMs, chosen })
    queue.abandonedBy.set(caller, call)
    if (floor.abandoned.size > mostListed) strike(floor, floor.abandoned.takeOldest())
  },
  'abandoned.cleared': (event) => {
    const listed = floor.abandoned.get(event.call)
    if (listed !== undefined) strike(floor, listed)
  },
  'callback.requested': (event) => {
    const { call, callback: id, number, atMs, dueAtMs } = event
    const queue = floor.queues.get(event.queue) as Queue
    floor.callbacks.set(id, new Callback(id, call, queue, number, atMs, dueAtMs))
    queue.callbackBy.set(number, id)
    floor.lastCallback = id
  },
  'callback.due': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.putOffUntilMs = 0
    waitAgain(entry)
  },
  'callback.dialed': (event) => {
    const callback = floor.callbacks.get(event.callback) as Callback
    callback.attempts = event.attempt
    callback.dialing = floor.agents.get(event.agent)?.offer?.id ?? null
    waitNoMore(floor.entries.get(event.call) as Entry)
  },
  'callback.failed': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    waitNoMore(entry)
    entry.putOffUntilMs = event.retryAtMs ?? Number.MAX_SAFE_INTEGER
  },
  'callback.ended': (event) => {
    const callback = floor.callbacks.get(event.callback) as Callback
    floor.callbacks.delete(event.callback)
    const { callbackBy } = callback.queue
    if (callbackBy.get(callback.number) === callback.id) callbackBy.delete(callback.number)
  },
})

/** Where several phones ring for a call it waits while they do; not while its caller is dialed. */
const waitNoMore = (entry: Entry): void => {
  if (entry.slot >= 0) entry.demand.waiting.remove(entry)
}

const strike = (floor: Floor, { call, queue, caller }: Abandoned): void => {
  floor.abandoned.delete(call)
  const { abandonedBy } = floor.queues.get(queue) as Queue
  if (abandonedBy.get(caller) === call) abandonedBy.delete(caller)
}
