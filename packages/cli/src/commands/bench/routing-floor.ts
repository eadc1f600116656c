/** The floor that a routing decision is measured on: an acd with its log and a clock, and nothing else around it. */
import { type AcdDesk, type AcdSections, type Agent, createAcd, type Offer, type StrategyRef } from '@callweave/acd'
import { callId, createEventLog, legId } from '@callweave/core'
import { createStreams, VirtualClock } from '@callweave/sim'

export interface RoutingFloor {
  /** A call comes to one of many ready agents. */
  callComes(): Cost
  /** An agent's call ends and one of many waiting calls is next. */
  agentReady(): Cost
}

/** Of the last decision: the object is used again. */
export interface Cost {
  readonly tookMs: number
  /** Keys compared and rows read in the indexes, and places and calls put in, taken out or moved: no cache has a part in them. */
  readonly steps: number
}

const queueCount = 100
const queuesOfAgent = 10
/** What calls of either half want of their three skills: the levels that they may ask for. */
const levels = {
  few: { first: [3, 5, 7], second: [4], third: [3] },
  many: { first: six(), second: six(), third: six() },
}
/** Few kinds of calls for each queue, as centers have; or 216 kinds, more than the engine keeps indexes for. */
export type Kinds = keyof typeof levels

export interface RoutingFloorOptions {
  readonly strategy: StrategyRef
  readonly agents: number
  readonly kinds: Kinds
  /** Of each half about so many take part, however many there are: the control, for they fit into the caches. Default: all. */
  readonly takePart?: number
}

function six(): readonly number[] {
  return [3, 4, 5, 6, 7, 8]
}

type Half = 'ready' | 'busy'
type Wants = Readonly<Record<string, number>>
const halfOf = (agent: number): Half => (agent % 2 === 0 ? 'ready' : 'busy')
const skillsOf = (half: Half): readonly [string, string, string] => [`${half}-1`, `${half}-2`, `${half}-3`]

const sectionsOf = (strategy: StrategyRef, agentCount: number): AcdSections => {
  const queues = Math.min(queueCount, agentCount)
  const members: { agent: string; weight: number }[][] = Array.from({ length: queues }, () => [])
  const agents: [string, AcdSections['agents'][string]][] = []
  for (let i = 0; i < agentCount; i += 1) {
    const id = `agent-${String(i).padStart(5, '0')}`
    const [first, second, third] = skillsOf(halfOf(i))
    const skills = { [first]: 4 + ((i >> 1) % 6), [second]: 4 + ((i >> 2) % 6), [third]: 4 + ((i >> 3) % 6) }
    agents.push([id, { extension: String(10_000 + i), skills }])
    // 11 steps on, so that both halves are in every queue.
    for (let j = 0; j < queuesOfAgent; j += 1) members[(i + 11 * j) % queues]?.push({ agent: id, weight: 1 + (i % 3) })
  }
  return {
    skills: [...skillsOf('ready'), ...skillsOf('busy')],
    agents: Object.fromEntries(agents),
    queues: Object.fromEntries(members.map((of, i) => [`queue-${i}`, { strategy, members: of }])),
  }
}

export const createRoutingFloor = ({
  strategy,
  agents: agentCount,
  kinds,
  takePart = Number.POSITIVE_INFINITY,
}: RoutingFloorOptions): RoutingFloor => {
  const sections = sectionsOf(strategy, agentCount)
  const clock = new VirtualClock(1_000_000)
  const random = createStreams(7)
  const chance = random.stream('bench')
  const wantsOf = (half: Half): readonly Wants[] => {
    const [first, second, third] = skillsOf(half)
    const of = levels[kinds]
    return of.first.flatMap((a) =>
      of.second.flatMap((b) => of.third.map((c) => ({ [first]: a, [second]: b, [third]: c }))),
    )
  }
  const wants = { ready: wantsOf('ready'), busy: wantsOf('busy') }
  /** What somebody of that half can do in that queue: a call for nobody would wait for ever, and more and more of them. */
  const possible = (half: Half, members: readonly string[]): readonly Wants[] =>
    wants[half].filter((want) =>
      members.some((name) =>
        Object.entries(want).every(([skill, level]) => (sections.agents[name]?.skills?.[skill] ?? 0) >= level),
      ),
    )
  const queues = Object.entries(sections.queues).map(([queue, { members }]) => {
    const names = members.map((one) => (typeof one === 'string' ? one : one.agent))
    return { queue, names, wants: { ready: possible('ready', names), busy: possible('busy', names) } }
  })
  let legs = 0
  let calls = 0
  let rung: Offer | null = null
  const desk: AcdDesk = {
    nextLeg: () => {
      legs += 1
      return legId(legs)
    },
    ring: (offer) => {
      rung = offer
    },
    stopRinging: () => {},
    connect: () => {},
    giveBack: () => {},
    announce: () => {},
  }
  const acd = createAcd({ sections, log: createEventLog(), clock, random, desk })
  const busy: Agent[] = []

  const oneOf = <T>(all: readonly T[], most = all.length): T => all[chance.int(Math.min(all.length, most))] as T
  /** So many queues have among them as many of the ready agents as take part. */
  const queuesOfReady = Math.max(1, Math.round(takePart / ((agentCount / 2 / queues.length) * queuesOfAgent)))
  const arrival = (half: Half) => {
    const { queue, names, wants } = oneOf(queues, half === 'ready' ? queuesOfReady : queues.length)
    return { queue, options: { wants: oneOf(wants[half]), preferred: oneOf(names) } }
  }
  /** What each agent can do, looked up beforehand: to work it out between two decisions would empty the caches for them. */
  const abilities = new Map(
    [...acd.floor.agents.values()].map(({ id, skills }) => {
      const able = wants.busy.filter((want) =>
        Object.entries(want).every(([skill, level]) => (skills.get(skill) ?? 0) >= level),
      )
      return [id, able]
    }),
  )
  /** One that this agent can take. */
  const arrivalFor = ({ id, members }: Agent): ReturnType<typeof arrival> => {
    const { queue, agent } = oneOf(members)
    return { queue: queue.id, options: { wants: oneOf(abilities.get(id) ?? []), preferred: agent.id } }
  }
  const enter = ({ queue, options }: ReturnType<typeof arrival>): void => {
    calls += 1
    acd.enter(callId(calls), queue, options)
  }
  /** The agent whose phone rings takes the call; `null` when none rings. */
  const answer = (): Agent | null => {
    const offer = rung
    rung = null
    if (offer === null) return null
    acd.answered(offer.id)
    return offer.agent
  }
  const cost = { tookMs: 0, steps: 0 }
  const measure = (decide: () => void): void => {
    const { comparisons, touches } = acd.floor.indexing
    const startedMs = performance.now()
    decide()
    cost.tookMs = performance.now() - startedMs
    cost.steps = acd.floor.indexing.comparisons - comparisons + acd.floor.indexing.touches - touches
  }
  const timePasses = (): void => void clock.runUntil(clock.nowMs() + 7)

  const halves = { ready: [] as string[], busy: [] as string[] }
  Object.keys(sections.agents).forEach((name, i) => void halves[halfOf(i)].push(name))
  for (const name of halves.ready) {
    acd.setState(name, 'ready', { because: 'shift' })
    timePasses()
  }
  for (let i = 0; i < agentCount + halves.busy.length; i += 1) enter(arrival('busy'))
  for (const name of halves.busy) {
    acd.setState(name, 'ready', { because: 'shift' })
    const agent = answer()
    if (agent !== null) busy.push(agent)
  }

  return {
    callComes: () => {
      timePasses()
      const coming = arrival('ready')
      measure(() => enter(coming))
      const agent = answer()
      timePasses()
      // Nobody of the queue is able enough: to wait was the decision.
      if (agent === null) acd.leave(callId(calls), 'withdrawn')
      else acd.released(agent)
      return cost
    },
    agentReady: () => {
      timePasses()
      const agent = oneOf(busy, takePart)
      measure(() => acd.released(agent))
      // As many calls wait afterwards as before: one comes for the one that was taken, or one that the agent can take.
      if (answer() !== null) enter(arrival('busy'))
      else enter(arrivalFor(agent))
      answer()
      return cost
    },
  }
}
