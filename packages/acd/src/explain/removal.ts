/** What keeps a member from being rung for a call: codes and terms, made into a sentence by whoever shows them. */
import type { AgentState } from '@callweave/core'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'

export type Removal =
  | {
      readonly because: 'not-ready'
      readonly state: AgentState
      /** The center's own reason, such as a meal. */
      readonly reason: string | null
      readonly sinceMs: number
      /** When the state ends by itself, if it does. */
      readonly untilMs: number | null
    }
  /** The call is held for one agent. */
  | { readonly because: 'held-for-preferred'; readonly agent: string }
  /** Outside the window of the call's stage. */
  | { readonly because: 'level' | 'penalty'; readonly wanted: number; readonly has: number }
  | { readonly because: 'skill'; readonly skill: string; readonly wanted: number; readonly has: number }
  /** Rejected or missed this call, and somebody else is ready or rings. */
  | { readonly because: 'refused' }

/** What the rules of the queue say, whether the agent is ready or not. */
export const removedByRules = ({ demand }: Entry, member: Member): Removal | null => {
  const refusal = demand.refusal(member)
  if (refusal === null) return null
  const { because, skill = '', wanted = 0, has = 0 } = refusal
  if (because === 'held-for-preferred') return { because, agent: demand.only?.id ?? '' }
  return because === 'skill' ? { because, skill, wanted, has } : { because, wanted, has }
}

export const removedByState = ({ agent }: Member): Removal | null => {
  const { state, reason, sinceMs, untilMs } = agent
  return state === 'ready' ? null : { because: 'not-ready', state, reason, sinceMs, untilMs }
}

/** The members whom the call may go to now: those who refused it only when there is nobody else and no phone rings. */
export const poolOf = (entry: Entry): readonly Member[] => {
  const { queue, refusedBy, offers } = entry
  const ready = queue.members.filter((m) => m.agent.state === 'ready' && entry.demand.admits(m))
  if (refusedBy === null) return ready
  const fresh = ready.filter(({ agent }) => !refusedBy.includes(agent))
  return fresh.length > 0 || offers.length > 0 ? fresh : ready
}
