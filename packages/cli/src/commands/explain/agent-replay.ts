/** What an agent did at one instant, which calls waited for the agent, and who got those that came while the agent was ready. */
import {
  type AgentExplanation,
  type ExplainedCandidate,
  explainAgent,
  explainCall,
  type Floor,
  waitingForAgent,
} from '@callweave/acd'
import type { CenterSections } from '@callweave/center'
import type { CallEvent, EventOf } from '@callweave/core'
import { type LogReplay, replayLog } from './replay-log.js'

/** A call that was offered to somebody else while the agent was ready. */
export interface PassedBy {
  readonly atMs: number
  readonly call: number
  readonly queue: string
  /** All whose phones began to ring for it then. */
  readonly to: readonly string[]
  /** The agent as a candidate for it. */
  readonly here: ExplainedCandidate
  /** How many could have been rung. */
  readonly of: number
  /** Those of the order up to the agent. */
  readonly ordered: readonly ExplainedCandidate[]
}

export interface AgentStory {
  readonly atMs: number
  /** The newest offer that was made to the agent. */
  readonly lastOffer: EventOf<'offer.made'> | null
  readonly explained: AgentExplanation
  /** The last time that the agent was ready, at that instant or before; `null` when never. */
  readonly ready: {
    readonly sinceMs: number
    readonly lasts: boolean
    readonly passedBy: number
    /** The newest of them. */
    readonly offers: readonly PassedBy[]
  } | null
}

const mostOffers = 8

interface Ready {
  readonly sinceMs: number
  passedBy: number
  offers: readonly PassedBy[]
}

export interface AgentSource extends LogReplay {
  readonly log: Iterable<CallEvent>
  readonly sections: CenterSections
}

/** The story is `null` when there is no such agent then, and `names` has those there are. `lastMs`: of the newest event looked at. */
export const replayAgent = (
  agent: string,
  atMs: number,
  { log, sections, ...from }: AgentSource,
): { readonly story: AgentStory | null; readonly names: readonly string[]; readonly lastMs: number } => {
  const { floor, take } = replayLog(sections, from)
  let ready: Ready | null = null
  let lastMs = 0
  let lastOffer: EventOf<'offer.made'> | null = null
  for (const event of log) {
    lastMs = event.atMs
    if (event.atMs > atMs) break
    if (event.type === 'agent.changed' && event.agent === agent && event.to === 'ready') {
      ready = { sinceMs: event.atMs, passedBy: 0, offers: [] }
    }
    if (event.type === 'offer.made' && event.agent === agent) lastOffer = event
    if (event.type === 'offer.made' && ready !== null) {
      const passed = passedBy(event, agent, floor)
      if (passed !== null) note(passed, ready)
    }
    take(event)
  }
  const explained = explainAgent(floor, agent, atMs)
  const lasts = explained?.state === 'ready'
  const story =
    explained === null ? null : { atMs, lastOffer, explained, ready: ready === null ? null : { ...ready, lasts } }
  return { story, names: [...floor.agents.keys()], lastMs }
}

/** Several phones that ring together are one offer. */
const note = (passed: PassedBy, ready: Ready): void => {
  const last = ready.offers.at(-1)
  if (last !== undefined && last.call === passed.call && last.atMs === passed.atMs) {
    ready.offers = [...ready.offers.slice(0, -1), { ...last, to: [...last.to, ...passed.to] }]
    return
  }
  ready.passedBy += 1
  ready.offers = [...ready.offers.slice(1 - mostOffers), passed]
}

const passedBy = (event: EventOf<'offer.made'>, agent: string, floor: Floor): PassedBy | null => {
  if (event.agent === agent || floor.agents.get(agent)?.state !== 'ready') return null
  const candidates = explainCall(floor, event.call, event.atMs)?.candidates ?? []
  const here = candidates.find((candidate) => candidate.agent === agent)
  if (here === undefined) return null
  const ordered = candidates.filter(({ place }) => place !== null)
  const { atMs, call, queue, agent: to } = event
  return { atMs, call, queue, to: [to], here, of: ordered.length, ordered: ordered.slice(0, here.place ?? 0) }
}

/**
 * When most calls waited that the agent could take: the first such instant, of those at which the agent was logged in if
 * any waited then. `waiting` is 0 when none ever did; then it is when most waited in the agent's queues for others.
 */
export const busiestFor = (
  agent: string,
  { log, sections, ...from }: AgentSource,
): { readonly atMs: number; readonly waiting: number } => {
  const { floor, take } = replayLog(sections, from)
  let best: Busy = { atMs: 0, waiting: 0, inQueues: -1, isIn: false }
  for (const event of log) {
    take(event)
    const on = floor.agents.get(agent)
    if (on === undefined) continue
    const isIn = on.state !== 'logged-out'
    const inQueues = on.members.reduce((sum, { queue }) => sum + queue.waitingCount, 0)
    // To count calls takes time for each; there cannot be more than wait in the queues.
    const mayBeBest = inQueues > best.waiting || (isIn && !best.isIn && inQueues > 0)
    const waiting = mayBeBest ? waitingForAgent(floor, agent) : 0
    const here: Busy = { atMs: event.atMs, waiting, inQueues, isIn }
    if (isBusier(here, best)) best = here
  }
  return best
}

interface Busy {
  readonly atMs: number
  readonly waiting: number
  readonly inQueues: number
  readonly isIn: boolean
}

const isBusier = (a: Busy, b: Busy): boolean => {
  if (a.waiting > 0 !== b.waiting > 0) return a.waiting > 0
  if (a.isIn !== b.isIn) return a.isIn
  return a.waiting === 0 ? a.inQueues > b.inQueues : a.waiting > b.waiting
}
