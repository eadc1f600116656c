/** The floor: all agents, queues, waiting calls and offers. A fold of the event log; nothing else changes it. */
import {
  AgeingMap,
  type CallbackId,
  type CallId,
  createIdTable,
  type IdTable,
  NameTable,
  type Random,
} from '@callweave/core'
import { asMember } from '../definition/queues.js'
import type { AcdSections } from '../definition/sections.js'
import { Indexing } from '../ready/indexing.js'
import { ownCode, type StrategyRef } from '../strategy/define.js'
import { strategyFor } from '../strategy/registry.js'
import { Agent } from './agent.js'
import type { Callback } from './callback.js'
import { defaultIndexes } from './demand-table.js'
import type { Entry } from './entry.js'
import { Member } from './member.js'
import type { Offer } from './offer.js'
import { Queue } from './queue.js'

export interface Floor {
  readonly agents: ReadonlyMap<string, Agent>
  readonly queues: ReadonlyMap<string, Queue>
  readonly entries: IdTable<Entry>
  readonly offers: IdTable<Offer>
  /** Who served a caller last, by the caller's number; kept only where a strategy asks. */
  readonly lastAgents: AgeingMap<string, string>
  /** Callers who hung up while waiting and were not yet called back, oldest first (A7). */
  readonly abandoned: AgeingMap<CallId, Abandoned>
  /** Promises to call back that still stand (A8). */
  readonly callbacks: Map<CallbackId, Callback>
  /** Entries so far: the last tie-break. */
  turn: number
  /** The highest numbers given out. */
  lastOffer: number
  lastCallback: number
  /** The entry whose caller hung up last: where the list for calling back takes the place from. */
  lastAbandoned: Entry | null
  /** Whether any queue would like the agent who served a caller last. */
  remembersAgents: boolean
  /** Strategies of the integrator's own, by name: rules that change can name them. */
  readonly ownStrategies: ReadonlyMap<string, StrategyRef>
  readonly indexing: Indexing
}

/** A caller who gave up, as the list for calling back shows it. */
export interface Abandoned {
  readonly call: CallId
  readonly queue: string
  readonly caller: string
  readonly atMs: number
  readonly waitMs: number
  readonly virtualStartMs: number
  readonly chosen: readonly string[]
}

/** Most callers whose last agent is remembered; the oldest is forgotten first. */
const mostRemembered = 100_000

export const rememberAgent = ({ lastAgents }: Floor, caller: string, agent: string): void => {
  lastAgents.delete(caller)
  lastAgents.set(caller, agent)
  if (lastAgents.size > mostRemembered) lastAgents.takeOldest()
}

export const remembersAgents = ({ queues }: Pick<Floor, 'queues'>): boolean =>
  [...queues.values()].some(({ strategy }) => strategy.prefers?.agent === 'last')

export const createFloor = (sections: AcdSections, random: Random, mostIndexes = defaultIndexes): Floor => {
  const agents = new NameTable<Agent>()
  for (const id of Object.keys(sections.agents).sort()) {
    agents.set(id, new Agent(id, agents.size, sections.agents[id] as AcdSections['agents'][string]))
  }
  const queues = new NameTable<Queue>()
  const ownStrategies = new Map<string, StrategyRef>()
  const indexing = new Indexing()
  for (const agent of agents.values()) indexing.columns.learn(agent)
  for (const [id, definition] of Object.entries(sections.queues)) {
    const queue = new Queue(id, definition, strategyFor(definition.strategy), random, mostIndexes, indexing)
    definition.members.forEach((spec, position) => {
      const { agent: name, level = 1, penalty = 0, weight = 1 } = asMember(spec)
      addMember(agents.get(name) as Agent, queue, position, level, penalty, weight)
    })
    queue.refresh()
    queues.set(id, queue)
    for (let ref: StrategyRef | undefined = definition.strategy; ref !== undefined; ref = ref.within) {
      if (ownCode(ref) !== undefined) ownStrategies.set(ref.strategy, ref)
    }
  }
  return {
    agents,
    queues,
    entries: createIdTable(),
    offers: createIdTable(),
    lastAgents: new AgeingMap(),
    abandoned: new AgeingMap(),
    callbacks: new Map(),
    turn: 0,
    lastOffer: 0,
    lastCallback: 0,
    lastAbandoned: null,
    remembersAgents: remembersAgents({ queues }),
    ownStrategies,
    indexing,
  }
}

export const addMember = (
  agent: Agent,
  queue: Queue,
  position: number,
  level: number,
  penalty: number,
  weight: number,
): Member => {
  const member = new Member(agent, queue, position, level, penalty, weight)
  queue.members.push(member)
  agent.members.push(member)
  agent.queues.push(queue)
  return member
}

/** The same reference, with an integrator's own code where the definition has some by that name. */
export const strategyOnFloor = ({ ownStrategies }: Pick<Floor, 'ownStrategies'>, ref: StrategyRef): StrategyRef => {
  if (ownCode(ref) !== undefined) return ref
  const own = ownStrategies.get(ref.strategy)
  if (own !== undefined) return own
  return ref.within === undefined ? ref : { ...ref, within: strategyOnFloor({ ownStrategies }, ref.within) }
}
