/** What a caller may be told while waiting. */
import type { Entry } from './entry.js'
import { isWorking } from './presence.js'
import type { Queue } from './queue.js'
import { servedBefore } from './waiting.js'

/** 1 for the call that is served next. Counts the calls ahead; costs O(waiting), asked only for announcements. */
export const positionOf = (entry: Entry): number => {
  let ahead = 0
  for (const demand of entry.queue.demands()) {
    for (const other of demand.waiting.entries()) if (other !== entry && servedBefore(other, entry)) ahead += 1
  }
  return ahead + 1
}

/**
 * The wait that a caller in that position can expect: position times handle time over the agents at work. The handle
 * time is smoothed over the last 50 calls; `null` before the first call is over or when nobody works.
 */
export const estimatedWaitMs = (queue: Queue, position: number): number | null => {
  if (queue.handled === 0) return null
  let working = 0
  for (const member of queue.members) if (isWorking(member.agent)) working += 1
  return working === 0 ? null : Math.round((position * queue.handleMs) / working)
}
