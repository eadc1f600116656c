/** What becomes of an agent: wrap-up, rests, breaks, and the states that people ask for. */
import { agentStates, type CallId, CallweaveError, mayMove } from '@callweave/core'
import type { Agent, Interrupted } from './agent.js'
import { changeAgent } from './change-agent.js'
import { serve } from './deciding.js'
import type { Engine } from './engine.js'
import { restDueMs } from './fatigue.js'
import { type RejectedBecause, withdraw } from './offering.js'
import type { Queue } from './queue.js'
import { offerFailed } from './waiting-room.js'

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

/** The end of wrap-up or a rest. */
export const agentIsDue = (engine: Engine, agent: Agent): void => {
  agent.timer = 0
  if (agent.state === 'wrap-up') finish(engine, agent, 'wrapped-up')
  else getReady(engine, agent, 'rested')
  engine.returns.flush()
}

const until = (engine: Engine, agent: Agent, atMs: number): void => {
  agent.timer = engine.clock.at(atMs, engine.agentIsDue, agent)
}

const dropTimer = (engine: Engine, agent: Agent): void => {
  if (agent.timer !== 0) engine.clock.cancel(agent.timer)
  agent.timer = 0
}

const getReady = (engine: Engine, agent: Agent, because: string): void => {
  changeAgent(engine, agent, 'ready', because, agent.call)
  serve(engine, agent)
}

const rest = (engine: Engine, agent: Agent, because: string, reason: string, lengthMs: number): void => {
  const untilMs = engine.clock.nowMs() + lengthMs
  changeAgent(engine, agent, 'not-ready', because, agent.call, { reason, untilMs })
  until(engine, agent, untilMs)
}

/** The call and its wrap-up are over; nobody has asked for anything else. */
const goOn = (engine: Engine, agent: Agent, because: string): void => {
  const restMs = agent.limits === null ? 0 : restDueMs(agent, agent.limits, engine.clock.nowMs())
  if (restMs > 0) rest(engine, agent, because, 'micro-break', restMs)
  else getReady(engine, agent, because)
}

const finish = (engine: Engine, agent: Agent, because: string): void => {
  const { wanted } = agent
  if (wanted === null) goOn(engine, agent, because)
  else changeAgent(engine, agent, wanted.state, 'asked', agent.call, { reason: wanted.reason })
}

/** Back to what was interrupted, as far as there is something left of it. */
const takeUp = (engine: Engine, agent: Agent, { state, reason, untilMs }: Interrupted): void => {
  // A phone that was in a call can be reached.
  const isOver = state === 'ready' || reason === unreachable || (untilMs !== null && untilMs <= engine.clock.nowMs())
  if (agent.wanted !== null || isOver) {
    finish(engine, agent, 'call-ended')
    return
  }
  changeAgent(engine, agent, state, 'call-ended', agent.call, { reason, untilMs })
  if (untilMs !== null) until(engine, agent, untilMs)
}

/** A call of the agent's own begins: dialed there, or answered. Nothing changes for who talks, or is logged out. */
export const engage = (engine: Engine, agent: Agent, call: CallId, because: 'dialed' | 'called'): void => {
  const { state, offer } = agent
  if (state === 'talking' || state === 'hold' || state === 'logged-out') return
  dropTimer(engine, agent)
  if (offer !== null) withdraw(engine, offer, 'agent-left')
  changeAgent(engine, agent, 'talking', because, call)
  if (offer !== null) offerFailed(engine, offer.entry, agent)
}

/** Another phone calls this one. */
export const rung = (engine: Engine, agent: Agent, call: CallId): void => {
  if (agent.state === 'ready') changeAgent(engine, agent, 'ringing', 'called', call)
}

/** It does not any more, and nobody answered. */
export const unrung = (engine: Engine, agent: Agent): void => {
  if (agent.state === 'ringing' && agent.offer === null) getReady(engine, agent, 'not-answered')
}

/** The agent's part in the call is over. */
export const released = (engine: Engine, agent: Agent): void => {
  if (agent.state !== 'talking' && agent.state !== 'hold') return
  if (agent.interrupted !== null) {
    takeUp(engine, agent, agent.interrupted)
    return
  }
  const wrapUpMs = agent.queue?.definition.wrapUpMs ?? 0
  if (wrapUpMs === 0) {
    finish(engine, agent, 'call-ended')
    return
  }
  const untilMs = wrapUpMs === 'until-ready' ? null : engine.clock.nowMs() + wrapUpMs
  changeAgent(engine, agent, 'wrap-up', 'call-ended', agent.call, { untilMs })
  if (untilMs !== null) until(engine, agent, untilMs)
}

export const endWrapUp = (engine: Engine, agent: Agent): void => {
  if (agent.state !== 'wrap-up') return
  dropTimer(engine, agent)
  finish(engine, agent, 'wrapped-up')
}

export const afterMiss = (engine: Engine, agent: Agent, queue: Queue): void => {
  const { missesToNotReady = defaultMisses, afterMissMs = 0 } = queue.definition
  if (missesToNotReady > 0 && agent.misses >= missesToNotReady) {
    changeAgent(engine, agent, 'not-ready', 'missed', null, { reason: 'misses' })
  } else if (afterMissMs > 0) rest(engine, agent, 'missed', 'after-miss', afterMissMs)
  else changeAgent(engine, agent, 'ready', 'missed')
}

export const afterReject = (engine: Engine, agent: Agent, queue: Queue, because: RejectedBecause): void => {
  const { afterRejectMs = defaultAfterRejectMs, afterBusyMs = defaultAfterBusyMs } = queue.definition
  if (because === 'unreachable') changeAgent(engine, agent, 'not-ready', because, null, { reason: unreachable })
  else if (because === 'rejected') rest(engine, agent, because, 'after-reject', afterRejectMs)
  else rest(engine, agent, because, 'after-busy', afterBusyMs)
}

export const phoneLost = (engine: Engine, agent: Agent): void => {
  if (agent.state === 'ready') changeAgent(engine, agent, 'not-ready', 'phone-lost', null, { reason: unreachable })
}

export const phoneRegistered = (engine: Engine, agent: Agent): void => {
  const { state, reason, sinceMs } = agent
  if (state !== 'not-ready' || reason !== unreachable || engine.clock.nowMs() - sinceMs > mostAwayMs) return
  getReady(engine, agent, 'phone-registered')
}

export const setState = (
  engine: Engine,
  agent: Agent,
  to: 'ready' | 'not-ready' | 'logged-out',
  reason: string | null,
  because: string,
): void => {
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
  dropTimer(engine, agent)
  const { offer } = agent
  if (offer !== null) withdraw(engine, offer, 'agent-left')
  if (to !== 'ready') changeAgent(engine, agent, to, because, agent.call, { reason })
  else if (state === 'wrap-up') goOn(engine, agent, because)
  else getReady(engine, agent, because)
  if (offer !== null) offerFailed(engine, offer.entry, agent)
}

export const resumeDuty = (engine: Engine): void => {
  for (const agent of engine.floor.agents.values()) {
    dropTimer(engine, agent)
    if (agent.untilMs !== null) until(engine, agent, agent.untilMs)
  }
}
