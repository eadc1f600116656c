/**
 * The rules of routing without an index: every question is answered by looking at everybody. The engine must come to
 * the same answers by looking at heads only.
 */
import type { Agent } from '../engine/agent.js'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import type { Floor } from '../engine/state.js'
import type { OrderTerm, StrategyRef } from '../strategy/define.js'

/** Whether the member may be rung for the call, ready or not. */
export const mayRing = ({ queue, stage: at, preferred, wants }: Entry, member: Member): boolean => {
  const stage = queue.stages[at]
  if (stage === undefined) throw new Error('no such stage')
  if (stage.preferredOnly && preferred !== null && member.agent !== preferred) return false
  if (member.level > stage.mostLevel) return false
  if (member.penalty > stage.mostPenalty || member.penalty < stage.leastPenalty) return false
  return wants.every(([skill, level]) => (member.agent.skills.get(skill) ?? 0) >= Math.min(level, stage.mostSkillLevel))
}

/** The ready members whom the call may go to now: those who refused it only when there is nobody else and none rings. */
export const poolOf = (entry: Entry): readonly Member[] => {
  const ready = entry.queue.members.filter((member) => member.agent.state === 'ready' && mayRing(entry, member))
  const fresh = ready.filter(({ agent }) => entry.refusedBy?.includes(agent) !== true)
  return fresh.length > 0 || entry.offers.length > 0 ? fresh : ready
}

/** Whether the strategy lets the call wait although somebody is ready. */
export const holdsBack = (entry: Entry, nowMs: number): boolean => {
  const { queue, offers, preferred } = entry
  if (offers.length === 0) return false
  if (queue.strategy.prefers !== undefined) {
    if (offers.some(({ agent }) => agent === preferred)) return true
    if (poolOf(entry).some(({ agent }) => agent === preferred)) return false
  }
  const { atMost = Number.POSITIVE_INFINITY, addEveryMs = 0 } = ringAllOptions(queue.definition.strategy)
  return offers.length >= atMost || nowMs < (offers.at(-1)?.madeAtMs ?? 0) + addEveryMs
}

const ringAllOptions = (ref: StrategyRef): { readonly atMost?: number; readonly addEveryMs?: number } =>
  ref.strategy === 'ring-all' ? (ref.options ?? {}) : ref.within === undefined ? {} : ringAllOptions(ref.within)

/** Everybody of the pool who may come first: one, but where the strategy draws. */
export const firstOf = (entry: Entry, pool: readonly Member[]): readonly Member[] => {
  const { queue, preferred } = entry
  if (queue.strategy.prefers !== undefined && entry.refusedBy?.includes(preferred as Agent) !== true) {
    const wish = pool.filter(({ agent }) => agent === preferred)
    if (wish.length > 0) return wish
  }
  const level = Math.min(...pool.map((member) => member.level))
  const ofLevel = pool.filter((member) => member.level === level)
  const penalty = Math.min(...ofLevel.map((member) => member.penalty))
  const equals = ofLevel.filter((member) => member.penalty === penalty)
  const { order } = queue.strategy
  if (order === 'chance' || order === 'none') return equals
  if (order === 'cycle') {
    const turn = ({ position }: Member): number => (position < queue.cyclePosition ? position + 1e6 : position)
    return [...equals].sort((a, b) => turn(a) - turn(b)).slice(0, 1)
  }
  if (order === 'share') return [...equals].sort(byShare).slice(0, 1)
  return [...equals].sort(byTerms(entry, order)).slice(0, 1)
}

const byTerms =
  (entry: Entry, order: readonly OrderTerm[]) =>
  (a: Member, b: Member): number => {
    for (const { key, direction } of order) {
      const difference = termValue(entry, a, key) - termValue(entry, b, key)
      if (difference !== 0) return direction === 'ascending' ? difference : -difference
    }
    return a.agent.id < b.agent.id ? -1 : 1
  }

const termValue = ({ wants }: Entry, member: Member, key: OrderTerm['key']): number => {
  const { agent } = member
  switch (key) {
    case 'idleSinceMs':
    case 'callsHandled':
    case 'talkMs':
      return agent[key]
    case 'position':
    case 'weight':
      return member[key]
    case 'answeredPerWeight':
      return member.share / member.weight
    case 'skillLevel':
      return wants.length === 0 ? 0 : Math.min(...wants.map(([skill]) => agent.skills.get(skill) ?? 0))
  }
}

const byShare = (a: Member, b: Member): number => {
  const due = (member: Member): readonly [number, number] => {
    const { share, weight, queue } = member
    const mayBegin = share / weight + 1e-9 < queue.shareClock + 1 / queue.presentWeight
    return mayBegin ? [0, (share + 1) / weight] : [1, share / weight]
  }
  const [a0, a1] = due(a)
  const [b0, b1] = due(b)
  if (a0 !== b0) return a0 - b0
  if (a1 !== b1) return a1 - b1
  return a.agent.id < b.agent.id ? -1 : 1
}

/** Whether `a` is served before `b` by an agent of that level in both their queues. */
export const isServedBefore = (a: Entry, b: Entry, nowMs: number): boolean => {
  const priority = ({ queue, priority: own, virtualStartMs }: Entry): number => {
    const { priority: base = 0, priorityPerMinute: growth = 0 } = queue.definition
    return (base + own) * 60_000 + growth * (nowMs - virtualStartMs)
  }
  if (priority(a) !== priority(b)) return priority(a) > priority(b)
  if (a.virtualStartMs !== b.virtualStartMs) return a.virtualStartMs < b.virtualStartMs
  return a.turn < b.turn
}

/** Throws unless that offer is the one that the rules ask for. Called before the engine takes note of it. */
export const checkOffer = (floor: Floor, call: number, agentId: string, nowMs: number): void => {
  const entry = floor.entries.get(call)
  const agent = floor.agents.get(agentId)
  if (entry === undefined || agent === undefined) throw new Error('an offer of nothing to nobody')
  const pool = poolOf(entry)
  if (holdsBack(entry, nowMs)) throw new Error(`call ${call} is offered and should wait`)
  if (!pool.some((member) => member.agent === agent)) throw new Error(`call ${call} may not go to ${agentId}`)
  const first = firstOf(entry, pool)
  if (!first.some((member) => member.agent === agent)) {
    throw new Error(`call ${call} goes to ${agentId} and ${first[0]?.agent.id} comes first`)
  }
  const alone = entry.queue.members.filter((member) => member.agent.state === 'ready' && mayRing(entry, member))
  // A call that rings several phones takes the agents of a moment together, whatever else each of them could take.
  if (alone.length === 1 && entry.offers.length === 0) checkCall(floor, entry, agent, nowMs)
}

/** The only agent who can take the call: no other call that waits for this agent comes before it. */
const checkCall = (floor: Floor, entry: Entry, agent: Agent, nowMs: number): void => {
  const levelIn = (other: Entry): number => other.queue.members.find((m) => m.agent === agent)?.level ?? 0
  for (const other of floor.entries.values()) {
    // What falls due in this very instant may come before or after.
    if (other === entry || other.slot < 0 || holdsBack(other, nowMs - 1)) continue
    if (!poolOf(other).some((member) => member.agent === agent)) continue
    if (other.refusedBy?.includes(agent) === true && poolOf(other).length > 1) continue
    const isFirst =
      levelIn(other) < levelIn(entry) || (levelIn(other) === levelIn(entry) && isServedBefore(other, entry, nowMs))
    if (isFirst) throw new Error(`${agent.id} takes call ${entry.call}, and call ${other.call} comes first`)
  }
}
