/** Which waiting call an agent takes next. */
import type { Indexing } from '../ready/indexing.js'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { Queue } from './queue.js'

/**
 * The best call that the agent can take: of the queue in which the agent has the lowest level; then the highest
 * priority (the call's with its growth, and the queue's); then the longest wait; then who came first. Looks at the head
 * of each demand that the agent can meet; where kinds of calls are mixed, at that of each kind.
 */
export const bestCallFor = (
  indexing: Indexing,
  agent: Agent,
  nowMs: number,
  passedOver: ReadonlySet<Entry> | null,
): Entry | null => {
  if (passedOver !== null) return bestBut(agent, nowMs, passedOver)
  const { heads, levels } = agent
  const { rows } = indexing.heads
  let best = -1
  let bestLevel = 0
  let bestPriority = 0
  let bestStartMs = 0
  let bestTurn = 0
  for (let i = 0; i < heads.length; i += 1) {
    const head = heads[i] as number
    const turn = rows[head * 4 + 3] as number
    if (turn === 0) continue
    const level = levels[i] as number
    const startMs = rows[head * 4 + 2] as number
    const priority = (rows[head * 4] as number) + (rows[head * 4 + 1] as number) * (nowMs - startMs)
    if (best >= 0) {
      if (level > bestLevel) continue
      if (level === bestLevel) {
        if (priority < bestPriority) continue
        if (priority === bestPriority && (startMs > bestStartMs || (startMs === bestStartMs && turn > bestTurn)))
          continue
      }
    }
    best = head
    bestLevel = level
    bestPriority = priority
    bestStartMs = startMs
    bestTurn = turn
  }
  indexing.comparisons += heads.length
  const found = best < 0 ? null : indexing.heads.of(best).head()
  return indexing.mixedDemands === 0 ? found : bestOfMixed(agent, nowMs, found, bestLevel)
}

const bestOfMixed = (
  { queues, members }: Agent,
  nowMs: number,
  found: Entry | null,
  foundLevel: number,
): Entry | null => {
  let best = found
  let bestLevel = foundLevel
  for (let i = 0; i < members.length; i += 1) {
    const { mixed } = (queues[i] as Queue).demands
    if (mixed.size === 0) continue
    const member = members[i] as Member
    if (best !== null && member.level > bestLevel) continue
    const better = mixed.bestFor(member, nowMs, member.level === bestLevel ? best : null)
    if (better === null) continue
    best = better
    bestLevel = member.level
  }
  return best
}

/** The same of those that were not passed over. */
const bestBut = ({ members, places }: Agent, nowMs: number, passedOver: ReadonlySet<Entry>): Entry | null => {
  const isLeft = (entry: Entry): boolean => !passedOver.has(entry)
  let best: Entry | null = null
  let bestLevel = 0
  const look = (head: Entry | null, level: number): void => {
    if (head === null || (best !== null && !isBetter(head, level, best, bestLevel, nowMs))) return
    best = head
    bestLevel = level
  }
  for (const { demand, member } of places) look(demand.waiting.headWhere(isLeft), member.level)
  for (const member of members) {
    for (const kind of member.queue.demands.mixed.kinds()) {
      if (kind.admits(member)) look(kind.waiting.headWhere(isLeft), member.level)
    }
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
