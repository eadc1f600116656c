/**
 * A queue's timeline: at which waits the set of agents that may be rung changes. Tier rules, penalty rules, rings that
 * widen and the hold for a preferred agent are all stages of one list, so that the engine keeps one index for each
 * stage in use, arms one timer for the next, and never polls.
 */
import type { QueueDefinition, TierRules } from '../definition/queues.js'
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

/** A tier of a queue. */
export interface Level {
  readonly level: number
  /** Whether anybody of it is logged in. */
  readonly staffed: boolean
}

const open: Stage = {
  afterMs: 0,
  mostLevel: Number.MAX_SAFE_INTEGER,
  leastPenalty: 0,
  mostPenalty: Number.MAX_SAFE_INTEGER,
  mostSkillLevel: Number.MAX_SAFE_INTEGER,
  preferredOnly: false,
}

/** The stages of a queue, in order of time; the first begins at 0. */
export const stagesOf = (
  definition: QueueDefinition,
  strategy: Strategy,
  levels: readonly Level[],
): readonly Stage[] => {
  const { tiers } = definition
  const penalties = [...(definition.penalties ?? [])].sort((a, b) => a.afterMs - b.afterMs)
  const rings = strategy.rings ?? []
  const holdMs = strategy.prefers?.waitMs ?? 0
  const opensAt = levels.map(({ level }) => ({
    level,
    afterMs: tiers === undefined ? 0 : tierOpensAt(level, levels, tiers),
  }))
  const instants = new Set([0, holdMs, ...[...penalties, ...rings, ...opensAt].map(({ afterMs }) => afterMs)])
  const begun = (atMs: number) => (rule: { readonly afterMs: number }) => rule.afterMs <= atMs
  const stages = [...instants]
    .sort((a, b) => a - b)
    .map((afterMs): Stage => {
      const rules = penalties.filter(begun(afterMs))
      return {
        afterMs,
        mostLevel:
          tiers === undefined ? open.mostLevel : Math.max(0, ...opensAt.filter(begun(afterMs)).map((o) => o.level)),
        leastPenalty: rules.findLast((rule) => rule.leastPenalty !== undefined)?.leastPenalty ?? open.leastPenalty,
        mostPenalty: rules.findLast((rule) => rule.mostPenalty !== undefined)?.mostPenalty ?? open.mostPenalty,
        mostSkillLevel: rings.findLast(begun(afterMs))?.skillLevel ?? open.mostSkillLevel,
        preferredOnly: afterMs < holdMs,
      }
    })
  return stages.filter((stage, i) => i === 0 || !sameWindow(stage, stages[i - 1] as Stage))
}

/** A call waits `waitMs` for the levels below, for each of them when multiplied; empty ones are not waited for. */
const tierOpensAt = (level: number, levels: readonly Level[], tiers: TierRules): number => {
  const { waitMs, multiply = true, skipEmpty = true } = tiers
  const below = skipEmpty ? levels.filter((other) => other.level < level && other.staffed).length : level - 1
  return waitMs * (multiply ? below : Math.min(1, below))
}

const sameWindow = (a: Stage, b: Stage): boolean =>
  a.mostLevel === b.mostLevel &&
  a.leastPenalty === b.leastPenalty &&
  a.mostPenalty === b.mostPenalty &&
  a.mostSkillLevel === b.mostSkillLevel &&
  a.preferredOnly === b.preferredOnly

/** The stage that a call has reached which has waited so long; without a preferred agent nothing is held. */
export const stageAt = (stages: readonly Stage[], waitedMs: number, holds: boolean): number => {
  let at = 0
  for (let next = 1; next < stages.length; next += 1) {
    const stage = stages[next] as Stage
    if (stage.afterMs <= waitedMs || (!holds && (stages[at] as Stage).preferredOnly)) at = next
  }
  return at
}
