/** The lines about members: who is in a queue, and who does not want calls just now. */
import type { EventOf } from '@callweave/core'
import type { QueueLogEvent } from './line.js'

export interface QueueLogMembers {
  changed(event: EventOf<'agent.changed'>): void
  memberChanged(event: EventOf<'member.changed'>): void
}

type Write = (atMs: number, queue: string, agent: string, event: QueueLogEvent, ...data: (string | number)[]) => void

interface Agent {
  /** The queues the agent is a member of, with the penalty in each; `undefined`: not told yet. */
  readonly queues: Map<string, number | undefined>
  present: boolean
  paused: boolean
}

export const createQueueLogMembers = (
  members: Readonly<Record<string, readonly string[]>>,
  write: Write,
): QueueLogMembers => {
  const agents = new Map<string, Agent>()
  const agentNamed = (name: string): Agent => {
    const known = agents.get(name)
    if (known !== undefined) return known
    const agent: Agent = { queues: new Map(), present: false, paused: false }
    agents.set(name, agent)
    return agent
  }
  for (const [queue, names] of Object.entries(members)) {
    for (const name of names) agentNamed(name).queues.set(queue, undefined)
  }

  const writeAll = (atMs: number, name: string, agent: Agent, event: QueueLogEvent, ...data: string[]): void => {
    for (const queue of agent.queues.keys()) write(atMs, queue, name, event, ...data)
  }

  return {
    changed({ agent: name, from, to, reason, atMs }) {
      const agent = agentNamed(name)
      if (to === 'logged-out') {
        agent.present = false
        agent.paused = false
        writeAll(atMs, name, agent, 'REMOVEMEMBER')
        return
      }
      if (!agent.present) {
        agent.present = true
        // Whoever was here before the log began is no news.
        if (from === 'logged-out') writeAll(atMs, name, agent, 'ADDMEMBER')
      }
      if (to === 'not-ready') {
        agent.paused = true
        writeAll(atMs, name, agent, 'PAUSE', reason ?? '')
      } else if (agent.paused) {
        agent.paused = false
        writeAll(atMs, name, agent, 'UNPAUSE', '')
      }
    },
    memberChanged({ agent: name, queue, joined, penalty, atMs }) {
      const agent = agentNamed(name)
      const known = agent.queues.has(queue)
      if (!joined) {
        agent.queues.delete(queue)
        if (known && agent.present) write(atMs, queue, name, 'REMOVEMEMBER')
        return
      }
      if (!known && agent.present) write(atMs, queue, name, 'ADDMEMBER', agent.paused ? 'PAUSED' : '')
      if (known && agent.queues.get(queue) !== penalty) write(atMs, queue, name, 'PENALTY', penalty)
      agent.queues.set(queue, penalty)
    },
  }
}
