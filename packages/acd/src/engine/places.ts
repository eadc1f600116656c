/** Places that callers take up again (A7): of calls they abandoned, and of callbacks they were promised. */
import type { CallbackEnd, CallId, Clock, EventLog } from '@callweave/core'
import type { Callback } from './callback.js'
import type { Abandoned, Floor } from './state.js'

export interface PlacesOptions {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly endCallback: (callback: Callback, because: CallbackEnd) => void
}

export interface Places {
  placeOf(caller: string, queue: string, nowMs?: number): number | null
  clearAbandoned(call: CallId, because: 'called-back' | 'cleared'): boolean
}

export const createPlaces = ({ floor, log, clock, endCallback }: PlacesOptions): Places => {
  const clear = ({ call, queue }: Abandoned, because: 'called-again' | 'called-back' | 'cleared'): void => {
    const atMs = clock.nowMs()
    log.emit['abandoned.cleared']({ seq: log.next(), atMs, type: 'abandoned.cleared', call, queue, because })
  }
  return {
    placeOf: (caller, queueId, nowMs = clock.nowMs()) => {
      const queue = floor.queues.get(queueId)
      if (queue === undefined) return null
      const { abandonedBy, callbackBy } = queue
      if (abandonedBy.size === 0 && callbackBy.size === 0) return null
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
        endCallback(callback, 'cancelled')
      }
      return placeMs
    },
    clearAbandoned: (call, because) => {
      const listed = floor.abandoned.get(call)
      if (listed === undefined) return false
      clear(listed, because)
      return true
    },
  }
}
