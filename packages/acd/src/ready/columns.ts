/**
 * What indexes ask of agents most, side by side by the agent's number: whether the agent is ready, and the numbers that
 * orders go by, as they stood when the agent became ready; and the levels of skill. With 10,000 agents that is 250 kB, and
 * 10 kB for each skill; the agents themselves lie scattered over megabytes.
 */
import type { Agent } from '../engine/agent.js'
import type { Wants } from '../engine/wanted.js'

/** A level as it is kept here. Whoever has at least what is wanted has so here, too. */
export const levelOf = (level: number): number => Math.max(0, Math.min(255, Math.trunc(level)))

export class Columns {
  isReady = new Uint8Array(0)
  idleSinceMs = new Float64Array(0)
  callsHandled = new Float64Array(0)
  talkMs = new Float64Array(0)
  /** Of each agent so many levels side by side, one for each skill by its number; 0 for a skill that the agent lacks. */
  levels = new Uint8Array(0)
  skills = 1
  readonly #numbers = new Map<string, number>()
  /** Sets of skills and levels that somebody has or had, in canonical order. */
  readonly #abilities = new Map<string, number>()

  comes({ number, idleSinceMs, callsHandled, talkMs }: Agent): void {
    if (number >= this.isReady.length) this.#grow(Math.max(64, number * 2))
    this.isReady[number] = 1
    this.idleSinceMs[number] = idleSinceMs
    this.callsHandled[number] = callsHandled
    this.talkMs[number] = talkMs
  }

  goes({ number }: Agent): void {
    this.isReady[number] = 0
  }

  /** Takes up what the agent can do: once for each who comes to the floor, and after each change. */
  learn(agent: Agent): void {
    const { number, skills } = agent
    agent.ability = this.#abilityOf(skills)
    const numbers = [...skills].map(([skill, level]) => [this.numberOf(skill), levelOf(level)] as const)
    const begin = number * this.skills
    if (begin + this.skills > this.levels.length) {
      const levels = new Uint8Array(Math.max(64, (number + 1) * 2) * this.skills)
      levels.set(this.levels)
      this.levels = levels
    }
    this.levels.fill(0, begin, begin + this.skills)
    for (const [skill, level] of numbers) this.levels[begin + skill] = level
  }

  /**
   * What is wanted, as rows are compared with it: the number of a skill and the least level, by turns. A skill that nobody ever
   * had is left out: whoever has all that stands here may yet lack it.
   */
  pairsOf(wants: Wants): readonly number[] {
    const pairs: number[] = []
    for (const [skill, level] of wants) {
      const number = this.#numbers.get(skill)
      if (number !== undefined) pairs.push(number, levelOf(level))
    }
    return pairs
  }

  /** Whether the agent has the levels of such pairs. */
  has(number: number, pairs: readonly number[]): boolean {
    const from = number * this.skills
    for (let at = 0; at < pairs.length; at += 2) {
      if ((this.levels[from + (pairs[at] as number)] as number) < (pairs[at + 1] as number)) return false
    }
    return true
  }

  /** The number of a skill that somebody has. */
  numberOf(skill: string): number {
    const known = this.#numbers.get(skill)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(skill, number)
    if (number >= this.skills) this.#widen(this.skills * 2)
    return number
  }

  #abilityOf(skills: ReadonlyMap<string, number>): number {
    const key = JSON.stringify([...skills].sort(([a], [b]) => (a < b ? -1 : 1)))
    const known = this.#abilities.get(key)
    if (known !== undefined) return known
    this.#abilities.set(key, this.#abilities.size)
    return this.#abilities.size - 1
  }

  #widen(skills: number): void {
    const agents = this.levels.length / this.skills
    const levels = new Uint8Array(agents * skills)
    for (let agent = 0; agent < agents; agent += 1) {
      levels.set(this.levels.subarray(agent * this.skills, (agent + 1) * this.skills), agent * skills)
    }
    this.levels = levels
    this.skills = skills
  }

  #grow(length: number): void {
    const { isReady, idleSinceMs, callsHandled, talkMs } = this
    this.isReady = new Uint8Array(length)
    this.isReady.set(isReady)
    this.idleSinceMs = longer(idleSinceMs, length)
    this.callsHandled = longer(callsHandled, length)
    this.talkMs = longer(talkMs, length)
  }
}

const longer = (from: Float64Array, length: number): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(length)
  to.set(from)
  return to
}
