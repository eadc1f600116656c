/** One agent, live. Changed by folds only. */
import type { AgentState, CallId, TimerId } from '@callweave/core'
import type { AgentDefinition, AgentLimits } from '../definition/agents.js'
import type { Place } from '../ready/place.js'
import type { Candidate } from '../strategy/define.js'
import type { Member } from './member.js'
import type { Offer } from './offer.js'
import type { Queue } from './queue.js'

export interface Interrupted {
  readonly state: AgentState
  readonly reason: string | null
  readonly untilMs: number | null
}

export class Agent implements Candidate {
  readonly id: string
  /** Counted as agents come to the floor; never changes. */
  readonly number: number
  /** Place among all agents by name: how ties are broken. Moves up when somebody comes in before. */
  rank: number
  readonly extension: string
  readonly limits: AgentLimits | null
  skills: ReadonlyMap<string, number>
  /** The number of this set of skills and levels: the same for all who can do the same. See `Columns`. */
  ability = 0

  state: AgentState = 'logged-out'
  reason: string | null = null
  sinceMs = 0
  idleSinceMs = 0
  callsHandled = 0
  talkMs = 0
  /** Offers missed in a row. */
  misses = 0
  callsInARow = 0
  offer: Offer | null = null
  call: CallId | null = null
  /** The queue of that call. */
  queue: Queue | null = null
  handlingSinceMs = 0
  /** Talk, hold and wrap-up since the shift began. */
  handledMs = 0
  shiftStartMs = 0
  /** When the state ends by itself. */
  untilMs: number | null = null
  /** Stretches of work inside the window of the agent's limits; empty without limits. */
  recent: (readonly [startMs: number, endMs: number])[] = []
  /** What a call of the agent's own interrupted, and goes on after it; `null` in calls of queues. */
  interrupted: Interrupted | null = null
  /** The state asked for while in a call: taken up when it ends. */
  wanted: { readonly state: 'not-ready' | 'logged-out'; readonly reason: string | null } | null = null

  members: Member[] = []
  /** The queue of each member, side by side. */
  queues: Queue[] = []
  /** One for each demand that this agent can meet. */
  places: Place[] = []
  /** Of each place, side by side: the row of the head of the calls of its demand, and the agent's level in the queue. */
  heads: number[] = []
  levels: number[] = []
  /** Those of the places that are in their index while the agent is ready, and at no other time. */
  prompt: Place[] = []
  /** Those of the others that stand in no index. They go in when the agent is ready: see `Indexing`. */
  out: Place[] = []

  /** Ends wrap-up or a rest. Not part of the folded state: made again from it. */
  timer: TimerId = 0

  constructor(id: string, number: number, { extension, skills = {}, limits }: AgentDefinition) {
    this.id = id
    this.number = number
    this.rank = number
    this.extension = extension
    this.skills = new Map(Object.entries(skills).filter((skill): skill is [string, number] => skill[1] !== undefined))
    this.limits = limits ?? null
  }
}
