/** What agents spend their time on: by the clock for occupancy, by conversation for the queue's handle times. */
import { type AgentState, type EventOf, NameTable } from '@callweave/core'
import type { LiveAgentTime } from '../figures/counts.js'
import type { Ledger, LiveQueue, LiveRow } from './ledger.js'

interface Agent {
  state: AgentState
  /** Since when the state has not been booked by the clock. */
  bookedMs: number
  /** Since when the agent has been in the state. */
  sinceMs: number
  readonly queues: LiveQueue[]
  /** Where the conversation counts that the agent is in or wraps up; `undefined` when there is none, or none of a queue. */
  row: LiveRow | undefined
  talkMs: number
  holdMs: number
  wrapUpMs: number
}

export interface AgentClock {
  changed(event: EventOf<'agent.changed'>, row: LiveRow | undefined): void
  joins(agent: string, queue: LiveQueue): void
  leaves(agent: string, queue: LiveQueue): void
  /** Books what all agents have spent until then. */
  bookAll(untilMs: number): void
}

export interface AgentClockOptions {
  readonly fromMs: number
  readonly untilMs: number
}

export const createAgentClock = ({ center }: Ledger, options: AgentClockOptions): AgentClock => {
  const agents = new NameTable<Agent>()

  const agentNamed = (name: string, state: AgentState, atMs: number): Agent => {
    const known = agents.get(name)
    if (known !== undefined) return known
    const agent: Agent = {
      state,
      bookedMs: atMs,
      sinceMs: atMs,
      queues: [],
      row: undefined,
      talkMs: 0,
      holdMs: 0,
      wrapUpMs: 0,
    }
    agents.set(name, agent)
    return agent
  }

  const book = (agent: Agent, atMs: number): void => {
    if (atMs <= agent.bookedMs) return
    const startMs = Math.max(agent.bookedMs, options.fromMs)
    const spanMs = Math.min(atMs, options.untilMs) - startMs
    agent.bookedMs = atMs
    if (spanMs <= 0 || agent.state === 'logged-out') return
    addTime(center.time, agent.state, spanMs)
    const { queues } = agent
    for (let i = 0; i < queues.length; i += 1) addTime((queues[i] as LiveQueue).time, agent.state, spanMs)
  }

  return {
    changed(event, row) {
      const { atMs, to } = event
      const agent = agentNamed(event.agent, event.from, atMs)
      book(agent, atMs)
      if (agent.row !== undefined) follow(agent, to, atMs)
      if (agent.row === undefined && to === 'talking') agent.row = row
      agent.state = to
      agent.sinceMs = atMs
    },
    joins(name, queue) {
      const agent = agentNamed(name, 'logged-out', 0)
      if (!agent.queues.includes(queue)) agent.queues.push(queue)
    },
    leaves(name, queue) {
      const at = agents.get(name)?.queues.indexOf(queue) ?? -1
      if (at >= 0) agents.get(name)?.queues.splice(at, 1)
    },
    bookAll(untilMs) {
      for (const agent of agents.values()) book(agent, untilMs)
    },
  }
}

/** Adds the state that ends to the conversation, and closes it when the next state is no part of one. */
const follow = (agent: Agent, to: AgentState, atMs: number): void => {
  const spanMs = atMs - agent.sinceMs
  if (agent.state === 'talking') agent.talkMs += spanMs
  else if (agent.state === 'hold') agent.holdMs += spanMs
  else agent.wrapUpMs += spanMs
  if (to === 'hold' || to === 'wrap-up' || (to === 'talking' && agent.state === 'hold')) return
  const row = agent.row as LiveRow
  const { talkMs, holdMs, wrapUpMs } = agent
  row.handled += 1
  row.talkMs += talkMs
  row.holdMs += holdMs
  row.wrapUpMs += wrapUpMs
  if (talkMs > row.maxTalkMs) row.maxTalkMs = talkMs
  if (holdMs > row.maxHoldMs) row.maxHoldMs = holdMs
  if (wrapUpMs > row.maxWrapUpMs) row.maxWrapUpMs = wrapUpMs
  row.queue.handling.record(talkMs + holdMs + wrapUpMs)
  agent.row = undefined
  agent.talkMs = 0
  agent.holdMs = 0
  agent.wrapUpMs = 0
}

const addTime = (time: LiveAgentTime, state: AgentState, spanMs: number): void => {
  switch (state) {
    case 'ready':
      time.readyMs += spanMs
      return
    case 'ringing':
      time.ringingMs += spanMs
      return
    case 'talking':
      time.talkingMs += spanMs
      return
    case 'hold':
      time.onHoldMs += spanMs
      return
    case 'wrap-up':
      time.wrappingUpMs += spanMs
      return
    case 'not-ready':
      time.notReadyMs += spanMs
      return
    case 'logged-out':
      return
  }
}
