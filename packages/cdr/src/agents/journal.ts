/** The agent journal (D2): every state an agent was in, with its start, length and cause. */
import type { AgentState, Listeners } from '@callweave/core'

export interface AgentPeriod {
  readonly agent: string
  readonly state: AgentState
  readonly startMs: number
  readonly lengthMs: number
  /** Why the agent came into the state. */
  readonly because: string
  /** The center's own not-ready code. */
  readonly reason: string | null
  /** The call that the agent is in, or wraps up. */
  readonly call: number | null
}

export interface AgentJournalOptions {
  /** Takes each period when it is over. */
  readonly onPeriod: (period: AgentPeriod) => void
}

export interface AgentJournal {
  readonly listeners: Listeners
  /** Hands out the periods that are not over, as long as they are at `atMs`, by the agents' names. */
  close(atMs: number): void
}

/** A period that has begun. One object for each agent, changed in place. */
interface Current {
  state: AgentState
  startMs: number
  because: string
  reason: string | null
  call: number | null
}

/** An agent's first period begins with the first change: nothing is known of what was before. */
export const createAgentJournal = ({ onPeriod }: AgentJournalOptions): AgentJournal => {
  const agents = new Map<string, Current>()

  const tell = (agent: string, { state, startMs, because, reason, call }: Current, endMs: number): void =>
    onPeriod({ agent, state, startMs, lengthMs: endMs - startMs, because, reason, call })

  return {
    listeners: {
      'agent.changed': ({ agent, to, because, reason, call, atMs }) => {
        const current = agents.get(agent)
        // A change out of a call names the call that it ends; the state that begins has none.
        const inCall = to === 'ringing' || to === 'talking' || to === 'hold' || to === 'wrap-up' ? call : null
        if (current === undefined) {
          agents.set(agent, { state: to, startMs: atMs, because, reason, call: inCall })
          return
        }
        tell(agent, current, atMs)
        current.state = to
        current.startMs = atMs
        current.because = because
        current.reason = reason
        current.call = inCall
      },
    },
    close(atMs) {
      for (const [agent, current] of [...agents].sort(([a], [b]) => (a < b ? -1 : 1))) tell(agent, current, atMs)
      agents.clear()
    },
  }
}
