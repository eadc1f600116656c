/**
 * A demand: all that decides which agents a waiting call may be put to. A queue, a stage of its timeline, the skills
 * wanted and, while a call is held for a preferred agent, that agent alone. Calls of one demand wait in one heap; agents
 * who can meet it stand in its indexes of ready agents. So a decision looks at heads only, a call that nobody can serve
 * waits in a heap of its own and blocks nobody, and an agent who becomes ready looks at one head for each demand.
 *
 * Demands are made when a call first wants them: the only time that all members of the queue are looked at.
 */
import { ChanceReady } from '../ready/chance.js'
import { CycleReady } from '../ready/cycle.js'
import { OrderedReady } from '../ready/ordered.js'
import { Place, Rank, type ReadyIndex } from '../ready/place.js'
import { PositionSet } from '../ready/position-set.js'
import { ShareReady } from '../ready/share.js'
import type { Agent } from './agent.js'
import { type Member, memberOf } from './member.js'
import type { Queue } from './queue.js'
import type { Stage } from './stages.js'
import { Waiting } from './waiting.js'
import type { Wants } from './wanted.js'

/** What keeps a member from being rung for a demand: a code, what is wanted and what the member has. */
export interface Refusal {
  readonly because: 'held-for-preferred' | 'level' | 'penalty' | 'skill'
  readonly skill?: string
  readonly wanted?: number
  readonly has?: number
}

export class Demand {
  readonly queue: Queue
  readonly stage: Stage
  /** The least levels that will do in this stage. */
  readonly wants: Wants
  /** The levels that the calls came with: what an order by skill goes by. */
  readonly asked: Wants
  /** The one agent it is for, if any. */
  readonly only: Agent | null
  readonly waiting = new Waiting()
  /** Calls that belong here, offered ones included. */
  live = 0
  /** Agents ready for it. */
  readyCount = 0
  /** Whether it was forgotten: nothing may find it any more. */
  gone = false
  readonly #places = new Map<Member, Place>()
  /** Best first. */
  readonly #ranks: Rank[] = []
  /** The ranks in which somebody is ready, where there are several ranks. */
  #filled: PositionSet | null = null

  constructor(queue: Queue, stage: Stage, wants: Wants, asked: Wants, only: Agent | null) {
    this.queue = queue
    this.stage = stage
    this.wants = wants
    this.asked = asked
    this.only = only
    if (only === null) for (const member of queue.members) this.place(member)
    else {
      const member = memberOf(only, queue)
      if (member !== null) this.place(member)
    }
  }

  /** What keeps the member out; `null` when the member may be rung, ready or not. */
  refusal(member: Member): Refusal | null {
    const { stage } = this
    if (this.only !== null && member.agent !== this.only) return { because: 'held-for-preferred' }
    if (member.level > stage.mostLevel) return { because: 'level', wanted: stage.mostLevel, has: member.level }
    if (member.penalty > stage.mostPenalty) {
      return { because: 'penalty', wanted: stage.mostPenalty, has: member.penalty }
    }
    if (member.penalty < stage.leastPenalty) {
      return { because: 'penalty', wanted: stage.leastPenalty, has: member.penalty }
    }
    for (const [skill, level] of this.wants) {
      const has = member.agent.skills.get(skill) ?? 0
      if (has < level) return { because: 'skill', skill, wanted: level, has }
    }
    return null
  }

  /** The lowest of the agent's levels in the skills that the calls came with; 0 without any. */
  skillLevelOf(agent: Agent): number {
    let lowest = Number.MAX_SAFE_INTEGER
    for (let i = 0; i < this.asked.length; i += 1) {
      const has = agent.skills.get((this.asked[i] as Wants[number])[0]) ?? 0
      if (has < lowest) lowest = has
    }
    return lowest === Number.MAX_SAFE_INTEGER ? 0 : lowest
  }

  /** The best ready place, of those that `passes` lets through when given. */
  head(passes?: (place: Place) => boolean): Place | null {
    if (this.readyCount === 0) return null
    if (this.#ranks.length === 1) return (this.#ranks[0] as Rank).ready.head(passes)
    const filled = this.#filled as PositionSet
    for (let at = filled.next(0); at >= 0; at = filled.next(at + 1)) {
      const found = (this.#ranks[at] as Rank).ready.head(passes)
      if (found !== null) return found
    }
    return null
  }

  /** Whether no member may be rung for it, ready or not. */
  get isHopeless(): boolean {
    return this.#places.size === 0
  }

  /** By rank, and within one in no order. */
  *readyPlaces(): Iterable<Place> {
    for (const rank of this.#ranks) yield* rank.ready.places()
  }

  /** Gives the member a place here, if the member may be rung, and a slot in the index when ready. */
  place(member: Member): void {
    if (this.refusal(member) !== null) return
    const { places } = member.agent
    const place = new Place(this, member, this.#rankOf(member), places.length)
    this.#places.set(member, place)
    places.push(place)
    if (member.agent.state === 'ready') this.enter(place)
  }

  /** Takes the member's place away, if there is one. */
  unplace(member: Member): void {
    const place = this.#places.get(member)
    if (place === undefined) return
    this.#places.delete(member)
    if (place.slot >= 0) this.leave(place)
    const { places } = member.agent
    const last = places.pop() as Place
    if (last !== place) {
      places[place.at] = last
      last.at = place.at
    }
  }

  /** Takes all places away: nothing may find this demand any more. */
  forget(): void {
    this.gone = true
    for (const member of [...this.#places.keys()]) this.unplace(member)
  }

  /** The agent is ready. */
  enter(place: Place): void {
    const { rank } = place
    rank.ready.insert(place)
    this.readyCount += 1
    if (this.#filled !== null) this.#filled.add(rank.at)
  }

  /** The agent is ready no more. */
  leave(place: Place): void {
    const { rank } = place
    rank.ready.remove(place)
    this.readyCount -= 1
    if (this.#filled !== null && rank.ready.size === 0) this.#filled.delete(rank.at)
  }

  #rankOf({ level, penalty }: Member): Rank {
    const ranks = this.#ranks
    let at = 0
    while (at < ranks.length && isBefore(ranks[at] as Rank, level, penalty)) at += 1
    const found = ranks[at]
    if (found !== undefined && found.level === level && found.penalty === penalty) return found
    const rank = new Rank(level, penalty, this.#newIndex())
    ranks.splice(at, 0, rank)
    if (ranks.length === 1) return rank
    const filled = new PositionSet()
    ranks.forEach((each, i) => {
      each.at = i
      if (each.ready.size > 0) filled.add(i)
    })
    this.#filled = filled
    return rank
  }

  #newIndex(): ReadyIndex {
    const { order } = this.queue.strategy
    if (order === 'cycle') return new CycleReady(this.queue)
    if (order === 'share') return new ShareReady()
    if (order === 'chance') return new ChanceReady(this.queue.chance())
    return new OrderedReady(order === 'none' ? [] : order)
  }
}

const isBefore = (rank: Rank, level: number, penalty: number): boolean =>
  rank.level < level || (rank.level === level && rank.penalty < penalty)
