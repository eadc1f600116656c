/** Places that callers take up again (A7): of calls they abandoned, and of callbacks they were promised. */
import type { CallId } from '@callweave/core'
import { endCallback } from './callbacks.js'
import type { Engine } from './engine.js'
import type { Queue } from './queue.js'
import type { Abandoned } from './state.js'

export interface Places {
  placeOf(caller: string, queue: string, nowMs?: number): number | null
  clearAbandoned(call: CallId, because: 'called-back' | 'cleared'): boolean
}

export const createPlaces = (engine: Engine): Places => {
  const { floor, log, clock } = engine
  const clear = ({ call, queue }: Abandoned, because: 'called-again' | 'called-back' | 'cleared'): void => {
    const atMs = clock.nowMs()
    log.emit['abandoned.cleared']({ seq: log.next(), atMs, type: 'abandoned.cleared', call, queue, because })
  }
  return {
    placeOf: (caller, queueId, nowMs = clock.nowMs()) => {
      const queue = floor.queues.get(queueId)
      if (queue === undefined) return null
      const { abandonedBy, callbackBy } = queue
      return abandonedBy.size === 0 && callbackBy.size === 0 ? null : takeUp(caller, queue, nowMs)
    },
    clearAbandoned: (call, because) => {
      const listed = floor.abandoned.get(call)
      if (listed === undefined) return false
      clear(listed, because)
      return true
    },
  }

  function takeUp(caller: string, queue: Queue, nowMs: number): number | null {
    const { abandonedBy, callbackBy } = queue
    let placeMs: number | null = null
    const abandoned = floor.abandoned.get(abandonedBy.get(caller) as CallId)
    if (abandoned !== undefined) {
      clear(abandoned, 'called-again')
      if (nowMs - abandoned.atMs <= (queue.definition.resumeWithinMs ?? 0)) placeMs = abandoned.virtualStartMs
    }
    const id = callbackBy.get(caller)
    const callback = id === undefined ? undefined : floor.callbacks.get(id)
    if (callback !== undefined) {
      placeMs = floor.entries.get(callback.call)?.virtualStartMs ?? placeMs
      endCallback(engine, callback, 'cancelled')
    }
    return placeMs
  }
}
