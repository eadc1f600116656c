/** What a watcher has seen so far: kept apart from the center's own folds, so that a mistake there is not repeated here. */
import type { AgentState, CallId, CallState, LegId, LegState, OfferId } from '@callweave/core'

export interface WatchedLeg {
  readonly id: LegId
  call: CallId
  role: 'caller' | 'agent' | 'outside'
  state: LegState
  peer: LegId | null
  inConference: boolean
}

export interface WatchedOffer {
  readonly id: OfferId
  readonly call: CallId
  readonly agent: string
  readonly leg: LegId
}

export interface WatchedCall {
  readonly id: CallId
  readonly caller: string
  state: CallState
  /** Whether the one who called is on the line. */
  isThere: boolean
  readonly legs: Set<LegId>
  readonly offers: Set<OfferId>
  queue: string | null
  /** A promise to call back has the place in the queue. */
  isCallback: boolean
  agent: string | null
  announced: number
  wasServed: boolean
  /** Phones have the call in hand, not flows and queues alone. */
  isWithPhones: boolean
}

export const watchedCall = (id: CallId, caller: string): WatchedCall => ({
  id,
  caller,
  state: 'flow',
  isThere: true,
  legs: new Set(),
  offers: new Set(),
  queue: null,
  isCallback: false,
  agent: null,
  announced: 0,
  wasServed: false,
  isWithPhones: false,
})

export interface WatchedAgent {
  state: AgentState
  offer: OfferId | null
  call: CallId | null
  /** That call is the agent's own, dialed or answered: no queue gave it. */
  isOwn: boolean
  /** Another phone calls the agent's. */
  isCalled: boolean
}

export interface WatchedQueue {
  entered: number
  readonly left: Map<string, number>
  waiting: number
}

export interface Watched {
  readonly calls: Map<CallId, WatchedCall>
  readonly ended: Set<CallId>
  readonly legs: Map<LegId, WatchedLeg>
  readonly offers: Map<OfferId, WatchedOffer>
  readonly agents: Map<string, WatchedAgent>
  readonly queues: Map<string, WatchedQueue>
  /** Touched at this instant: looked at when time moves on. */
  readonly touchedCalls: Set<WatchedCall>
  readonly touchedAgents: Set<string>
  /** Calls in all, and how they ended. */
  readonly outcomes: Map<string, number>
  fail(what: string): never
}

export const callOf = (watched: Watched, id: CallId): WatchedCall => {
  const call = watched.calls.get(id)
  if (call === undefined) {
    return watched.fail(watched.ended.has(id) ? `call ${id} has ended` : `call ${id} never came`)
  }
  watched.touchedCalls.add(call)
  return call
}

export const agentOf = (watched: Watched, id: string): WatchedAgent => {
  let agent = watched.agents.get(id)
  if (agent === undefined) {
    agent = { state: 'logged-out', offer: null, call: null, isOwn: false, isCalled: false }
    watched.agents.set(id, agent)
  }
  watched.touchedAgents.add(id)
  return agent
}

export const queueOf = (watched: Watched, id: string): WatchedQueue => {
  let queue = watched.queues.get(id)
  if (queue === undefined) {
    queue = { entered: 0, left: new Map(), waiting: 0 }
    watched.queues.set(id, queue)
  }
  return queue
}

export const countUp = (counts: Map<string, number>, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)
