/** One replication: the scenario once, with one seed, and what came of it. */
import { createQueueFigures, type QueueFigures, type QueueFiguresOptions } from '@callweave/cdr'
import type { CenterDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import type { ConditionRow } from '../report/condition-row.js'
import { createConditions } from '../report/conditions.js'
import type { CheckedScenario } from '../scenario/checked.js'
import { type CallTally, createTally } from './tally.js'
import { createWorld } from './world.js'

export interface ReplicationOptions {
  readonly definition: CenterDefinition
  /** With its files read: no `counts-file`, no `times-file`. */
  readonly scenario: CheckedScenario
  readonly seed: number
  /** Stops taking calls after so many, whatever the scenario's length. */
  readonly mostCalls?: number
  /** Who else listens: an event log on disk, call records. */
  readonly taps?: readonly Listeners[]
  /** Counts what a formula takes for granted, for `compareWithErlangA`. */
  readonly conditions?: boolean
  /** Asked some thousand times a second; true gives up. */
  readonly stop?: () => boolean
}

/** Plain data: workers send it. */
export interface ReplicationResult {
  readonly seed: number
  readonly tally: CallTally
  readonly figures: QueueFigures
  /** Events appended, and calls begun, the warm-up included. */
  readonly events: number
  readonly calls: number
  /** Where virtual time stood at the end. */
  readonly endMs: number
  readonly conditions?: readonly ConditionRow[]
}

export const runReplication = (options: ReplicationOptions): ReplicationResult => {
  const { definition, scenario, seed, taps = [] } = options
  const { sections } = definition
  const world = createWorld({ definition, scenario, seed })
  const fromMs = scenario.warmUpMs === 0 ? Number.NEGATIVE_INFINITY : scenario.startMs + scenario.warmUpMs
  const tally = createTally(fromMs)
  const endMs = scenario.startMs + scenario.lengthMs
  const counting = {
    intervalMs: scenario.intervalMs,
    timeZone: sections.timeZone,
    members: membersOf(definition),
    fromMs: scenario.startMs + scenario.warmUpMs,
    untilMs: endMs,
  }
  const figures = createQueueFigures({ ...counting, targets: targetsOf(definition) })
  const conditions =
    options.conditions === true ? createConditions({ ...counting, skills: skillsOf(definition) }) : undefined
  world.log.tap(tally.listeners)
  world.log.tap(figures.listeners)
  if (conditions !== undefined) world.log.tap(conditions.listeners)
  for (const tap of taps) world.log.tap(tap)
  world.run({
    ...(options.mostCalls === undefined ? {} : { mostCalls: options.mostCalls }),
    ...(options.stop === undefined ? {} : { stop: options.stop }),
  })
  return {
    seed,
    tally: { ...tally.tally, cutOff: world.cutOffCount() },
    figures: figures.snapshot(Math.min(world.clock.nowMs(), endMs)),
    events: world.log.seq,
    calls: world.callCount(),
    endMs: world.clock.nowMs(),
    ...(conditions === undefined ? {} : { conditions: conditions.rows() }),
  }
}

/** What a definition says to a queue's figures: what is in time, and whose time counts. */
export const queueOptionsOf = (definition: CenterDefinition): Pick<QueueFiguresOptions, 'targets' | 'members'> => ({
  targets: targetsOf(definition),
  members: membersOf(definition),
})

const targetsOf = ({ sections }: CenterDefinition): Record<string, { withinMs: number; shortMs?: number }> =>
  Object.fromEntries(
    Object.entries(sections.queues).flatMap(([queue, { serviceLevel }]) =>
      serviceLevel === undefined
        ? []
        : [
            [
              queue,
              {
                withinMs: serviceLevel.withinMs,
                ...(serviceLevel.shortMs === undefined ? {} : { shortMs: serviceLevel.shortMs }),
              },
            ] as const,
          ],
    ),
  )

const membersOf = ({ sections }: CenterDefinition): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(sections.queues).map(([queue, { members }]) => [
      queue,
      members.map((member) => (typeof member === 'string' ? member : member.agent)),
    ]),
  )

const skillsOf = ({ sections }: CenterDefinition): Record<string, Readonly<Record<string, number | undefined>>> =>
  Object.fromEntries(Object.entries(sections.agents).map(([agent, { skills }]) => [agent, skills ?? {}]))
