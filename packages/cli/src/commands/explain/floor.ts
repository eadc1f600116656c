/** Who is where, and how many wait: folded from the log as far as it has been read. */
import type { CenterSections } from '@callweave/center'
import type { AgentState, CallEvent } from '@callweave/core'

export interface MemberView {
  readonly agent: string
  readonly state: AgentState
  readonly sinceMs: number
  /** Why not ready: break, meal... */
  readonly reason: string | null
  /** The call that the agent is in, if any. */
  readonly call: number | null
}

export interface QueueView {
  /** Calls waiting in it, the one asked about left out. */
  readonly waiting: number
  /** Its members, in the order of the definition; those who never logged in count as logged out. */
  readonly members: readonly MemberView[]
}

export interface FloorFold {
  take(event: CallEvent): void
  /** `sinceMs` of its members is how long they have been so. */
  viewOf(queue: string, atMs: number): QueueView
}

interface Live {
  state: AgentState
  fromMs: number
  reason: string | null
  call: number | null
}

export const createFloorFold = ({ queues }: Pick<CenterSections, 'queues'>): FloorFold => {
  const agents = new Map<string, Live>()
  const waiting = new Map<string, number>()
  const change = (queue: string, by: number): void => void waiting.set(queue, (waiting.get(queue) ?? 0) + by)
  return {
    take: (event) => {
      switch (event.type) {
        case 'agent.changed':
          agents.set(event.agent, { state: event.to, fromMs: event.atMs, reason: event.reason, call: event.call })
          return
        case 'queue.entered':
          return change(event.queue, 1)
        case 'queue.left':
          return change(event.queue, -1)
        default:
      }
    },
    viewOf: (queue, atMs) => ({
      waiting: waiting.get(queue) ?? 0,
      members: (queues[queue]?.members ?? []).map((member) => {
        const agent = typeof member === 'string' ? member : member.agent
        const live = agents.get(agent)
        if (live === undefined) return { agent, state: 'logged-out', sinceMs: 0, reason: null, call: null }
        return { agent, state: live.state, sinceMs: atMs - live.fromMs, reason: live.reason, call: live.call }
      }),
    }),
  }
}
