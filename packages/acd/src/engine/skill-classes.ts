/**
 * The members of a queue who may be rung in one stage, by what they can do: an index of ready agents for each set of skills and
 * levels that somebody has. The mixed demands of the stage share them. Whoever looks for an agent runs over the rows of levels,
 * side by side, and looks at the heads of those classes that are able: however many agents are ready, the rows are no more than
 * the sets of skills.
 */
import { type Columns, levelOf } from '../ready/columns.js'
import type { Tally } from '../ready/dense-heap.js'
import { IndexedDemand } from './indexed-demand.js'
import type { Member } from './member.js'
import type { Queue } from './queue.js'
import type { Stage } from './stages.js'

/** With fewer members of each, to look at all classes costs more than to pass over members. */
const membersOfClass = 8

/** Whether members are alike enough, and their order one that is the same among some of them as among all. */
export const isWorthClasses = ({ strategy, members }: Queue): boolean =>
  typeof strategy.order !== 'string' &&
  new Set(members.map(({ agent }) => agent.ability)).size * membersOfClass <= members.length

export class SkillClasses {
  readonly stage: Stage
  readonly #queue: Queue
  readonly #columns: Columns
  readonly #tally: Tally
  readonly #byAbility = new Map<number, IndexedDemand>()
  readonly #classes: IndexedDemand[] = []
  /** Of each class so many levels side by side, one for each skill by its number. */
  #levels = new Uint8Array(0)
  #width = 1

  constructor(queue: Queue, stage: Stage) {
    this.#queue = queue
    this.stage = stage
    this.#columns = queue.indexing.columns
    this.#tally = queue.indexing
    const members = new Map<number, Member[]>()
    for (const member of queue.members) {
      const { ability } = member.agent
      const alike = members.get(ability)
      if (alike === undefined) members.set(ability, [member])
      else alike.push(member)
    }
    for (const alike of members.values()) this.#add(alike)
  }

  /** A class for the member's skills, if there is none. */
  learn(member: Member): void {
    if (!this.#byAbility.has(member.agent.ability)) this.#add([member])
  }

  all(): readonly IndexedDemand[] {
    return this.#classes
  }

  /** Calls `look` with each class that has the levels: numbers of skills and levels, by turns. */
  each(wants: readonly number[], look: (able: IndexedDemand) => void): void {
    const width = this.#width
    const levels = this.#levels
    const classes = this.#classes
    for (let at = 0, from = 0; at < classes.length; at += 1, from += width) {
      let want = 0
      // Nobody here has a skill whose number is past the width.
      while (want < wants.length) {
        const skill = wants[want] as number
        if ((skill < width ? (levels[from + skill] as number) : 0) < (wants[want + 1] as number)) break
        want += 2
      }
      if (want >= wants.length) look(classes[at] as IndexedDemand)
    }
    this.#tally.comparisons += classes.length
  }

  #add(alike: readonly Member[]): void {
    const { ability, skills } = (alike[0] as Member).agent
    const parts = { queue: this.#queue, stage: this.stage, wants: [], asked: [], only: null, ability }
    const added = new IndexedDemand(parts, alike)
    const at = this.#classes.push(added) - 1
    this.#byAbility.set(ability, added)
    const levels = [...skills].map(([skill, level]) => [this.#columns.numberOf(skill), levelOf(level)] as const)
    this.#fit(at + 1, Math.max(this.#width, ...levels.map(([skill]) => skill + 1)))
    for (const [skill, level] of levels) this.#levels[at * this.#width + skill] = level
  }

  #fit(classes: number, width: number): void {
    if (width === this.#width && classes * width <= this.#levels.length) return
    const wide = width === this.#width ? width : width * 2
    const levels = new Uint8Array(classes * 2 * wide)
    for (let at = 0; at < classes - 1; at += 1) {
      levels.set(this.#levels.subarray(at * this.#width, (at + 1) * this.#width), at * wide)
    }
    this.#levels = levels
    this.#width = wide
  }
}
