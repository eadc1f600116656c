/** An agent's place in one index of ready agents: one for each demand that the agent can meet. */
import type { Agent } from '../engine/agent.js'
import type { IndexedDemand } from '../engine/indexed-demand.js'
import type { Member } from '../engine/member.js'

export class Place {
  readonly demand: IndexedDemand
  readonly member: Member
  readonly agent: Agent
  readonly rank: Rank
  /** The agent's lowest level in the skills that the calls came with; a change makes another place. */
  readonly skillLevel: number
  /** Where it stands among the agent's places. */
  at: number
  /** What its index finds it by; -1 when it is in none. */
  slot = -1

  constructor(demand: IndexedDemand, member: Member, rank: Rank, at: number) {
    this.demand = demand
    this.member = member
    this.agent = member.agent
    this.rank = rank
    this.skillLevel = demand.skillLevelOf(member.agent)
    this.at = at
  }
}

export const isReady = ({ agent }: Place): boolean => agent.state === 'ready'

/** The members of one level, penalty and perhaps level of skill within a demand: all of them come before those of the next. */
export class Rank {
  readonly level: number
  readonly penalty: number
  /** Where the strategy's order goes by the level of skill first: that level, negative when the highest is first; else 0. */
  readonly skill: number
  readonly ready: ReadyIndex
  /** Its number among the ranks of the demand, best first. */
  at = 0

  constructor(level: number, penalty: number, skill: number, ready: ReadyIndex) {
    this.level = level
    this.penalty = penalty
    this.skill = skill
    this.ready = ready
  }
}

/**
 * The ready agents of one rank, in a strategy's order. Agents who are ready stand in it. Others may: they are taken out
 * when somebody looks and comes by them.
 */
export interface ReadyIndex {
  /** Whether agents stand in it while they are ready and at no other time. */
  readonly isPrompt: boolean
  /** How many stand in it. */
  readonly size: number
  insert(place: Place): void
  remove(place: Place): void
  /**
   * The best who is ready; of those that `passes` lets through, when given. It lets nobody through who lacks a level of
   * `pairs`, which can be seen without a look at the agent: see `Columns`.
   */
  head(passes?: (place: Place) => boolean, pairs?: readonly number[]): Place | null
  /** All who are ready, in no order that may be relied upon. Changes nothing and draws nothing. */
  places(): Iterable<Place>
}
