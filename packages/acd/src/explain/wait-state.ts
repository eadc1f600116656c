/**
 * What a call waits for at one instant, in one word and two counts: what `explainCall` says of each candidate, summed up
 * and cheap enough to be asked at every event of a long wait.
 */
import type { CallId, OfferId } from '@callweave/core'
import { memberOf } from '../engine/member.js'
import type { Floor } from '../engine/state.js'

export type WaitCause =
  /** A callback whose time has not come. */
  | 'put-off'
  /** A phone rings for it. */
  | 'ringing'
  /** It is held for one agent, who cannot take it now. */
  | 'held'
  /** The rules of its stage let no member take it. */
  | 'nobody-able'
  /** All who may take it are logged out. */
  | 'nobody-in'
  /** All who may take it and are logged in are not ready. */
  | 'all-away'
  /** All who may take it and are logged in are busy with other calls, some of them perhaps not ready. */
  | 'all-busy'
  /** Somebody could be rung, and the strategy lets it wait. */
  | 'strategy'

export interface WaitState {
  readonly cause: WaitCause
  /** Members whom the rules let take it. */
  readonly able: number
  /** Those of them who are logged in. */
  readonly loggedIn: number
}

/** `null` when the call waits in no queue. O(members). */
export const waitStateOf = (floor: Floor, call: CallId): WaitState | null => {
  const entry = floor.entries.get(call)
  if (entry === undefined) return null
  const { queue, demand, offers, putOffUntilMs } = entry
  let able = 0
  const count = { ready: 0, away: 0, out: 0 }
  for (const member of queue.members) {
    if (!demand.admits(member)) continue
    able += 1
    const { state } = member.agent
    if (state === 'ready') count.ready += 1
    else if (state === 'not-ready') count.away += 1
    else if (state === 'logged-out') count.out += 1
  }
  const loggedIn = able - count.out
  const cause = (): WaitCause => {
    if (putOffUntilMs > 0) return 'put-off'
    if (offers.length > 0) return 'ringing'
    if (count.ready > 0) return 'strategy'
    if (demand.only !== null) return 'held'
    if (able === 0) return 'nobody-able'
    if (loggedIn === 0) return 'nobody-in'
    return loggedIn === count.away ? 'all-away' : 'all-busy'
  }
  return { cause: cause(), able, loggedIn }
}

/**
 * What put another call before this one: the agent serves its queue first, its priority is higher, it has waited longer;
 * `later` when none does, and the agent was rung for it while this call rang elsewhere or was refused.
 */
export type Precedence = 'level' | 'priority' | 'earlier' | 'later'

/** Of an offer that stands, seen from another call; `null` when its agent may not take that call now. */
export const precedenceOver = (floor: Floor, call: CallId, offer: OfferId, nowMs: number): Precedence | null => {
  const entry = floor.entries.get(call)
  const other = floor.offers.get(offer)
  if (entry === undefined || other === undefined || other.entry === entry || entry.putOffUntilMs > 0) return null
  const member = memberOf(other.agent, entry.queue)
  if (member === null || !entry.demand.admits(member)) return null
  if (other.member.level !== member.level) return other.member.level < member.level ? 'level' : 'later'
  const priorityOf = ({ queue, priority, virtualStartMs }: typeof entry): number =>
    queue.priorityAt(priority, virtualStartMs, nowMs)
  const more = priorityOf(other.entry) - priorityOf(entry)
  if (more !== 0) return more > 0 ? 'priority' : 'later'
  const earlier = other.entry.virtualStartMs - entry.virtualStartMs || other.entry.turn - entry.turn
  return earlier < 0 ? 'earlier' : 'later'
}
