/** The demands of one queue: found for a call without building a key, made when first wanted, forgotten when not. */
import type { Terms } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Demand } from './demand.js'
import { IndexedDemand } from './indexed-demand.js'
import type { Member } from './member.js'
import { MixedCalls } from './mixed-calls.js'
import { MixedDemand } from './mixed-demand.js'
import type { Queue } from './queue.js'
import { isWorthClasses, SkillClasses } from './skill-classes.js'
import type { Stage } from './stages.js'
import type { Waiting } from './waiting.js'
import { lowered, Wanted, type Wants, wantsKey, wantsOf } from './wanted.js'

/**
 * Indexed demands of a queue. An agent has a place in each that the agent can meet: becoming ready looks at the head call
 * of each of them.
 */
export const defaultIndexes = 32
/** An index that no call came to for so many calls of the queue makes room for another. */
const idleCalls = 1000
/** Calls that leave between two looks for such an index. */
const looksApart = 16
/** Sets of skills that are remembered by their key. */
const mostWanted = 1000

/** What calls want that were given the same object. */
interface Asked {
  readonly terms: Terms
  wanted: Wanted | null
}

export class DemandTable {
  readonly #queue: Queue
  readonly #mostIndexed: number
  readonly #indexed = new Map<string, IndexedDemand>()
  /** Those of calls that are held for one agent, and where they are found: they go with their calls. */
  readonly #held = new Map<IndexedDemand, { readonly wanted: Wanted; readonly at: number }>()
  /** Those that calls belong to. The others are remembered by what is wanted. */
  readonly #mixed: MixedDemand[] = []
  #calls: MixedCalls
  /** What they have in common, by the number of the stage. */
  readonly #classes: (SkillClasses | null | undefined)[] = []
  /** Indexes made so far. */
  #made = 0
  /** When to look next for an index that makes room, counted in calls that left. */
  #nextLook = 0
  /** Calls that have left a demand so far. */
  #left = 0
  #wanted = new Map<string, Wanted>()
  #wantedBy = new WeakMap<object, Wanted>()
  #terms = new WeakMap<object, Asked>()
  /** Of the call that came last: what it wants is asked for again at once. */
  #asked: Asked | null = null

  constructor(queue: Queue, mostIndexed: number) {
    this.#queue = queue
    this.#mostIndexed = mostIndexed
    this.#calls = new MixedCalls(queue)
  }

  /** The calls of all mixed demands: an agent who becomes ready looks there, too. */
  get mixed(): MixedCalls {
    return this.#calls
  }

  /** Those with an index. */
  *indexed(): Iterable<IndexedDemand> {
    yield* this.#indexed.values()
    yield* this.#held.keys()
    for (const classes of this.#classes) if (classes) yield* classes.all()
  }

  *all(): Iterable<Demand> {
    yield* this.indexed()
    yield* this.#mixed
  }

  /** Every heap of waiting calls. */
  *heaps(): Iterable<Waiting> {
    for (const { waiting } of this.indexed()) yield waiting
    for (const { waiting } of this.#calls.kinds()) yield waiting
  }

  /** Forgets all: the roster or the rules are others. The caller puts waiting calls into new ones. */
  clear(): void {
    for (const demand of this.#indexed.values()) demand.forget()
    for (const demand of this.#held.keys()) this.drop(demand)
    for (const demand of this.#mixed) demand.gone = true
    for (const classes of this.#classes) for (const demand of classes?.all() ?? []) demand.forget()
    this.#classes.length = 0
    this.#indexed.clear()
    this.#queue.indexing.mixedDemands -= this.#mixed.length
    this.#mixed.length = 0
    this.#calls = new MixedCalls(this.#queue)
    this.#wanted = new Map()
    this.#wantedBy = new WeakMap()
    this.#terms = new WeakMap()
    this.#asked = null
  }

  /** What a call wants that wants those skills beside the queue's own; the same object for the same skills. */
  termsFor(skills: { readonly [skill: string]: number }): Terms {
    let asked = this.#terms.get(skills)
    if (asked === undefined) {
      asked = { terms: { ...Object.fromEntries(this.#queue.wants), ...skills }, wanted: null }
      this.#terms.set(skills, asked)
    }
    this.#asked = asked
    return asked.terms
  }

  /** One object for each set of skills; the object that a set was written as leads there without a look at it. */
  wantedFor(skills: { readonly [skill: string]: number }): Wanted {
    const asked = this.#asked?.terms === skills ? this.#asked : null
    let wanted = asked?.wanted ?? this.#wantedBy.get(skills)
    if (wanted === undefined) {
      const wants = wantsOf(skills)
      const key = wantsKey(wants)
      wanted = key === wantsKey(this.#queue.wants) ? this.#queue.plain : this.#wanted.get(key)
      if (wanted === undefined) {
        wanted = new Wanted(wants)
        if (this.#wanted.size >= mostWanted) this.#wanted.clear()
        this.#wanted.set(key, wanted)
      }
      this.#wantedBy.set(skills, wanted)
    }
    if (asked !== null) asked.wanted = wanted
    return wanted
  }

  /** The demand of a call that has reached that stage. */
  find(stageIndex: number, wanted: Wanted, preferred: Agent | null): Demand {
    const stage = this.#queue.stages[stageIndex] as Stage
    if (stage.preferredOnly && preferred !== null) return this.#heldFor(stageIndex, stage, wanted, preferred)
    let demand = wanted.demands[stageIndex]
    if (demand === undefined || demand.gone || (demand.live === 0 && demand instanceof MixedDemand)) {
      demand = this.#make(stageIndex, stage, wanted, demand instanceof MixedDemand ? demand : null)
      wanted.demands[stageIndex] = demand
    }
    return demand
  }

  /** A call that belonged there does no more. */
  release(demand: Demand): void {
    this.#left += 1
    demand.live -= 1
    if (demand.live > 0) return
    if (demand instanceof IndexedDemand) {
      demand.idleSince = this.#left
      if (demand.only !== null) this.drop(demand)
    } else if (demand instanceof MixedDemand) {
      if (this.#mixed[demand.at] !== demand) return
      const last = this.#mixed.pop() as MixedDemand
      this.#mixed[demand.at] = last
      last.at = demand.at
      if (last === demand) this.#mixed.pop()
      this.#queue.indexing.mixedDemands -= 1
      if (demand.base instanceof IndexedDemand) this.release(demand.base)
    }
  }

  /** A member came, or can do something else. */
  learn(member: Member): void {
    for (const classes of this.#classes) classes?.learn(member)
  }

  /** Forgets a demand that was made for one agent and holds no call. */
  drop(held: IndexedDemand): void {
    held.forget()
    const found = this.#held.get(held)
    found?.wanted.held.delete(found.at)
    this.#held.delete(held)
  }

  #heldFor(stageIndex: number, stage: Stage, wanted: Wanted, preferred: Agent): Demand {
    const at = preferred.number * this.#queue.stages.length + stageIndex
    let held = wanted.held.get(at)
    if (held === undefined) {
      const wants = lowered(wanted.wants, stage.mostSkillLevel)
      held = new IndexedDemand({ queue: this.#queue, stage, wants, asked: wanted.wants, only: preferred })
      wanted.held.set(at, held)
      this.#held.set(held, { wanted, at })
    }
    return held
  }

  /** `old`: the mixed demand that no call belongs to any more. */
  #make(stageIndex: number, stage: Stage, wanted: Wanted, old: MixedDemand | null): Demand {
    // Stages are made anew with all that changes.
    const idle = old !== null && old.stage === stage && !old.gone ? old : null
    const wants = idle?.wants ?? lowered(wanted.wants, stage.mostSkillLevel)
    const asked = idle?.asked ?? (this.#queue.ordersBySkill ? wanted.wants : wants)
    const key = idle?.key ?? keyOf(stageIndex, wants, asked)
    // An index for it can only have come since.
    const known = idle?.made === this.#made ? undefined : this.#indexed.get(key)
    if (known !== undefined) return known
    const isRoom = this.#indexed.size < this.#mostIndexed || this.#forgetOne()
    // The queue's own wants, and no wants at all, are what calls want that want nothing out of the common.
    if (isRoom || wanted === this.#queue.plain || wants.length === 0) return this.#index(key, stage, wants, asked)
    const base = this.#baseOf(stageIndex, stage)
    if (base instanceof IndexedDemand) base.live += 1
    const mixed = idle?.base === base ? idle : new MixedDemand({ queue: this.#queue, stage, wants, asked }, base, key)
    mixed.made = this.#made
    mixed.at = this.#mixed.push(mixed) - 1
    this.#queue.indexing.mixedDemands += 1
    return mixed
  }

  #baseOf(stageIndex: number, stage: Stage): IndexedDemand | SkillClasses {
    let classes = this.#classes[stageIndex]
    if (classes === undefined) {
      classes = isWorthClasses(this.#queue) ? new SkillClasses(this.#queue, stage) : null
      this.#classes[stageIndex] = classes
    }
    if (classes !== null) return classes
    const key = keyOf(stageIndex, [], [])
    return this.#indexed.get(key) ?? this.#index(key, stage, [], [])
  }

  #index(key: string, stage: Stage, wants: Wants, asked: Wants): IndexedDemand {
    const demand = new IndexedDemand({ queue: this.#queue, stage, wants, asked, only: null })
    demand.idleSince = this.#left
    this.#indexed.set(key, demand)
    this.#made += 1
    return demand
  }

  /** Looks at a few of the oldest for one that nobody has come to for long, and puts the others behind. */
  #forgetOne(): boolean {
    if (this.#left < this.#nextLook) return false
    this.#nextLook = this.#left + looksApart
    let looks = 0
    for (const [key, demand] of this.#indexed) {
      looks += 1
      if (looks > 4) return false
      this.#indexed.delete(key)
      if (demand.live === 0 && this.#left - demand.idleSince > idleCalls) {
        demand.forget()
        return true
      }
      this.#indexed.set(key, demand)
    }
    return false
  }
}

const keyOf = (stageIndex: number, wants: Wants, asked: Wants): string =>
  `${stageIndex}|${wantsKey(wants)}|${asked === wants ? '' : wantsKey(asked)}`
