/**
 * A set of wanted skills, one object for all calls of a queue that want the same. It remembers the demands they lead to,
 * so that a call that comes finds its demand without building a key.
 */
import type { Demand } from './demand.js'
import type { IndexedDemand } from './indexed-demand.js'

/** Skills wanted, with the least level of each; sorted by name. */
export type Wants = readonly (readonly [skill: string, level: number])[]

export class Wanted {
  readonly wants: Wants
  /** By the number of the stage. */
  readonly demands: (Demand | undefined)[] = []
  /** Calls held for one agent: by the agent's number and the number of the stage. */
  readonly held = new Map<number, IndexedDemand>()

  constructor(wants: Wants) {
    this.wants = wants
  }
}

/** Wanted skills in canonical order. */
export const wantsOf = (wants: { readonly [skill: string]: number | undefined } | undefined): Wants =>
  Object.entries(wants ?? {})
    .filter((entry): entry is [string, number] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))

export const wantsKey = (wants: Wants): string => wants.map(([skill, level]) => `${skill}:${level}`).join(',')

/** Levels cut down to `mostLevel`; at 0 the skills are dropped. */
export const lowered = (wants: Wants, mostLevel: number): Wants =>
  mostLevel === 0 ? [] : wants.map(([skill, level]) => [skill, Math.min(level, mostLevel)])
