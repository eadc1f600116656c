/**
 * A demand with an index of its own. Its calls wait in one heap; agents who can meet it stand in its indexes of ready
 * agents, one for each rank. An agent who becomes ready looks at one head for each such demand, and a call that nobody
 * can serve waits in a heap of its own and blocks nobody.
 *
 * Making one is the only time that all members of the queue are looked at.
 */
import { ChanceReady } from '../ready/chance.js'
import { CycleReady } from '../ready/cycle.js'
import { IdleReady } from '../ready/idle.js'
import { putOut, takeBack } from '../ready/indexing.js'
import { OrderedReady } from '../ready/ordered.js'
import { Place, Rank, type ReadyIndex } from '../ready/place.js'
import { PositionSet } from '../ready/position-set.js'
import { ShareReady } from '../ready/share.js'
import type { OrderTerm } from '../strategy/define.js'
import type { Agent } from './agent.js'
import { Demand, type DemandParts } from './demand.js'
import { HeadRow } from './heads.js'
import { type Member, memberOf } from './member.js'
import { Waiting } from './waiting.js'

export class IndexedDemand extends Demand {
  /** When the last call left it, counted in calls that left. */
  idleSince = 0
  readonly #row: HeadRow
  readonly #places = new Map<Agent, Place>()
  /** Best first. */
  readonly #ranks: Rank[] = []
  /** The ranks in which somebody stands, where there are several ranks. */
  #filled: PositionSet | null = null

  /** `among`: the members who may be rung for it; those whom it does not admit are left out. Default: the queue's. */
  constructor(parts: Omit<DemandParts, 'waiting'>, among: readonly Member[] = parts.queue.members) {
    const row = new HeadRow(parts.queue.indexing.heads)
    super({ ...parts, waiting: new Waiting(parts.queue.indexing, row) })
    parts.queue.indexing.heads.use(row.number, this.waiting)
    this.#row = row
    const { queue, only } = parts
    if (only === null) for (const member of among) this.place(member)
    else {
      const member = memberOf(only, queue)
      if (member !== null) this.place(member)
    }
  }

  head(passes?: (place: Place) => boolean, pairs?: readonly number[]): Place | null {
    this.queue.indexing.complete(this)
    const ranks = this.#ranks
    if (ranks.length <= 1) return ranks.length === 0 ? null : (ranks[0] as Rank).ready.head(passes, pairs)
    const filled = this.#filled as PositionSet
    for (let at = filled.next(0); at >= 0; at = filled.next(at + 1)) {
      const { ready } = ranks[at] as Rank
      const found = ready.head(passes, pairs)
      if (found !== null) return found
      if (ready.size === 0) filled.delete(at)
    }
    return null
  }

  *readyPlaces(): Iterable<Place> {
    this.queue.indexing.complete(this)
    for (const rank of this.#ranks) yield* rank.ready.places()
  }

  /** Whether no member may be rung for it, ready or not. */
  get isHopeless(): boolean {
    return this.#places.size === 0
  }

  /** Of the row in which its head call is shown. */
  get number(): number {
    return this.#row.number
  }

  /** Gives the member a place here, if the member may be rung, and a slot in the index when ready. */
  place(member: Member): void {
    if (!this.admits(member)) return
    const { places, heads, levels } = member.agent
    const place = new Place(this, member, this.#rankOf(member), places.length)
    this.#places.set(member.agent, place)
    places.push(place)
    heads.push(this.#row.number)
    levels.push(member.level)
    if (place.rank.ready.isPrompt) member.agent.prompt.push(place)
    if (member.agent.state === 'ready') this.enter(place)
    else putOut(place)
  }

  /** Takes the member's place away, if there is one. */
  unplace(member: Member): void {
    const { agent } = member
    const place = this.#places.get(agent)
    if (place === undefined) return
    this.#places.delete(agent)
    if (place.slot >= 0) this.leave(place)
    if (place.rank.ready.isPrompt) agent.prompt.splice(agent.prompt.indexOf(place), 1)
    else takeBack(place)
    const { at } = place
    const last = agent.places.pop() as Place
    const head = agent.heads.pop() as number
    const level = agent.levels.pop() as number
    if (last === place) return
    agent.places[at] = last
    agent.heads[at] = head
    agent.levels[at] = level
    last.at = at
  }

  /** Takes all places away: nothing may find this demand any more. */
  forget(): void {
    this.gone = true
    for (const { member } of [...this.#places.values()]) this.unplace(member)
    this.#row.drop()
  }

  /** The agent is ready. */
  enter(place: Place): void {
    const { rank } = place
    rank.ready.insert(place)
    if (this.#filled !== null) this.#filled.add(rank.at)
  }

  /** The agent is ready no more, or will be with other numbers. */
  leave(place: Place): void {
    const { rank } = place
    rank.ready.remove(place)
    putOut(place)
    if (this.#filled !== null && rank.ready.size === 0) this.#filled.delete(rank.at)
  }

  #rankOf({ level, penalty, agent }: Member): Rank {
    const skill = this.queue.skillSign * this.skillLevelOf(agent)
    const ranks = this.#ranks
    let at = 0
    while (at < ranks.length && isBefore(ranks[at] as Rank, level, penalty, skill)) at += 1
    const found = ranks[at]
    if (found !== undefined && found.level === level && found.penalty === penalty && found.skill === skill) return found
    const rank = new Rank(level, penalty, skill, this.#newIndex())
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
    if (order === 'share') return new ShareReady(this.queue.indexing)
    if (order === 'chance') return new ChanceReady(this.queue.chance(), this.queue.indexing)
    if (order === 'none') return new OrderedReady([], this.queue.indexing)
    // Within a rank all have the same level of skill.
    const within = this.queue.skillSign === 0 ? order : order.slice(1)
    return isByIdleness(within) ? new IdleReady(this.queue.indexing) : new OrderedReady(within, this.queue.indexing)
  }
}

const isBefore = (rank: Rank, level: number, penalty: number, skill: number): boolean => {
  if (rank.level !== level) return rank.level < level
  return rank.penalty === penalty ? rank.skill < skill : rank.penalty < penalty
}

const isByIdleness = (order: readonly OrderTerm[]): boolean =>
  order.length === 1 && order[0]?.key === 'idleSinceMs' && order[0].direction === 'ascending'
