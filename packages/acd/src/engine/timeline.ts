/** When something about a waiting call is due: one instant, so that each call needs one appointment at a time. */
import type { Entry } from './entry.js'

export const never = Number.POSITIVE_INFINITY

const defaultExpiresAfterMs = 4 * 3_600_000

/** The next stage of the queue's timeline. */
export const stageDueMs = ({ queue, stage, virtualStartMs }: Entry): number => {
  const next = queue.stages[stage + 1]
  return next === undefined ? never : virtualStartMs + next.afterMs
}

export const announceDueMs = ({ queue, enteredAtMs, announcedAtMs }: Entry): number => {
  const rules = queue.definition.announce
  if (rules === undefined) return never
  return announcedAtMs === 0 ? enteredAtMs + (rules.firstAfterMs ?? rules.everyMs) : announcedAtMs + rules.everyMs
}

/** The end of the longest wait. */
export const maxWaitDueMs = ({ queue, enteredAtMs }: Entry): number =>
  enteredAtMs + (queue.definition.maxWaitMs ?? never)

/** The first of the rules that send a call elsewhere. */
export const overflowDueMs = ({ queue, enteredAtMs }: Entry): number => {
  let dueMs = never
  for (const { afterMs = never } of queue.definition.overflow ?? []) dueMs = Math.min(dueMs, enteredAtMs + afterMs)
  return dueMs
}

/** When a callback is given up; it counts from the instant the caller would like. */
export const expiryDueMs = ({ queue, callback }: Entry): number => {
  if (callback === null) return never
  return (
    (callback.dueAtMs ?? callback.requestedAtMs) + (queue.definition.callback?.expiresAfterMs ?? defaultExpiresAfterMs)
  )
}

/** While a phone rings only what lets more agents in matters; rules that end the wait let it ring out first. */
export const nextDueMs = (entry: Entry): number => {
  const { waitUntilMs, putOffUntilMs } = entry
  const dueMs = Math.min(stageDueMs(entry), waitUntilMs > 0 ? waitUntilMs : never)
  if (entry.offers.length > 0) return dueMs
  if (entry.callback !== null) return Math.min(dueMs, expiryDueMs(entry), putOffUntilMs > 0 ? putOffUntilMs : never)
  return Math.min(dueMs, announceDueMs(entry), maxWaitDueMs(entry), overflowDueMs(entry))
}
