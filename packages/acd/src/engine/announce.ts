/** What a caller may be told while waiting. */
import type { Entry } from './entry.js'
import type { Queue } from './queue.js'

/** 1 for the call that is served next. Looks at the calls ahead and no others; asked only for announcements. */
export const positionOf = (entry: Entry): number => {
  let ahead = 0
  for (const waiting of entry.queue.demands.heaps()) ahead += waiting.countBefore(entry)
  return ahead + 1
}

/**
 * The wait that a caller in that position can expect: position times handle time over the agents at work. The handle
 * time is smoothed over the last 50 calls; `null` before the first call is over or when nobody works.
 */
export const estimatedWaitMs = ({ handled, handleMs, workingCount }: Queue, position: number): number | null =>
  handled === 0 || workingCount === 0 ? null : Math.round((position * handleMs) / workingCount)
