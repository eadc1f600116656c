/** Places that callers take up again (A7): of calls they abandoned, and of callbacks they were promised. */
import type { CallId } from '@callweave/core'
import { endCallback } from './callbacks.js'
import type { Engine } from './engine.js'
import type { Queue } from './queue.js'
import type { Abandoned } from './state.js'

export const placeOf = (engine: Engine, caller: string, queueId: string, nowMs: number): number | null => {
  const queue = engine.floor.queues.get(queueId)
  if (queue === undefined || (queue.abandonedBy.size === 0 && queue.callbackBy.size === 0)) return null
  return takeUp(engine, caller, queue, nowMs)
}

const takeUp = (engine: Engine, caller: string, queue: Queue, nowMs: number): number | null => {
  const { floor } = engine
  let placeMs: number | null = null
  const abandoned = floor.abandoned.get(queue.abandonedBy.get(caller) as CallId)
  if (abandoned !== undefined) {
    clear(engine, abandoned, 'called-again')
    if (nowMs - abandoned.atMs <= (queue.definition.resumeWithinMs ?? 0)) placeMs = abandoned.virtualStartMs
  }
  const id = queue.callbackBy.get(caller)
  const callback = id === undefined ? undefined : floor.callbacks.get(id)
  if (callback !== undefined) {
    placeMs = floor.entries.get(callback.call)?.virtualStartMs ?? placeMs
    endCallback(engine, callback, 'cancelled')
  }
  return placeMs
}

export const clearAbandoned = (engine: Engine, call: CallId, because: 'called-back' | 'cleared'): boolean => {
  const listed = engine.floor.abandoned.get(call)
  if (listed === undefined) return false
  clear(engine, listed, because)
  return true
}

const clear = (
  { log, clock }: Engine,
  { call, queue }: Abandoned,
  because: 'called-again' | 'called-back' | 'cleared',
): void => {
  const atMs = clock.nowMs()
  log.emit['abandoned.cleared']({ seq: log.next(), atMs, type: 'abandoned.cleared', call, queue, because })
}
