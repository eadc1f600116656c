/** Which calls wait before one, and which for an agent. */
import type { CallId } from '@callweave/core'
import type { Agent } from '../engine/agent.js'
import { memberOf } from '../engine/member.js'
import { comesBefore } from '../engine/serve.js'
import type { Floor } from '../engine/state.js'

/** The calls of its queue that are served before it, which `position` counts. */
export const callsAhead = (floor: Floor, call: CallId, nowMs: number): readonly CallId[] => {
  const entry = floor.entries.get(call)
  if (entry === undefined) return []
  const waiting = [...entry.queue.demands.heaps()].flatMap((heap) => [...heap.entries()])
  return waiting.filter((other) => other !== entry && comesBefore(other, entry, nowMs)).map((other) => other.call)
}

/** How many calls wait that the rules let come to that agent, ready or not; 0 for a name that nobody has. */
export const waitingForAgent = (floor: Floor, name: string): number => {
  const agent = floor.agents.get(name)
  return agent === undefined ? 0 : callsToTake(floor, agent)
}

export const callsToTake = (floor: Floor, agent: Agent): number => {
  let count = 0
  for (const { queue, demand, putOffUntilMs } of floor.entries.values()) {
    const member = memberOf(agent, queue)
    if (member !== null && putOffUntilMs === 0 && demand.admits(member)) count += 1
  }
  return count
}
