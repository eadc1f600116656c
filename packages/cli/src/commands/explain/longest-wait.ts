import type { CallEvent } from '@callweave/core'

/** The call that waited longest for an agent, answered or not; `undefined` when no call waited. Ties: the first. */
export const longestWait = (events: Iterable<CallEvent>): number | undefined => {
  let longest: { readonly call: number; readonly waitMs: number } | undefined
  for (const event of events) {
    if (event.type !== 'queue.left' || event.waitMs <= (longest?.waitMs ?? 0)) continue
    longest = { call: event.call, waitMs: event.waitMs }
  }
  return longest?.call
}
