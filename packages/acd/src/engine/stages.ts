/**
 * A queue's timeline: at which waits the set of agents that may be rung changes. Tier rules, penalty rules, rings that
 * widen and the hold for a preferred agent are all stages of one list, so that the engine keeps one index for each
 * stage in use, arms one timer for the next, and never polls.
 */
import type { QueueDefinition } from '../definition/queues.js'
import { memberOf } from '../definition/queues.js'
import type { Strategy } from '../strategy/define.js'

export interface Stage {
  readonly afterMs: number
  readonly mostLevel: number
  readonly leastPenalty: number
  readonly mostPenalty: number
  /** Wanted levels are cut down to this; 0 drops the skills. */
  readonly mostSkillLevel: number
  /** Only the preferred agent may be rung. */
  readonly preferredOnly: boolean
}

const wideOpen: Omit<Stage, 'afterMs'> = {
  mostLevel: Number.MAX_SAFE_INTEGER,
  leastPenalty: 0,
  mostPenalty: Number.MAX_SAFE_INTEGER,
  mostSkillLevel: Number.MAX_SAFE_INTEGER,
  preferredOnly: false,
}

/** The stages of a queue, in order of time; the first begins at 0. */
export const stagesOf = (definition: QueueDefinition, strategy: Strategy): readonly Stage[] => {
  const holdMs = strategy.prefers?.waitMs ?? 0
  const instants = new Set<number>([0])
  if (holdMs > 0) instants.add(holdMs)
  for (const rule of definition.penalties ?? []) instants.add(rule.afterMs)
  for (const ring of strategy.rings ?? []) instants.add(ring.afterMs)
  const levels = [...new Set(definition.members.map((member) => memberOf(member).level ?? 1))].sort((a, b) => a - b)
  const tiers = definition.tiers
  const opensAt = (level: number): number =>
    tiers === undefined || level <= 1 ? 0 : tiers.waitMs * (tiers.multiply === false ? 1 : level - 1)
  for (const level of levels) instants.add(opensAt(level))
  const stages = [...instants]
    .sort((a, b) => a - b)
    .map((afterMs): Stage => {
      const stage = { ...wideOpen, afterMs }
      stage.preferredOnly = afterMs < holdMs
      if (tiers !== undefined) {
        const open = levels.filter((level) => opensAt(level) <= afterMs)
        stage.mostLevel = open.at(-1) ?? 1
      }
      for (const rule of definition.penalties ?? []) {
        if (rule.afterMs > afterMs) continue
        if (rule.mostPenalty !== undefined) stage.mostPenalty = rule.mostPenalty
        if (rule.leastPenalty !== undefined) stage.leastPenalty = rule.leastPenalty
      }
      for (const ring of strategy.rings ?? []) {
        if (ring.afterMs <= afterMs && ring.skillLevel !== undefined) stage.mostSkillLevel = ring.skillLevel
      }
      return stage
    })
  return stages.filter((stage, i) => i === 0 || !sameWindow(stage, stages[i - 1] as Stage))
}

const sameWindow = (a: Stage, b: Stage): boolean =>
  a.mostLevel === b.mostLevel &&
  a.leastPenalty === b.leastPenalty &&
  a.mostPenalty === b.mostPenalty &&
  a.mostSkillLevel === b.mostSkillLevel &&
  a.preferredOnly === b.preferredOnly
