/** One queue, live. */
import type { Random } from '@callweave/core'
import type { QueueDefinition } from '../definition/queues.js'
import type { Strategy } from '../strategy/define.js'
import type { Agent } from './agent.js'
import { Demand } from './demand.js'
import type { Wants } from './entry.js'
import type { Member } from './member.js'
import { type Stage, stagesOf } from './stages.js'

const minuteMs = 60_000

export class Queue {
  readonly id: string
  definition: QueueDefinition
  strategy: Strategy
  /** Stages of the timeline; at least one. */
  stages: readonly Stage[]
  members: Member[] = []
  readonly wants: Wants
  /** Calls that wait here, offered ones included. */
  waitingCount = 0
  /** The member after the one offered a call last: where `cycle` goes on. */
  cyclePosition = 0
  /** Weight of the members who are logged in. */
  presentWeight = 0
  /** Calls answered for each unit of that weight: how far a member's part should be. */
  shareClock = 0
  /** Smoothed time an agent spends on a call of this queue, for the estimated wait; 0 before the first. */
  handleMs = 0
  /** Calls that `handleMs` was smoothed from. */
  handled = 0
  /** Whether time alone can change anything for its calls. */
  timed: boolean
  readonly #random: Random
  readonly #demands = new Map<string, Demand>()
  /** The demand of calls that want no more than the queue does: nearly all. */
  #plain: (Demand | undefined)[] = []

  constructor(id: string, definition: QueueDefinition, strategy: Strategy, random: Random) {
    this.id = id
    this.definition = definition
    this.strategy = strategy
    this.stages = stagesOf(definition, strategy)
    this.wants = wantsOf(definition.wants)
    this.timed = isTimed(definition, this.stages)
    this.#random = random
  }

  /** Where a call of that priority stands among the calls of this queue; growth makes it a line in time. */
  standingOf(priority: number, virtualStartMs: number): number {
    const growth = this.definition.priorityPerMinute ?? 0
    return growth === 0 ? priority : priority - (growth * virtualStartMs) / minuteMs
  }

  /** The priority at an instant, the queue's own included: what calls of different queues are compared by. */
  priorityAt(standing: number, nowMs: number): number {
    const { priority = 0, priorityPerMinute = 0 } = this.definition
    return priority + standing + (priorityPerMinute * nowMs) / minuteMs
  }

  /** The demand of a call that has reached that stage. */
  demandFor(stageIndex: number, wants: Wants, preferred: Agent | null): Demand {
    const stage = this.stages[stageIndex] as Stage
    if (stage.preferredOnly && preferred !== null) return this.#find(stageIndex, stage, wants, preferred)
    if (wants !== this.wants) return this.#find(stageIndex, stage, wants, null)
    let plain = this.#plain[stageIndex]
    if (plain === undefined) {
      plain = this.#find(stageIndex, stage, wants, null)
      this.#plain[stageIndex] = plain
    }
    return plain
  }

  demands(): Iterable<Demand> {
    return this.#demands.values()
  }

  /** Forgets indexes after the roster or the rules changed; the caller puts waiting calls into new ones. */
  forgetDemands(): void {
    this.#demands.clear()
    this.#plain = []
    this.stages = stagesOf(this.definition, this.strategy)
    this.timed = isTimed(this.definition, this.stages)
  }

  #find(stageIndex: number, stage: Stage, wants: Wants, only: Agent | null): Demand {
    const cut = stage.mostSkillLevel
    const lowered = wants
      .map(([skill, level]) => [skill, Math.min(level, cut)] as const)
      .filter(([, level]) => level > 0)
    const key = `${stageIndex}|${only?.id ?? ''}|${lowered.map(([skill, level]) => `${skill}:${level}`).join(',')}`
    let demand = this.#demands.get(key)
    if (demand === undefined) {
      demand = new Demand(this, stage, lowered, only, this.#random)
      this.#demands.set(key, demand)
    }
    return demand
  }
}

const isTimed = (definition: QueueDefinition, stages: readonly Stage[]): boolean =>
  stages.length > 1 ||
  definition.maxWaitMs !== undefined ||
  definition.announce !== undefined ||
  (definition.overflow ?? []).some((rule) => rule.afterMs !== undefined)

/** Wanted skills in canonical order. */
export const wantsOf = (wants: { readonly [skill: string]: number | undefined } | undefined): Wants =>
  Object.entries(wants ?? {})
    .filter((entry): entry is [string, number] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
