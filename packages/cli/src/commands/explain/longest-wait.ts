import type { CallEvent } from '@callweave/core'

/**
 * The call whose caller waited longest for an agent, answered or not; `undefined` when none waited. Ties: the first. A promise
 * to call back waits, too, but nobody hangs on the line.
 */
export const longestWait = (events: Iterable<CallEvent>): number | undefined => {
  const promised = new Set<number>()
  let longest: { readonly call: number; readonly waitMs: number } | undefined
  for (const event of events) {
    if (event.type === 'queue.entered') {
      if (event.callback === null) promised.delete(event.call)
      else promised.add(event.call)
    }
    if (event.type !== 'queue.left' || promised.has(event.call) || event.waitMs <= (longest?.waitMs ?? 0)) continue
    longest = { call: event.call, waitMs: event.waitMs }
  }
  return longest?.call
}
