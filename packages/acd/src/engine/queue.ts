/** One queue, live. Changed by folds only. */
import type { CallbackId, CallId, Random, RandomStream } from '@callweave/core'
import type { QueueDefinition } from '../definition/queues.js'
import type { Indexing } from '../ready/indexing.js'
import type { Strategy } from '../strategy/define.js'
import { DemandTable } from './demand-table.js'
import type { Member } from './member.js'
import { type Level, type Stage, stagesOf } from './stages.js'
import { Wanted, type Wants, wantsOf } from './wanted.js'

const minuteMs = 60_000

export class Queue {
  readonly id: string
  definition: QueueDefinition
  strategy: Strategy
  /** Stages of the timeline; at least one. */
  stages: readonly Stage[]
  members: Member[] = []
  readonly demands: DemandTable
  /** Whether the order of its strategy goes by levels of skill. */
  ordersBySkill = false
  /** Whether it goes by them first and then by something else: -1 with the highest first, 1 with the lowest; else 0. */
  skillSign: -1 | 0 | 1 = 0
  /** What calls want that want no more than the queue does: nearly all. */
  plain: Wanted
  /** Callers who wait here, offered ones included. */
  waitingCount = 0
  /** Callbacks that wait here, offered and put off ones included. */
  callbackCount = 0
  /** The member after the one offered a call last: where `cycle` goes on. */
  cyclePosition = 0
  /** Members at work: neither logged out nor not ready. */
  workingCount = 0
  /** Weight of the members who are logged in. */
  presentWeight = 0
  /** Calls answered for each unit of that weight: how far a member's part should be. */
  shareClock = 0
  /** Smoothed time an agent spends on a call of this queue, for the estimated wait; 0 before the first. */
  handleMs = 0
  /** Calls that `handleMs` was smoothed from. */
  handled = 0
  /** Whether time alone can change anything for its calls. */
  timed = false
  /** Set when the agents that its calls may be put to have changed; the engine asks about the calls again. */
  changed = false
  /** Callers on the list for calling back, and callbacks that wait, by number: the newest of each. */
  readonly abandonedBy = new Map<string, CallId>()
  readonly callbackBy = new Map<string, CallbackId>()

  /** How fast the priority of its calls grows: units a minute of waiting. */
  growth = 0

  /** The floor's. */
  readonly indexing: Indexing
  readonly #random: Random
  #basePriority = 0

  constructor(
    id: string,
    definition: QueueDefinition,
    strategy: Strategy,
    random: Random,
    mostIndexes: number,
    indexing: Indexing,
  ) {
    this.id = id
    this.indexing = indexing
    this.#random = random
    this.demands = new DemandTable(this, mostIndexes)
    this.definition = definition
    this.strategy = strategy
    this.plain = new Wanted(wantsOf(definition.wants))
    this.stages = []
    this.refresh()
  }

  get wants(): Wants {
    return this.plain.wants
  }

  chance(): RandomStream {
    return this.#random.stream(`acd.${this.id}`)
  }

  /** Takes up other rules; `refresh` draws the consequences. */
  use(definition: QueueDefinition, strategy: Strategy): void {
    this.definition = definition
    this.strategy = strategy
    this.plain = new Wanted(wantsOf(definition.wants))
  }

  /** Makes all that follows from rules and levels anew, and forgets all demands. */
  refresh(): void {
    const { definition, strategy } = this
    this.stages = stagesOf(definition, strategy, this.levels())
    this.timed =
      this.stages.length > 1 ||
      definition.maxWaitMs !== undefined ||
      definition.announce !== undefined ||
      (definition.overflow ?? []).some((rule) => rule.afterMs !== undefined)
    this.#basePriority = definition.priority ?? 0
    this.growth = definition.priorityPerMinute ?? 0
    this.ordersBySkill = typeof strategy.order !== 'string' && strategy.order.some(({ key }) => key === 'skillLevel')
    this.skillSign = skillSignOf(strategy)
    this.demands.clear()
  }

  /** The levels of its members, lowest first, and whether anybody of each is logged in. */
  levels(): readonly Level[] {
    const levels = new Map<number, boolean>()
    for (const { level, agent } of this.members) {
      levels.set(level, levels.get(level) === true || agent.state !== 'logged-out')
    }
    return [...levels].sort(([a], [b]) => a - b).map(([level, staffed]) => ({ level, staffed }))
  }

  /** Exact for whole numbers: ms of waiting weighed by the growth, and a minute's worth for each unit of priority. */
  standingOf(priority: number, virtualStartMs: number): number {
    return priority * minuteMs - this.growth * virtualStartMs
  }

  /** The same with the queue's own priority and the time of now: what calls of different queues are compared by. */
  priorityAt(priority: number, virtualStartMs: number, nowMs: number): number {
    return this.leadOf(priority) + this.growth * (nowMs - virtualStartMs)
  }

  /** The part of it that needs no clock. */
  leadOf(priority: number): number {
    return (this.#basePriority + priority) * minuteMs
  }
}

const skillSignOf = ({ order }: Strategy): -1 | 0 | 1 => {
  if (typeof order === 'string' || order.length < 2 || order[0]?.key !== 'skillLevel') return 0
  return order[0].direction === 'descending' ? -1 : 1
}
