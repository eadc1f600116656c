import type { MemberView } from '../strategy/define.js'
import type { Agent } from './agent.js'
import type { Queue } from './queue.js'

/** One agent in one queue. */
export class Member implements MemberView {
  readonly agent: Agent
  readonly queue: Queue
  readonly position: number
  level: number
  penalty: number
  weight: number
  /** Whether the agent serves the queue still: an offer made before the agent was taken out may yet be answered. */
  joined = true
  offers = 0
  answered = 0
  share = 0

  constructor(agent: Agent, queue: Queue, position: number, level: number, penalty: number, weight: number) {
    this.agent = agent
    this.queue = queue
    this.position = position
    this.level = level
    this.penalty = penalty
    this.weight = weight
  }
}

/** The agent as a member of that queue. */
export const memberOf = (agent: Agent, queue: Queue): Member | null => {
  const { queues } = agent
  // Mostly a handful: `indexOf` takes as long as a look at ten.
  for (let at = 0; at < queues.length; at += 1) if (queues[at] === queue) return agent.members[at] as Member
  return null
}
