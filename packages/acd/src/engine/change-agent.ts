/** Every change of an agent's state goes through here. */
import type { AgentState, CallId } from '@callweave/core'
import type { Agent } from './agent.js'
import { reaskChanged } from './changes.js'
import type { Engine } from './engine.js'
import { leaveIfNobody, releaseHeld } from './waiting-room.js'

export interface AgentChange {
  readonly reason?: string | null
  readonly untilMs?: number | null
}

const nothing: AgentChange = {}

export const changeAgent = (
  engine: Engine,
  agent: Agent,
  to: AgentState,
  because: string,
  call: CallId | null = null,
  also: AgentChange = nothing,
): void => {
  const { log, clock } = engine
  const { state: from } = agent
  log.emit['agent.changed']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'agent.changed',
    agent: agent.id,
    from,
    to,
    because,
    reason: also.reason ?? null,
    call,
    untilMs: also.untilMs ?? null,
  })
  // Tiers open where nobody is left below, and close where somebody comes in.
  if (from === 'logged-out' || to === 'logged-out') reaskChanged(engine)
  if (to === 'ready' || to === 'ringing') return
  if (to === 'not-ready' || to === 'logged-out') releaseHeld(engine, agent)
  for (let i = 0; i < agent.members.length; i += 1) {
    const { queue } = agent.members[i] as Agent['members'][number]
    if (queue.definition.leaveWhen !== undefined) leaveIfNobody(engine, queue)
  }
}
