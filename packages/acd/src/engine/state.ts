/** The floor: all agents, queues, waiting calls and offers. A fold of the event log; nothing else changes it. */
import { type CallId, createIdTable, type IdTable, type Random } from '@callweave/core'
import { memberOf } from '../definition/queues.js'
import type { AcdSections } from '../definition/sections.js'
import { strategyFor } from '../strategy/registry.js'
import { Agent } from './agent.js'
import type { Entry } from './entry.js'
import { Member } from './member.js'
import type { Offer } from './offer.js'
import { Queue } from './queue.js'

export interface Floor {
  readonly agents: ReadonlyMap<string, Agent>
  readonly queues: ReadonlyMap<string, Queue>
  readonly entries: IdTable<Entry>
  readonly offers: IdTable<Offer>
  /** Who served a caller last, by the caller's number. */
  readonly lastAgents: Map<string, string>
  /** Callers who hung up while waiting and were not yet called back, oldest first (A7). */
  readonly abandoned: Map<CallId, Abandoned>
  /** Entries so far: the last tie-break. */
  turn: number
  /** The highest numbers given out. */
  lastOffer: number
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

/** Whether any queue asks who served a caller last. */
export const remembersAgents = (floor: Floor): boolean =>
  [...floor.queues.values()].some((queue) => queue.strategy.prefers?.agent === 'last')

/** Most callers whose last agent is remembered; the oldest is forgotten first. */
const mostRemembered = 100_000

export const rememberAgent = (floor: Floor, caller: string, agent: string): void => {
  const { lastAgents } = floor
  lastAgents.delete(caller)
  lastAgents.set(caller, agent)
  if (lastAgents.size > mostRemembered) lastAgents.delete(lastAgents.keys().next().value as string)
}

export const createFloor = (sections: AcdSections, random: Random): Floor => {
  const agents = new Map<string, Agent>()
  Object.keys(sections.agents)
    .sort()
    .forEach((id, rank) => {
      const definition = sections.agents[id] as AcdSections['agents'][string]
      const skills = new Map(
        Object.entries(definition.skills ?? {}).filter((s): s is [string, number] => s[1] !== undefined),
      )
      agents.set(id, new Agent(id, rank, definition.extension, skills, definition.limits ?? null))
    })
  const queues = new Map<string, Queue>()
  for (const [id, definition] of Object.entries(sections.queues)) {
    const queue = new Queue(id, definition, strategyFor(definition.strategy), random)
    definition.members.forEach((spec, position) => {
      const { agent: name, level = 1, penalty = 0, weight = 1 } = memberOf(spec)
      addMember(agents.get(name) as Agent, queue, position, level, penalty, weight)
    })
    queues.set(id, queue)
  }
  return {
    agents,
    queues,
    entries: createIdTable(),
    offers: createIdTable(),
    lastAgents: new Map(),
    abandoned: new Map(),
    turn: 0,
    lastOffer: 0,
  }
}

export const addMember = (
  agent: Agent,
  queue: Queue,
  position: number,
  level: number,
  penalty: number,
  weight: number,
) => {
  const member = new Member(agent, queue, position, level, penalty, weight)
  queue.members.push(member)
  agent.members.push(member)
}
