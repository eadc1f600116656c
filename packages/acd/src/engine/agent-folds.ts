/** What agents do: states, shifts, the time they spend. */
import type { EventOf, Listeners } from '@callweave/core'
import type { Agent } from './agent.js'
import { noteWork } from './fatigue.js'
import { isWorking } from './presence.js'
import { moveToNewStages } from './roster-folds.js'
import { type Floor, rememberAgent } from './state.js'

/** Handle times are smoothed over about so many calls. */
const smoothedOver = 50

export const agentFolds = (floor: Floor): Listeners => ({
  'agent.changed': (event) => changeAgent(floor, floor.agents.get(event.agent) as Agent, event),
  'agent.asked': (event) => {
    const agent = floor.agents.get(event.agent) as Agent
    agent.wanted = event.to === 'ready' ? null : { state: event.to, reason: event.reason }
  },
  'leg.moved': ({ agent: name, call, from }) => {
    const agent = name === null ? undefined : floor.agents.get(name)
    if (agent?.call === from) agent.call = call
  },
  // Told once for each call that an agent has taken: the one event that knows agent and caller.
  'screen.popped': (event) => {
    if (floor.remembersAgents) rememberAgent(floor, event.caller, event.agent)
  },
})

const changeAgent = (floor: Floor, agent: Agent, event: EventOf<'agent.changed'>): void => {
  const { from, to, atMs } = event
  if (from === 'ready') floor.indexing.goes(agent)
  // What an index is ordered by may be less than before only after a log-in, or when the clock was put back.
  if (to === 'logged-out' || atMs < agent.sinceMs) leavePlaces(agent)
  if (from === 'talking' || from === 'hold') agent.talkMs += atMs - agent.sinceMs
  const wasHandling = from === 'talking' || from === 'hold' || from === 'wrap-up'
  const isHandling = to === 'talking' || to === 'hold' || to === 'wrap-up'
  const begins = to === 'talking' && from !== 'hold'
  const { wanted } = agent
  if (wasHandling && (!isHandling || begins)) finishCall(agent, atMs)
  if (begins) {
    agent.handlingSinceMs = atMs
    if (isOwnCall(event)) beginOwnCall(agent, event, wanted)
  }
  if (to === 'wrap-up' || !isHandling) agent.interrupted = null
  // The call from another phone that rings, so that its end is known from that of others.
  if (to === 'ringing') agent.call = isOwnCall(event) ? event.call : null
  else if (from === 'ringing' && to !== 'talking') agent.call = null
  const wasWorking = isWorking(agent)
  agent.state = to
  agent.reason = event.reason
  agent.sinceMs = atMs
  agent.untilMs = event.untilMs
  if (wasWorking !== isWorking(agent)) for (const { queue } of agent.members) queue.workingCount += wasWorking ? -1 : 1
  if (from === 'logged-out') startShift(agent, atMs)
  if ((from === 'logged-out') !== (to === 'logged-out')) noteLogin(floor, agent, atMs)
  // The short rest after an offer that came to nothing is no break.
  if (to === 'logged-out' || (to === 'not-ready' && from !== 'ringing')) agent.callsInARow = 0
  if (to === 'ready') {
    // Ringing without answering is not work: the place in the longest-idle order is kept.
    if (from !== 'ringing') agent.idleSinceMs = atMs
    floor.indexing.comes(agent)
  }
}

/** The agent dialed, or was called by another phone: no call of a queue. */
const isOwnCall = ({ because }: EventOf<'agent.changed'>): boolean => because === 'dialed' || because === 'called'

const beginOwnCall = (agent: Agent, { call }: EventOf<'agent.changed'>, wanted: Agent['wanted']): void => {
  const { state, reason, untilMs } = agent
  agent.interrupted = { state: state === 'ringing' ? 'ready' : state, reason, untilMs }
  agent.call = call
  agent.wanted = wanted
}

const leavePlaces = ({ places }: Agent): void => {
  for (const place of places) if (place.slot >= 0) place.demand.leave(place)
}

const finishCall = (agent: Agent, atMs: number): void => {
  const { queue } = agent
  agent.call = null
  agent.queue = null
  agent.wanted = null
  const tookMs = atMs - agent.handlingSinceMs
  agent.handledMs += tookMs
  if (agent.limits !== null) noteWork(agent, agent.handlingSinceMs, atMs)
  if (queue === null) return
  queue.handled += 1
  queue.handleMs += (tookMs - queue.handleMs) / Math.min(queue.handled, smoothedOver)
}

const startShift = (agent: Agent, atMs: number): void => {
  agent.shiftStartMs = atMs
  agent.idleSinceMs = atMs
  agent.recent = []
  agent.callsHandled = 0
  agent.talkMs = 0
  agent.handledMs = 0
  agent.callsInARow = 0
  agent.misses = 0
}

/** Weights count while their members are logged in; a tier in which nobody is left is not waited for. */
const noteLogin = (floor: Floor, agent: Agent, atMs: number): void => {
  const isIn = agent.state !== 'logged-out'
  for (const member of agent.members) {
    const { queue, weight } = member
    queue.presentWeight += isIn ? weight : -weight
    if (isIn) member.share = Math.max(member.share, queue.shareClock * weight)
    const { tiers } = queue.definition
    if (tiers !== undefined && tiers.skipEmpty !== false && isAlone(member)) moveToNewStages(floor, queue, atMs)
  }
}

/** Whether nobody else of the member's tier is logged in. */
const isAlone = (member: Agent['members'][number]): boolean =>
  !member.queue.members.some(
    (other) => other !== member && other.level === member.level && other.agent.state !== 'logged-out',
  )
