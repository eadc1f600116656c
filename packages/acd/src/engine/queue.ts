/** One queue, live. Changed by folds only. */
import type { CallbackId, CallId, Random, RandomStream, Terms } from '@callweave/core'
import type { QueueDefinition } from '../definition/queues.js'
import type { Strategy } from '../strategy/define.js'
import type { Agent } from './agent.js'
import { Demand } from './demand.js'
import type { Member } from './member.js'
import { type Level, type Stage, stagesOf } from './stages.js'
import { lowered, Wanted, type Wants, wantsKey, wantsOf } from './wanted.js'

const minuteMs = 60_000

/**
 * Demands kept for calls that may come back to them. An agent has a place in each, so more of them make becoming ready
 * slower; fewer mean that a rare combination of skills looks at all members again.
 */
const mostDemands = 32

export class Queue {
  readonly id: string
  definition: QueueDefinition
  strategy: Strategy
  /** Stages of the timeline; at least one. */
  stages: readonly Stage[]
  members: Member[] = []
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

  readonly #random: Random
  #basePriority = 0
  #growth = 0
  #asksSkillLevel = false
  readonly #demands = new Map<string, Demand>()
  /** Those of calls that are held for one agent. */
  readonly #held = new Set<Demand>()
  #wanted = new Map<string, Wanted>()
  #wantedBy = new WeakMap<object, Wanted>()
  #terms = new WeakMap<object, Terms>()

  constructor(id: string, definition: QueueDefinition, strategy: Strategy, random: Random) {
    this.id = id
    this.#random = random
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

  /** Takes up other rules. The caller puts waiting calls where they belong then. */
  use(definition: QueueDefinition, strategy: Strategy): void {
    this.definition = definition
    this.strategy = strategy
    this.plain = new Wanted(wantsOf(definition.wants))
    this.refresh()
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
    this.#growth = definition.priorityPerMinute ?? 0
    this.#asksSkillLevel = Array.isArray(strategy.order) && strategy.order.some(({ key }) => key === 'skillLevel')
    for (const demand of this.demands()) demand.forget()
    this.#demands.clear()
    this.#held.clear()
    this.#wanted = new Map()
    this.#wantedBy = new WeakMap()
    this.#terms = new WeakMap()
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
    return priority * minuteMs - this.#growth * virtualStartMs
  }

  /** The same with the queue's own priority and the time of now: what calls of different queues are compared by. */
  priorityAt(priority: number, virtualStartMs: number, nowMs: number): number {
    return (this.#basePriority + priority) * minuteMs + this.#growth * (nowMs - virtualStartMs)
  }

  /** What a call wants that wants those skills beside the queue's own; the same object for the same skills. */
  termsFor(skills: { readonly [skill: string]: number }): Terms {
    let terms = this.#terms.get(skills)
    if (terms === undefined) {
      terms = { ...Object.fromEntries(this.wants), ...skills }
      this.#terms.set(skills, terms)
    }
    return terms
  }

  /** One object for each set of skills; the one that a set was written as leads there without a look at it. */
  wantedFor(skills: { readonly [skill: string]: number }): Wanted {
    let wanted = this.#wantedBy.get(skills)
    if (wanted === undefined) {
      const wants = wantsOf(skills)
      const key = wantsKey(wants)
      wanted = key === wantsKey(this.plain.wants) ? this.plain : this.#wanted.get(key)
      if (wanted === undefined) {
        wanted = new Wanted(wants)
        this.#wanted.set(key, wanted)
      }
      this.#wantedBy.set(skills, wanted)
    }
    return wanted
  }

  /** The demand of a call that has reached that stage. */
  demandFor(stageIndex: number, wanted: Wanted, preferred: Agent | null): Demand {
    const stage = this.stages[stageIndex] as Stage
    if (stage.preferredOnly && preferred !== null) return this.#heldFor(stageIndex, stage, wanted, preferred)
    let demand = wanted.demands[stageIndex]
    if (demand === undefined || demand.gone) {
      demand = this.#find(stageIndex, stage, wanted)
      wanted.demands[stageIndex] = demand
    }
    return demand
  }

  *demands(): Iterable<Demand> {
    yield* this.#demands.values()
    yield* this.#held
  }

  /** A call that belonged there does no more. What was made for one agent is not kept for another day. */
  release(demand: Demand): void {
    demand.live -= 1
    if (demand.live === 0 && demand.only !== null) this.drop(demand)
  }

  /** Forgets a demand that was made for one agent and holds no call. */
  drop(demand: Demand): void {
    demand.forget()
    this.#held.delete(demand)
  }

  #heldFor(stageIndex: number, stage: Stage, wanted: Wanted, preferred: Agent): Demand {
    const at = preferred.number * this.stages.length + stageIndex
    let held = wanted.held.get(at)
    if (held === undefined || held.gone) {
      held = new Demand(this, stage, lowered(wanted.wants, stage.mostSkillLevel), wanted.wants, preferred)
      wanted.held.set(at, held)
      this.#held.add(held)
    }
    return held
  }

  #find(stageIndex: number, stage: Stage, { wants }: Wanted): Demand {
    const enough = lowered(wants, stage.mostSkillLevel)
    const asked = this.#asksSkillLevel ? wants : enough
    const key = `${stageIndex}|${wantsKey(enough)}|${asked === enough ? '' : wantsKey(asked)}`
    let demand = this.#demands.get(key)
    if (demand === undefined) {
      demand = new Demand(this, stage, enough, asked, null)
      this.#demands.set(key, demand)
      if (this.#demands.size > mostDemands) this.#forgetSome(demand)
    }
    return demand
  }

  /** Forgets the oldest demand that no call is in. Looks at few, and puts those in use behind the others. */
  #forgetSome(keep: Demand): void {
    let looks = 0
    for (const [key, demand] of this.#demands) {
      if (looks === 4 || demand === keep) return
      looks += 1
      this.#demands.delete(key)
      if (demand.live > 0) {
        this.#demands.set(key, demand)
        continue
      }
      demand.forget()
      return
    }
  }
}
