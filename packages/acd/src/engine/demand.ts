/**
 * A demand: all that decides which agents a waiting call may be put to. A queue, a stage of its timeline, the skills
 * wanted and, in the first stage of some strategies, one agent alone. Calls of one demand wait in one heap; agents who
 * can meet it stand in its indexes of ready agents. So a decision looks at heads only, a call that nobody can serve
 * waits in a heap of its own and blocks nobody, and an agent who becomes ready looks at one head for each demand.
 *
 * Demands are made when the first call wants them: the only time that all members of the queue are looked at.
 */
import type { Random } from '@callweave/core'
import { ChanceReady } from '../ready/chance.js'
import { CycleReady } from '../ready/cycle.js'
import { OrderedReady } from '../ready/ordered.js'
import { Place, type ReadyIndex } from '../ready/place.js'
import { ShareReady } from '../ready/share.js'
import type { Agent } from './agent.js'
import type { Wants } from './entry.js'
import type { Member } from './member.js'
import type { Queue } from './queue.js'
import type { Stage } from './stages.js'
import { Waiting } from './waiting.js'

export class Demand {
  readonly queue: Queue
  readonly stage: Stage
  readonly wants: Wants
  /** The one agent it is for, if any. */
  readonly only: Agent | null
  readonly waiting = new Waiting()
  /** One index for each (level, penalty), best first. */
  readonly #buckets: ReadyIndex[] = []
  readonly #ranks: { readonly level: number; readonly penalty: number }[] = []
  readonly #random: Random

  constructor(queue: Queue, stage: Stage, wants: Wants, only: Agent | null, random: Random) {
    this.queue = queue
    this.stage = stage
    this.wants = wants
    this.only = only
    this.#random = random
    const members = queue.members.filter((member) => this.admits(member))
    for (const member of members) this.#bucketOf(member)
    for (const member of members) this.place(member)
  }

  /** Whether the member may be rung for a call of this demand, ready or not. */
  admits(member: Member): boolean {
    return this.refusal(member) === null
  }

  /** What keeps the member out; `null` when nothing does. */
  refusal(member: Member): { readonly because: string; readonly wanted?: number; readonly has?: number } | null {
    const { stage } = this
    if (this.only !== null && member.agent !== this.only) return { because: 'held-for-preferred' }
    if (member.level > stage.mostLevel) return { because: 'level', wanted: stage.mostLevel, has: member.level }
    if (member.penalty > stage.mostPenalty)
      return { because: 'penalty', wanted: stage.mostPenalty, has: member.penalty }
    if (member.penalty < stage.leastPenalty)
      return { because: 'penalty', wanted: stage.leastPenalty, has: member.penalty }
    for (const [skill, level] of this.wants) {
      const has = member.agent.skills.get(skill) ?? 0
      if (has < level) return { because: `skill:${skill}`, wanted: level, has }
    }
    return null
  }

  /** The lowest of the agent's levels in the skills wanted. */
  skillLevelOf(agent: Agent): number {
    let lowest = Number.MAX_SAFE_INTEGER
    for (const [skill] of this.wants) lowest = Math.min(lowest, agent.skills.get(skill) ?? 0)
    return lowest === Number.MAX_SAFE_INTEGER ? 0 : lowest
  }

  /** The best ready place, of those that `passes` lets through when given. */
  head(passes?: (place: Place) => boolean): Place | null {
    for (let i = 0; i < this.#buckets.length; i += 1) {
      const found = (this.#buckets[i] as ReadyIndex).head(passes)
      if (found !== null) return found
    }
    return null
  }

  get readyCount(): number {
    let count = 0
    for (const bucket of this.#buckets) count += bucket.size
    return count
  }

  *readyPlaces(): Iterable<Place> {
    for (const bucket of this.#buckets) yield* bucket.places()
  }

  /** Gives the member a place here and, when ready, a slot in the index. */
  place(member: Member): void {
    const place = new Place(this, member, this.#bucketOf(member))
    member.agent.places.push(place)
    if (member.agent.state === 'ready') this.enter(place)
  }

  enter(place: Place): void {
    ;(this.#buckets[place.bucket] as ReadyIndex).insert(place)
  }

  leave(place: Place): void {
    ;(this.#buckets[place.bucket] as ReadyIndex).remove(place)
  }

  #bucketOf({ level, penalty }: Member): number {
    const at = this.#ranks.findIndex((rank) => rank.level === level && rank.penalty === penalty)
    if (at >= 0) return at
    const after = this.#ranks.findIndex(
      (rank) => rank.level > level || (rank.level === level && rank.penalty > penalty),
    )
    if (after >= 0 && this.#buckets.some((bucket) => bucket.size > 0)) {
      throw new TypeError('a rank can only be added in front while nobody is ready')
    }
    const index = after < 0 ? this.#ranks.length : after
    this.#ranks.splice(index, 0, { level, penalty })
    this.#buckets.splice(index, 0, this.#newIndex())
    return index
  }

  #newIndex(): ReadyIndex {
    const { order, name } = this.queue.strategy
    if (order === 'cycle') return new CycleReady()
    if (order === 'share') return new ShareReady()
    if (order === 'chance') return new ChanceReady(this.#random.stream(`acd.${name}`))
    return new OrderedReady(order === 'none' ? [] : order)
  }
}
