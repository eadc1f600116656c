/** Callers who gave up (A7): with how long they waited and what they had chosen, to be called back. */
import type { Listeners } from '@callweave/core'

export interface AbandonedCall {
  readonly call: number
  readonly queue: string
  readonly abandonedAtMs: number
  /** Personal. */
  readonly caller: string
  readonly waitMs: number
  /** The menu keys pressed before. */
  readonly chosen: readonly string[]
}

export interface ClearedCall extends AbandonedCall {
  readonly clearedAtMs: number
  readonly because: 'called-back' | 'called-again' | 'cleared'
}

export interface AbandonedListOptions {
  /** Takes each call that needs no calling back any more. */
  readonly onCleared?: (call: ClearedCall) => void
}

export interface AbandonedList {
  readonly listeners: Listeners
  /** Those still to be called back, the oldest first. */
  readonly waiting: readonly AbandonedCall[]
}

/** Grows with those who have not been called back: for a center that clears its list, not for a long simulation. */
export const createAbandonedList = ({ onCleared }: AbandonedListOptions = {}): AbandonedList => {
  const waiting = new Map<number, AbandonedCall>()
  return {
    listeners: {
      'abandoned.listed': ({ call, queue, caller, waitMs, chosen, atMs }) => {
        waiting.delete(call)
        waiting.set(call, { call, queue, abandonedAtMs: atMs, caller, waitMs, chosen })
      },
      'abandoned.cleared': ({ call, because, atMs }) => {
        const listed = waiting.get(call)
        if (listed === undefined) return
        waiting.delete(call)
        onCleared?.({ ...listed, clearedAtMs: atMs, because })
      },
    },
    get waiting() {
      return [...waiting.values()]
    },
  }
}

/** Two lists as one, the oldest first. */
export const mergeAbandoned = (a: readonly AbandonedCall[], b: readonly AbandonedCall[]): AbandonedCall[] =>
  [...a, ...b].sort((x, y) => x.abandonedAtMs - y.abandonedAtMs || x.call - y.call)
