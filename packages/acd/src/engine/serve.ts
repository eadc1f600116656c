/** Which waiting call an agent takes next. */
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { Waiting } from './waiting.js'

/**
 * The best call that the agent can take: of the queue in which the agent has the lowest level; then the highest
 * priority (the call's with its growth, and the queue's); then the longest wait; then who came first. Looks at the head
 * of each demand that the agent can meet; where kinds of calls are mixed, past those that the agent cannot.
 */
export const bestCallFor = (agent: Agent, nowMs: number, passedOver: ReadonlySet<Entry> | null): Entry | null => {
  const { waitings, levels, members } = agent
  let best: Entry | null = null
  let bestLevel = 0
  for (let i = 0; i < waitings.length; i += 1) {
    const waiting = waitings[i] as Waiting
    if (waiting.size === 0) continue
    const level = levels[i] as number
    const head = passedOver === null ? waiting.head() : waiting.headWhere((entry) => !passedOver.has(entry))
    if (head !== null && (best === null || isBetter(head, level, best, bestLevel, nowMs))) {
      best = head
      bestLevel = level
    }
  }
  if (members[0]?.queue.indexing.mixedDemands === 0) return best
  for (let i = 0; i < members.length; i += 1) {
    const member = members[i] as Member
    const { together } = member.queue.demands
    if (together.size === 0) continue
    const found = best
    const foundLevel = bestLevel
    const head = together.headWhere(
      (entry) => !passedOver?.has(entry) && entry.demand.admits(member),
      found === null ? undefined : (entry) => isBetter(entry, member.level, found, foundLevel, nowMs),
    )
    if (head === null) continue
    best = head
    bestLevel = member.level
  }
  return best
}

const isBetter = (entry: Entry, level: number, than: Entry, thanLevel: number, nowMs: number): boolean =>
  level < thanLevel || (level === thanLevel && comesBefore(entry, than, nowMs))

/** Whether `a` is served before `b`, of whichever queues they are. */
export const comesBefore = (a: Entry, b: Entry, nowMs: number): boolean => {
  const priority = a.queue.priorityAt(a.priority, a.virtualStartMs, nowMs)
  const otherPriority = b.queue.priorityAt(b.priority, b.virtualStartMs, nowMs)
  if (priority !== otherPriority) return priority > otherPriority
  if (a.virtualStartMs !== b.virtualStartMs) return a.virtualStartMs < b.virtualStartMs
  return a.turn < b.turn
}
