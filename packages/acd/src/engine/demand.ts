/**
 * A demand: all that decides which agents a waiting call may be put to. A queue, a stage of its timeline, the skills
 * wanted and, while a call is held for a preferred agent, that agent alone. Calls of one demand are alike but for their
 * standing, so a decision looks at heads only: the best call of a demand, the best ready agent for it.
 *
 * Demands that calls come back to are indexed (`indexed-demand.ts`); for what is wanted rarely among many kinds of calls
 * there are mixed ones (`mixed-demand.ts`). `demand-table.ts` decides which.
 */
import type { Place } from '../ready/place.js'
import type { Agent } from './agent.js'
import type { Member } from './member.js'
import type { Queue } from './queue.js'
import type { Stage } from './stages.js'
import type { Waiting } from './waiting.js'
import type { Wants } from './wanted.js'

/** What keeps a member from being rung for a demand: a code, what is wanted and what the member has. */
export interface Refusal {
  readonly because: 'held-for-preferred' | 'level' | 'penalty' | 'skill'
  readonly skill?: string
  readonly wanted?: number
  readonly has?: number
}

export interface DemandParts {
  readonly queue: Queue
  readonly stage: Stage
  /** The least levels that will do in this stage. */
  readonly wants: Wants
  /** The levels that the calls came with: what an order by skill goes by. */
  readonly asked: Wants
  /** The one agent it is for, if any. */
  readonly only: Agent | null
  /** For agents of that ability only, if it is one of many: see `skill-classes.ts`. */
  readonly ability?: number
  /** Where its calls wait, perhaps together with others. */
  readonly waiting: Waiting
}

export abstract class Demand {
  readonly queue: Queue
  readonly stage: Stage
  readonly wants: Wants
  readonly asked: Wants
  readonly only: Agent | null
  readonly ability: number | null
  readonly waiting: Waiting
  /** Calls that belong here, offered ones included. */
  live = 0
  /** Whether it was forgotten: nothing may find it any more. */
  gone = false
  /** The same as `wants`, side by side: asked most of all. */
  readonly #skills: readonly string[]
  readonly #levels: readonly number[]

  constructor({ queue, stage, wants, asked, only, ability, waiting }: DemandParts) {
    this.queue = queue
    this.stage = stage
    this.wants = wants
    this.asked = asked
    this.only = only
    this.ability = ability ?? null
    this.waiting = waiting
    this.#skills = wants.map(([skill]) => skill)
    this.#levels = wants.map(([, level]) => level)
  }

  /** The best ready place, of those that `passes` lets through when given. */
  abstract head(passes?: (place: Place) => boolean): Place | null

  /** All ready places, by rank, and within one in no order. */
  abstract readyPlaces(): Iterable<Place>

  /** Whether the member may be rung, ready or not. */
  admits(member: Member): boolean {
    const { stage, only, ability } = this
    if (only !== null && member.agent !== only) return false
    if (ability !== null && member.agent.ability !== ability) return false
    if (member.level > stage.mostLevel) return false
    if (member.penalty > stage.mostPenalty || member.penalty < stage.leastPenalty) return false
    const { skills } = member.agent
    for (let i = 0; i < this.#skills.length; i += 1) {
      if ((skills.get(this.#skills[i] as string) ?? 0) < (this.#levels[i] as number)) return false
    }
    return true
  }

  /** What keeps the member out, for people; `null` when nothing does. */
  refusal(member: Member): Refusal | null {
    if (this.admits(member)) return null
    const { stage, only, wants } = this
    const { level, penalty } = member
    if (only !== null && member.agent !== only) return { because: 'held-for-preferred' }
    if (level > stage.mostLevel) return { because: 'level', wanted: stage.mostLevel, has: level }
    if (penalty > stage.mostPenalty) return { because: 'penalty', wanted: stage.mostPenalty, has: penalty }
    if (penalty < stage.leastPenalty) return { because: 'penalty', wanted: stage.leastPenalty, has: penalty }
    const has = (skill: string): number => member.agent.skills.get(skill) ?? 0
    const [skill, wanted] = wants.find(([name, least]) => has(name) < least) as Wants[number]
    return { because: 'skill', skill, wanted, has: has(skill) }
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
}
