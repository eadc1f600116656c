/**
 * Why a waiting call is where it is: every member of its queue with what removed the member or where the member stands
 * in the order, what the strategy makes of that, and when the call is asked about again. Data only. Looks and changes
 * nothing, draws nothing; asked of a floor replayed up to an offer, it says why that offer was made.
 */
import type { CallId, Terms } from '@callweave/core'
import { positionOf } from '../engine/announce.js'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import type { Floor } from '../engine/state.js'
import { announceDueMs, expiryDueMs, maxWaitDueMs, overflowDueMs, stageDueMs } from '../engine/timeline.js'
import type { Ask, Decision } from '../strategy/define.js'
import { type Ordered, orderOf, type TermValue } from './order.js'
import { poolOf, type Removal, removedByRules, removedByState } from './removal.js'

export type { Removal } from './removal.js'

export interface ExplainedCandidate {
  readonly agent: string
  readonly level: number
  readonly penalty: number
  readonly preferred: boolean
  /** Why the call cannot go there now; `null` for whoever is in the order. */
  readonly removed: Removal | null
  /** 1 for whoever comes first; `null` when removed. */
  readonly place: number | null
  readonly terms: readonly TermValue[]
  /** Whether only the name decides between this one and the one before. */
  readonly tied: boolean
}

/** An instant at which the call is looked at again, and what for. */
export interface NextLook {
  readonly atMs: number
  readonly what: 'stage' | 'strategy' | 'announcement' | 'max-wait' | 'overflow' | 'callback-due' | 'callback-expires'
}

export interface ExplainedDecision {
  readonly decide: 'offer' | 'offer-all' | 'wait' | 'draw'
  /** Whom to; for a draw, among whom. */
  readonly agents: readonly string[]
  readonly because: string
  readonly terms: Terms
  /** When it wishes to be asked again, though nobody becomes ready before. */
  readonly untilMs: number | null
}

export interface CallExplanation {
  readonly call: CallId
  readonly queue: string
  readonly strategy: string
  readonly state: 'waiting' | 'ringing' | 'put-off' | 'dialing'
  /** A promise to call back waits, and no caller. */
  readonly isPromise: boolean
  readonly waitedMs: number
  readonly position: number
  readonly priority: number
  /** The stage of the queue's timeline, and the skills that will do in it. */
  readonly stage: { readonly number: number; readonly of: number; readonly sinceMs: number }
  readonly wants: { readonly [skill: string]: number }
  readonly ringing: readonly { readonly agent: string; readonly sinceMs: number }[]
  /** In order; those who are removed last, by their place in the list. */
  readonly candidates: readonly ExplainedCandidate[]
  /** What the strategy would do now; `null` while the call cannot be offered. */
  readonly decision: ExplainedDecision | null
  readonly next: readonly NextLook[]
}

/** `null` when the call waits in no queue. */
export const explainCall = (floor: Floor, call: CallId, nowMs: number): CallExplanation | null => {
  const entry = floor.entries.get(call)
  if (entry === undefined) return null
  const { queue, demand, stage, virtualStartMs } = entry
  const ordered = orderOf(entry, poolOf(entry))
  const decision = entry.slot < 0 ? null : decisionOf(entry, ordered, nowMs)
  return {
    call,
    queue: queue.id,
    strategy: queue.strategy.name,
    state: stateOf(entry),
    isPromise: entry.callback !== null,
    waitedMs: nowMs - virtualStartMs,
    position: positionOf(entry),
    priority: queue.priorityAt(entry.priority, virtualStartMs, nowMs) / 60_000,
    stage: { number: stage + 1, of: queue.stages.length, sinceMs: virtualStartMs + demand.stage.afterMs },
    wants: Object.fromEntries(demand.wants),
    ringing: entry.offers.map(({ agent, madeAtMs }) => ({ agent: agent.id, sinceMs: madeAtMs })),
    candidates: candidatesOf(entry, ordered),
    decision,
    next: nextOf(entry, decision, nowMs),
  }
}

const stateOf = ({ callback, putOffUntilMs, offers }: Entry): CallExplanation['state'] => {
  if (putOffUntilMs > 0) return 'put-off'
  if (callback !== null && callback.dialing !== null) return 'dialing'
  return offers.length > 0 ? 'ringing' : 'waiting'
}

const candidatesOf = (entry: Entry, ordered: readonly Ordered[]): readonly ExplainedCandidate[] => {
  const of = (member: Member) => ({
    agent: member.agent.id,
    level: member.level,
    penalty: member.penalty,
    preferred: member.agent === entry.preferred,
  })
  const inOrder = new Set(ordered.map(({ member }) => member))
  const removed = entry.queue.members.filter((member) => !inOrder.has(member))
  return [
    ...ordered.map(({ member, terms, tied }, i) => ({ ...of(member), removed: null, place: i + 1, terms, tied })),
    ...removed.map((member) => ({
      ...of(member),
      removed: removedByRules(entry, member) ?? removedByState(member) ?? ({ because: 'refused' } as const),
      place: null,
      terms: [],
      tied: false,
    })),
  ]
}

const decisionOf = (entry: Entry, ordered: readonly Ordered[], nowMs: number): ExplainedDecision => {
  const { queue, offers, preferred } = entry
  const head = ordered.find(({ member }) => queue.strategy.prefers === undefined || member.agent !== preferred)
  const first = ordered[0]?.member ?? null
  const isDrawn = queue.strategy.order === 'chance' && first !== null && first.agent !== preferred
  if (isDrawn) {
    const agents = ordered.map(({ member }) => member.agent.id)
    return { decide: 'draw', agents, because: 'drawn', terms: {}, untilMs: null }
  }
  const headMember = head?.member ?? first
  const ask: Ask = {
    head: headMember,
    headSkillLevel: headMember === null ? 0 : entry.demand.skillLevelOf(headMember.agent),
    nowMs,
    waitedMs: nowMs - entry.virtualStartMs,
    preferred: first !== null && first.agent === preferred && queue.strategy.prefers !== undefined ? first : null,
    preferredRings: offers.some(({ agent }) => agent === preferred),
    ready: () => ordered.map(({ member }) => member),
    ringing: offers.length,
    lastOfferMs: offers.at(-1)?.madeAtMs ?? null,
  }
  return dataOf(queue.strategy.decide(ask))
}

const dataOf = (decision: Decision): ExplainedDecision => {
  const { decide, because } = decision
  if (decide === 'wait') return { decide, agents: [], because, terms: {}, untilMs: decision.untilMs }
  const agents = decide === 'offer' ? [decision.agent] : decision.agents
  return { decide, agents, because, terms: decision.terms, untilMs: null }
}

const nextOf = (entry: Entry, decision: ExplainedDecision | null, nowMs: number): readonly NextLook[] => {
  const { putOffUntilMs, callback } = entry
  // The appointment is the engine's and in no log; a floor that was replayed has only what the strategy says.
  const wished = decision?.untilMs ?? null
  const waitUntilMs = entry.waitUntilMs > 0 || wished === null ? entry.waitUntilMs : Math.max(wished, nowMs + 1)
  const isCaller = callback === null && entry.offers.length === 0
  const looks: NextLook[] = [
    { what: 'stage', atMs: stageDueMs(entry) },
    { what: 'strategy', atMs: waitUntilMs },
    { what: 'callback-due', atMs: putOffUntilMs },
    { what: 'callback-expires', atMs: expiryDueMs(entry) },
    { what: 'announcement', atMs: isCaller ? announceDueMs(entry) : 0 },
    { what: 'max-wait', atMs: callback === null ? maxWaitDueMs(entry) : 0 },
    { what: 'overflow', atMs: callback === null ? overflowDueMs(entry) : 0 },
  ]
  return looks.filter(({ atMs }) => atMs > 0 && Number.isFinite(atMs)).sort((a, b) => a.atMs - b.atMs)
}
