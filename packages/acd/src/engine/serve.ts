/** Which waiting call an agent takes next. */
import type { Indexing } from '../ready/indexing.js'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { Queue } from './queue.js'

/** The turns of calls that are left out: see `Entry`. */
export type PassedOver = ReadonlySet<number>

/**
 * The best call that the agent can take: of the queue in which the agent has the lowest level; then the highest
 * priority (the call's with its growth, and the queue's); then the longest wait; then who came first. Looks at the row of
 * each demand that the agent can meet, and at the rows of kinds that are mixed.
 */
export const bestCallFor = (
  indexing: Indexing,
  agent: Agent,
  nowMs: number,
  passedOver: PassedOver | null,
): Entry | null => {
  const { heads, levels } = agent
  const { rows } = indexing.heads
  let best = -1
  let bestLevel = 0
  let bestPriority = 0
  let bestStartMs = 0
  let bestTurn = 0
  let hidesOthers: number[] | null = null
  for (let i = 0; i < heads.length; i += 1) {
    const head = heads[i] as number
    const turn = rows[head * 4 + 3] as number
    if (turn === 0) continue
    if (passedOver?.has(turn)) {
      hidesOthers ??= []
      hidesOthers.push(i)
      continue
    }
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
  if (hidesOthers === null && indexing.mixedDemands === 0) return found
  const candidate = { entry: found, level: bestLevel }
  if (passedOver !== null && hidesOthers !== null) {
    for (const i of hidesOthers) {
      const behind = indexing.heads.of(heads[i] as number).headWhere(({ turn }) => !passedOver.has(turn))
      consider(candidate, behind, levels[i] as number, nowMs)
    }
  }
  if (indexing.mixedDemands > 0) considerMixed(candidate, agent, nowMs, passedOver)
  return candidate.entry
}

interface Candidate {
  entry: Entry | null
  level: number
}

const consider = (candidate: Candidate, entry: Entry | null, level: number, nowMs: number): void => {
  if (entry === null) return
  if (candidate.entry !== null && !isBetter(entry, level, candidate.entry, candidate.level, nowMs)) return
  candidate.entry = entry
  candidate.level = level
}

const considerMixed = (
  candidate: Candidate,
  { queues, members }: Agent,
  nowMs: number,
  passedOver: PassedOver | null,
): void => {
  for (let i = 0; i < queues.length; i += 1) {
    const { mixed } = (queues[i] as Queue).demands
    if (mixed.size === 0) continue
    const member = members[i] as Member
    const { entry, level } = candidate
    if (entry !== null && member.level > level) continue
    const than = entry !== null && member.level === level ? entry : null
    const better = mixed.bestFor(member, nowMs, than, passedOver)
    if (better === null) continue
    candidate.entry = better
    candidate.level = member.level
  }
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
