/** What becomes of an agent: wrap-up, rests, breaks, and the states that people ask for. */
import { type AgentState, agentStates, type CallId, CallweaveError, type Clock, mayMove } from '@callweave/core'
import type { Agent, Interrupted } from './agent.js'
import type { Entry } from './entry.js'
import { restDueMs } from './fatigue.js'
import type { Offer } from './offer.js'
import type { RejectedBecause } from './offering.js'
import type { Queue } from './queue.js'
import type { Returns } from './returns.js'
import type { Floor } from './state.js'

export type ChangeAgent = (
  agent: Agent,
  to: AgentState,
  because: string,
  call?: CallId | null,
  also?: { readonly reason?: string | null; readonly untilMs?: number | null },
) => void

export interface AgentDutyOptions {
  readonly floor: Floor
  readonly clock: Clock
  readonly changeAgent: ChangeAgent
  readonly serve: (agent: Agent) => void
  readonly withdraw: (offer: Offer, because: 'agent-left') => void
  readonly offerFailed: (entry: Entry, agent: Agent) => void
  readonly returns: Returns
}

export interface AgentDuty {
  /** A call of the agent's own begins: dialed there, or answered. Nothing changes for who talks, or is logged out. */
  engage(agent: Agent, call: CallId, because: 'dialed' | 'called'): void
  /** Another phone calls this one. */
  rung(agent: Agent, call: CallId): void
  /** It does not any more, and nobody answered. */
  unrung(agent: Agent): void
  released(agent: Agent): void
  endWrapUp(agent: Agent): void
  afterMiss(agent: Agent, queue: Queue): void
  afterReject(agent: Agent, queue: Queue, because: RejectedBecause): void
  phoneLost(agent: Agent): void
  phoneRegistered(agent: Agent): void
  setState(agent: Agent, to: 'ready' | 'not-ready' | 'logged-out', reason: string | null, because: string): void
  resume(): void
}

const defaultMisses = 3
const defaultAfterRejectMs = 5_000
const defaultAfterBusyMs = 10_000

/** The not-ready reason of an agent whose phone cannot be rung. */
const unreachable = 'unreachable'
/**
 * A phone says that it is there once an hour at the least (our registrar grants no more), also after a restart that forgot it.
 * Who comes back later begins another day and is ready when they say so.
 */
const mostAwayMs = 3_600_000

export const createAgentDuty = (options: AgentDutyOptions): AgentDuty => {
  const { floor, clock, changeAgent, serve, withdraw, offerFailed, returns } = options

  const timeIsUp = (agent: Agent): void => {
    agent.timer = 0
    if (agent.state === 'wrap-up') finish(agent, 'wrapped-up')
    else getReady(agent, 'rested')
    returns.flush()
  }

  const until = (agent: Agent, atMs: number): void => {
    agent.timer = clock.at(atMs, timeIsUp, agent)
  }

  const dropTimer = (agent: Agent): void => {
    if (agent.timer !== 0) clock.cancel(agent.timer)
    agent.timer = 0
  }

  const getReady = (agent: Agent, because: string): void => {
    changeAgent(agent, 'ready', because, agent.call)
    serve(agent)
  }

  const rest = (agent: Agent, because: string, reason: string, lengthMs: number): void => {
    const untilMs = clock.nowMs() + lengthMs
    changeAgent(agent, 'not-ready', because, agent.call, { reason, untilMs })
    until(agent, untilMs)
  }

  /** The call and its wrap-up are over; nobody has asked for anything else. */
  const goOn = (agent: Agent, because: string): void => {
    const restMs = agent.limits === null ? 0 : restDueMs(agent, agent.limits, clock.nowMs())
    if (restMs > 0) rest(agent, because, 'micro-break', restMs)
    else getReady(agent, because)
  }

  const finish = (agent: Agent, because: string): void => {
    const { wanted } = agent
    if (wanted === null) goOn(agent, because)
    else changeAgent(agent, wanted.state, 'asked', agent.call, { reason: wanted.reason })
  }

  /** Back to what was interrupted, as far as there is something left of it. */
  const takeUp = (agent: Agent, { state, reason, untilMs }: Interrupted): void => {
    // A phone that was in a call can be reached.
    const isOver = state === 'ready' || reason === unreachable || (untilMs !== null && untilMs <= clock.nowMs())
    if (agent.wanted !== null || isOver) {
      finish(agent, 'call-ended')
      return
    }
    changeAgent(agent, state, 'call-ended', agent.call, { reason, untilMs })
    if (untilMs !== null) until(agent, untilMs)
  }

  return {
    engage: (agent, call, because) => {
      const { state, offer } = agent
      if (state === 'talking' || state === 'hold' || state === 'logged-out') return
      dropTimer(agent)
      if (offer !== null) withdraw(offer, 'agent-left')
      changeAgent(agent, 'talking', because, call)
      if (offer !== null) offerFailed(offer.entry, agent)
    },
    rung: (agent, call) => {
      if (agent.state === 'ready') changeAgent(agent, 'ringing', 'called', call)
    },
    unrung: (agent) => {
      if (agent.state === 'ringing' && agent.offer === null) getReady(agent, 'not-answered')
    },
    released: (agent) => {
      if (agent.state !== 'talking' && agent.state !== 'hold') return
      if (agent.interrupted !== null) {
        takeUp(agent, agent.interrupted)
        return
      }
      const wrapUpMs = agent.queue?.definition.wrapUpMs ?? 0
      if (wrapUpMs === 0) {
        finish(agent, 'call-ended')
        return
      }
      const untilMs = wrapUpMs === 'until-ready' ? null : clock.nowMs() + wrapUpMs
      changeAgent(agent, 'wrap-up', 'call-ended', agent.call, { untilMs })
      if (untilMs !== null) until(agent, untilMs)
    },
    endWrapUp: (agent) => {
      if (agent.state !== 'wrap-up') return
      dropTimer(agent)
      finish(agent, 'wrapped-up')
    },
    afterMiss: (agent, queue) => {
      const { missesToNotReady = defaultMisses, afterMissMs = 0 } = queue.definition
      if (missesToNotReady > 0 && agent.misses >= missesToNotReady) {
        changeAgent(agent, 'not-ready', 'missed', null, { reason: 'misses' })
      } else if (afterMissMs > 0) rest(agent, 'missed', 'after-miss', afterMissMs)
      else changeAgent(agent, 'ready', 'missed')
    },
    afterReject: (agent, queue, because) => {
      const { afterRejectMs = defaultAfterRejectMs, afterBusyMs = defaultAfterBusyMs } = queue.definition
      if (because === 'unreachable') changeAgent(agent, 'not-ready', because, null, { reason: unreachable })
      else if (because === 'rejected') rest(agent, because, 'after-reject', afterRejectMs)
      else rest(agent, because, 'after-busy', afterBusyMs)
    },
    phoneLost: (agent) => {
      if (agent.state === 'ready') changeAgent(agent, 'not-ready', 'phone-lost', null, { reason: unreachable })
    },
    phoneRegistered: (agent) => {
      const { state, reason, sinceMs } = agent
      if (state !== 'not-ready' || reason !== unreachable || clock.nowMs() - sinceMs > mostAwayMs) return
      getReady(agent, 'phone-registered')
    },
    setState: (agent, to, reason, because) => {
      const { state } = agent
      if (to === 'ready' && (state === 'ready' || state === 'ringing')) return
      if (to === state && (to === 'logged-out' || (agent.reason === reason && agent.timer === 0))) return
      if (state !== to && !mayMove(agentStates, state, to)) {
        throw new CallweaveError('illegal-state', {
          where: `agents.${agent.id}`,
          message: `an agent who is ${state} cannot become ${to}`,
          expected: agentStates[state].join(' or '),
        })
      }
      dropTimer(agent)
      const { offer } = agent
      if (offer !== null) withdraw(offer, 'agent-left')
      if (to !== 'ready') changeAgent(agent, to, because, agent.call, { reason })
      else if (state === 'wrap-up') goOn(agent, because)
      else getReady(agent, because)
      if (offer !== null) offerFailed(offer.entry, agent)
    },
    resume: () => {
      for (const agent of floor.agents.values()) {
        dropTimer(agent)
        if (agent.untilMs !== null) until(agent, agent.untilMs)
      }
    },
  }
}
