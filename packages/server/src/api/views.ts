/** Live state as the API shows it. */

import type { RunningCenter } from '../center/open-center.js'
import { stageOf } from '../center/stage-of.js'
import type { AgentView, CallView, Health, QueueView } from './schemas.js'

export const callViews = ({ center }: RunningCenter): CallView[] =>
  [...center.calls.calls.values()]
    .sort((a, b) => a.id - b.id)
    .map((call) => {
      const position = center.ivr.positionOf(call.id)
      return {
        call: call.id,
        stage: stageOf(center, call),
        trunk: call.trunk,
        caller: call.caller,
        dialed: call.dialed,
        arrivedAtMs: call.arrivedAtMs,
        flow: position === undefined ? null : { flow: position.flow, step: position.step },
        queue: call.queue,
        agent: call.agent,
        legs: call.legs.length,
      }
    })

export const agentView = ({ center }: RunningCenter, id: string): AgentView | undefined => {
  const agent = center.floor.agents.get(id)
  if (agent === undefined) return undefined
  const { extension, state, reason, sinceMs, untilMs, call, wanted } = agent
  return {
    agent: id,
    extension,
    state,
    reason,
    sinceMs,
    untilMs,
    call,
    wanted: wanted === null ? null : { state: wanted.state, reason: wanted.reason },
  }
}

export const agentViews = (running: RunningCenter): AgentView[] =>
  [...running.center.floor.agents.keys()].sort().flatMap((id) => agentView(running, id) ?? [])

export const queueViews = ({ center }: RunningCenter): QueueView[] => {
  const oldest = new Map<string, number>()
  for (const { queue, callback, enteredAtMs } of center.floor.entries.values()) {
    if (callback === null) oldest.set(queue.id, Math.min(enteredAtMs, oldest.get(queue.id) ?? enteredAtMs))
  }
  return [...center.floor.queues.values()].map(({ id, waitingCount, callbackCount, members }) => ({
    queue: id,
    waiting: waitingCount,
    callbacks: callbackCount,
    oldestAtMs: oldest.get(id) ?? null,
    members: {
      loggedIn: members.filter(({ agent }) => agent.state !== 'logged-out').length,
      ready: members.filter(({ agent }) => agent.state === 'ready').length,
      all: members.length,
    },
  }))
}

export const healthOf = ({ center, clock, log, state, world }: RunningCenter, sip: Health['sip']): Health => ({
  sip,
  state,
  world,
  nowMs: clock.nowMs(),
  events: log.seq,
  calls: center.calls.calls.size,
  legs: center.calls.legs.size,
})
