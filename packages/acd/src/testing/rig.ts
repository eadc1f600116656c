/** An engine with a test's clock and desk around it: what the examples and the properties are written with. */
import {
  type CallEvent,
  type CallId,
  callId,
  createEventLog,
  type EventLog,
  type EventOf,
  type EventType,
  type Listeners,
  type Random,
} from '@callweave/core'
import type { QueueDefinition } from '../definition/queues.js'
import type { AcdSections } from '../definition/sections.js'
import { createAcd } from '../engine/acd.js'
import type { Agent } from '../engine/agent.js'
import type { Acd, EnterOptions } from '../engine/contract.js'
import { TestClock } from './clock.js'
import { TestDesk } from './desk.js'

export interface Rig {
  /** The engine that runs now: `restart` puts another in its place. */
  readonly acd: Acd
  readonly clock: TestClock
  readonly desk: TestDesk
  readonly log: EventLog
  readonly events: readonly CallEvent[]
  /** Puts the next call in and returns its number. */
  call(queue: string, options?: EnterOptions): CallId
  agent(name: string): Agent
  /** Who is rung for the call now. */
  ringsAt(call: CallId): readonly string[]
  answer(agent: string): void
  miss(agent: string): void
  reject(agent: string, because?: Parameters<Acd['rejected']>[1]): void
  release(agent: string): void
  /** Answers and ends the call at once. */
  take(agent: string): void
  told<T extends EventType>(type: T): EventOf<T>[]
  /** Watches this engine and those that come after it. */
  tap(listeners: Listeners): void
  /** As after a crash: a new engine takes up the log of the old one, whose appointments are gone. */
  restart(): void
}

export interface RigOptions {
  readonly random?: Random
  /** Names that are ready from the start, one ms apart in this order. Default: all. */
  readonly ready?: readonly string[]
  /** Indexes for each queue. */
  readonly mostIndexes?: number
  /** Listeners that see each event before the engine does. */
  readonly before?: (floor: () => Acd['floor']) => Listeners
}

/** Draws by a linear congruence: the same for the same seed. */
export const testRandom = (seed = 1): Random => ({
  stream: (name) => {
    let state = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, seed)
    const next = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    return { next, int: (below) => Math.floor(next() * below) }
  },
})

/** `queues` and `agents` with what a test does not care about left out. */
export const sectionsOf = (
  queues: { readonly [queue: string]: QueueDefinition },
  agents: { readonly [agent: string]: Partial<AcdSections['agents'][string]> } = {},
): AcdSections => {
  const names = new Set([
    ...Object.keys(agents),
    ...Object.values(queues).flatMap(({ members }) => members.map((m) => (typeof m === 'string' ? m : m.agent))),
  ])
  return {
    skills: [],
    agents: Object.fromEntries([...names].map((name, i) => [name, { extension: `${8000 + i}`, ...agents[name] }])),
    queues,
  }
}

export const createRig = (sections: AcdSections, options: RigOptions = {}): Rig => {
  const { random = testRandom(), ready = Object.keys(sections.agents) } = options
  const indexes = options.mostIndexes === undefined ? {} : { mostIndexes: options.mostIndexes }
  const desk = new TestDesk()
  const events: CallEvent[] = []
  const taps: Listeners[] = []
  const start = (nowMs: number) => {
    const clock = new TestClock(nowMs)
    const log = createEventLog()
    if (options.before !== undefined) log.fold(options.before(() => acd.floor))
    const acd: Acd = createAcd({ sections, log, clock, random, desk, ...indexes })
    return { clock, log, acd }
  }
  const watch = (log: EventLog): void => {
    log.tapAll((event) => void events.push(event))
    for (const tap of taps) log.tap(tap)
  }
  let running = start(1_000_000)
  watch(running.log)
  let calls = 0
  const agent = (name: string): Agent => running.acd.floor.agents.get(name) as Agent
  const offerOf = (name: string) => {
    const { offer } = agent(name)
    if (offer === null) throw new Error(`${name} is not rung`)
    return offer.id
  }
  for (const name of ready) {
    running.acd.setState(name, 'ready', { because: 'shift' })
    running.clock.advance(1)
  }
  const rig: Rig = {
    get acd() {
      return running.acd
    },
    get clock() {
      return running.clock
    },
    get log() {
      return running.log
    },
    desk,
    events,
    call: (queue, enter) => {
      calls += 1
      running.acd.enter(callId(calls), queue, enter)
      return callId(calls)
    },
    agent,
    ringsAt: (call) => running.acd.floor.entries.get(call)?.offers.map((offer) => offer.agent.id) ?? [],
    answer: (name) => void running.acd.answered(offerOf(name)),
    miss: (name) => {
      const id = offerOf(name)
      desk.ringing.delete(id)
      running.acd.missed(id)
    },
    reject: (name, because = 'rejected') => {
      const id = offerOf(name)
      desk.ringing.delete(id)
      desk.dialing.delete(id)
      running.acd.rejected(id, because)
    },
    release: (name) => running.acd.released(agent(name)),
    take: (name) => {
      rig.answer(name)
      rig.release(name)
    },
    told: <T extends EventType>(type: T) => events.filter((event): event is EventOf<T> => event.type === type),
    tap: (listeners) => {
      taps.push(listeners)
      running.log.tap(listeners)
    },
    restart: () => {
      const next = start(running.clock.nowMs())
      for (const event of events) next.log.replay(event)
      running = next
      watch(next.log)
      next.acd.resume()
    },
  }
  return rig
}
