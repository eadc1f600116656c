/** Why an agent has this call, another one or none: the calls of each of the agent's queues, best first. Data only. */
import type { AgentState, CallId, OfferId } from '@callweave/core'
import type { Agent } from '../engine/agent.js'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import { bestCallFor, comesBefore, type PassedOver } from '../engine/serve.js'
import type { Floor } from '../engine/state.js'
import { poolOf, type Removal, removedByRules } from './removal.js'
import { callsToTake } from './waiting-calls.js'

export interface ExplainedCall {
  readonly call: CallId
  readonly priority: number
  readonly waitedMs: number
  /** Why the call cannot come to this agent, ready or not; `null` when it can. */
  readonly removed: Removal | { readonly because: 'put-off'; readonly untilMs: number } | null
  /** Whose phones ring for it now. */
  readonly ringing: readonly string[]
}

export interface ExplainedMembership {
  readonly queue: string
  readonly level: number
  readonly penalty: number
  readonly weight: number
  readonly answered: number
  readonly waiting: number
  /** Best first, no more than asked for. */
  readonly calls: readonly ExplainedCall[]
}

export interface AgentExplanation {
  readonly agent: string
  readonly state: AgentState
  readonly reason: string | null
  readonly sinceMs: number
  readonly untilMs: number | null
  readonly idleSinceMs: number
  readonly callsHandled: number
  readonly talkMs: number
  readonly misses: number
  /** The state asked for while in a call. */
  readonly wanted: AgentState | null
  readonly call: CallId | null
  readonly offer: { readonly offer: OfferId; readonly call: CallId; readonly sinceMs: number } | null
  /** The call that would come next if the agent were ready now. */
  readonly next: CallId | null
  /** Calls that wait and may come to this agent by skill, level and penalty, ready or not. */
  readonly couldTake: number
  readonly queues: readonly ExplainedMembership[]
}

/** `null` for a name that nobody has. `mostCalls`: of each queue, default 20. */
export const explainAgent = (
  floor: Floor,
  name: string,
  nowMs: number,
  { mostCalls = 20 }: { readonly mostCalls?: number } = {},
): AgentExplanation | null => {
  const agent = floor.agents.get(name)
  if (agent === undefined) return null
  const { id, state, reason, sinceMs, untilMs, idleSinceMs, callsHandled, talkMs, misses, wanted, call, offer } = agent
  return {
    agent: id,
    state,
    reason,
    sinceMs,
    untilMs,
    idleSinceMs,
    callsHandled,
    talkMs,
    misses,
    wanted: wanted?.state ?? null,
    call,
    offer: offer === null ? null : { offer: offer.id, call: offer.entry.call, sinceMs: offer.madeAtMs },
    next: bestCallFor(floor.indexing, agent, nowMs, refusedCalls(floor, agent))?.call ?? null,
    couldTake: callsToTake(floor, agent),
    queues: agent.members.map((member) => membershipOf(floor, member, nowMs, mostCalls)),
  }
}

const membershipOf = (floor: Floor, member: Member, nowMs: number, most: number): ExplainedMembership => {
  const { queue, level, penalty, weight, answered } = member
  const entries = [...floor.entries.values()].filter((entry) => entry.queue === queue)
  entries.sort((a, b) => (comesBefore(a, b, nowMs) ? -1 : 1))
  const calls = entries.slice(0, most).map((entry) => ({
    call: entry.call,
    priority: queue.priorityAt(entry.priority, entry.virtualStartMs, nowMs) / 60_000,
    waitedMs: nowMs - entry.virtualStartMs,
    removed: removalOf(entry, member),
    ringing: entry.offers.map(({ agent }) => agent.id),
  }))
  return { queue: queue.id, level, penalty, weight, answered, waiting: entries.length, calls }
}

const removalOf = (entry: Entry, member: Member): ExplainedCall['removed'] => {
  if (entry.putOffUntilMs > 0) return { because: 'put-off', untilMs: entry.putOffUntilMs }
  const byRules = removedByRules(entry, member)
  if (byRules !== null) return byRules
  return hasRefused(entry, member.agent) && poolOf(entry).every((other) => other !== member)
    ? { because: 'refused' }
    : null
}

/** The turns of calls that somebody else has to take first. */
const refusedCalls = (floor: Floor, agent: Agent): PassedOver => {
  const refused = [...floor.entries.values()].filter((entry) => hasRefused(entry, agent) && !isIn(poolOf(entry), agent))
  return new Set(refused.map(({ turn }) => turn))
}

const isIn = (pool: readonly Member[], agent: Agent): boolean => pool.some((member) => member.agent === agent)

const hasRefused = ({ refusedBy }: Entry, agent: Agent): boolean => refusedBy?.includes(agent) === true
