/** The queues section of a definition. All spans are whole ms. */
import type { StrategyRef } from '../strategy/define.js'

/** An agent as a member of one queue. */
export interface MemberDefinition<Agent extends string = string> {
  readonly agent: Agent
  /** Tier, from 1: members of a lower level are rung first, of a higher one only as `tiers` allows. Default 1. */
  readonly level?: number
  /** From 0: among equals of a level, lower first; `penalties` set limits to it as the wait grows. Default 0. */
  readonly penalty?: number
  /** For weighted strategies and percent allocation: relative share, above 0. Default 1. */
  readonly weight?: number
}

/** Reasons for which a member does not count as somebody who could take a call. */
export type AbsenceFactor = 'logged-out' | 'not-ready' | 'wrap-up' | 'busy' | 'ringing' | 'penalty'

/** How a call gets harder or easier to place as it waits. */
export interface PenaltyRule {
  readonly afterMs: number
  readonly mostPenalty?: number
  readonly leastPenalty?: number
}

export interface TierRules {
  /** Level L may be rung after this wait (times L - 1 when `multiply`). 0: at once, in order of level. */
  readonly waitMs: number
  /** Default true. */
  readonly multiply?: boolean
  /** Do not wait for a level in which nobody is logged in. Default true. */
  readonly skipEmpty?: boolean
}

export interface Announcements<Prompt extends string = string> {
  /** First after this wait, then again and again. */
  readonly everyMs: number
  readonly firstAfterMs?: number
  readonly position?: boolean
  readonly estimatedWait?: boolean
  /** Read out in turn, one at a time. */
  readonly prompts?: readonly Prompt[]
  /** Never tell a higher position than before. Default true. */
  readonly neverRising?: boolean
}

export interface Overflow<Queue extends string = string> {
  readonly to: Queue
  /** After this wait, at least 1,000. At once is `whenWaiting: 0`. */
  readonly afterMs?: number
  /** On entering, when at least so many wait already. */
  readonly whenWaiting?: number
  /** On entering, when the estimated wait is longer. */
  readonly whenEstimatedWaitMs?: number
}

export interface ServiceLevelTarget {
  readonly withinMs: number
  readonly goalRatio?: number
  /** Abandoned faster than this counts as short. */
  readonly shortMs?: number
}

export interface CallbackRules {
  /** Rings of the caller's phone before it counts as no answer. Default 30 s. */
  readonly ringTimeoutMs?: number
  /** Default 2. */
  readonly attempts?: number
  /** Between attempts. Default 5 min. */
  readonly retryAfterMs?: number
  /** A callback not reached by then is given up. Default 4 h. */
  readonly expiresAfterMs?: number
}

export interface QueueDefinition<
  Agent extends string = string,
  Skill extends string = string,
  Queue extends string = string,
  Prompt extends string = string,
> {
  readonly strategy: StrategyRef
  /** Who serves it: names, or names with their level, penalty and weight. */
  readonly members: readonly (Agent | MemberDefinition<Agent>)[]
  /** Skills every call of this queue wants, with the least level. */
  readonly wants?: { readonly [S in Skill]?: number }
  /** Added to the priority of each of its calls. Default 0. */
  readonly priority?: number
  /** What a call's priority grows by for each minute of waiting. Default 0. */
  readonly priorityPerMinute?: number
  /** How long an agent's phone rings before the offer is missed. Default 20 s. */
  readonly ringTimeoutMs?: number
  /** After-call work: so long, or until the agent says ready. An agent may end it sooner. Default 0. */
  readonly wrapUpMs?: number | 'until-ready'
  /** Missed offers in a row that set an agent not ready. 0: never. Default 3. */
  readonly missesToNotReady?: number
  /** Rest after a missed, a rejected and a busy offer. Default 0, 5 s, 10 s. */
  readonly afterMissMs?: number
  readonly afterRejectMs?: number
  readonly afterBusyMs?: number
  /** Most calls waiting; further ones are refused as full. */
  readonly mostWaiting?: number
  /** At least 1,000. */
  readonly maxWaitMs?: number
  /** Refuse a call when every member is absent for one of these reasons; `false` takes all calls. Default false. */
  readonly refuseWhen?: readonly AbsenceFactor[] | false
  /** The same for calls that wait already. Default false. */
  readonly leaveWhen?: readonly AbsenceFactor[] | false
  readonly overflow?: readonly Overflow<Queue>[]
  readonly tiers?: TierRules
  readonly penalties?: readonly PenaltyRule[]
  readonly music?: Prompt
  readonly announce?: Announcements<Prompt>
  readonly serviceLevel?: ServiceLevelTarget
  /** A caller who abandoned and calls again within this time takes up the old place. Default 0: no. */
  readonly resumeWithinMs?: number
  readonly callback?: CallbackRules
}

/** Names with dots, such as `members[1].agent`, are how problems point at a place. */
export const asMember = <A extends string>(member: A | MemberDefinition<A>): MemberDefinition<A> =>
  typeof member === 'string' ? { agent: member } : member
