/** How each event changes the floor. The live center and a replay run the same functions. */
import type { EventOf, Listeners } from '@callweave/core'
import type { Agent } from './agent.js'
import { Entry, type Wants } from './entry.js'
import { noteWork } from './fatigue.js'
import type { Offer } from './offer.js'
import { type Queue, wantsOf } from './queue.js'
import { rosterFolds } from './roster-folds.js'
import { type Floor, rememberAgent, remembersAgents } from './state.js'

/** Handle times are smoothed over about so many calls. */
const smoothedOver = 50

export const floorFolds = (floor: Floor): Listeners => ({
  ...queueFolds(floor),
  ...offerFolds(floor),
  ...rosterFolds(floor),
  'agent.changed': (event) => changeAgent(floor.agents.get(event.agent) as Agent, event),
  // Worth its cost, a tenth of a microsecond a call, only where a strategy asks for it.
  ...(remembersAgents(floor) ? { 'screen.popped': (event) => rememberAgent(floor, event.caller, event.agent) } : {}),
  'agent.asked': (event) => {
    const agent = floor.agents.get(event.agent) as Agent
    agent.wanted = event.to === 'ready' ? null : { state: event.to, reason: event.reason }
  },
})

const queueFolds = (floor: Floor): Listeners => ({
  'queue.entered': (event) => {
    const queue = floor.queues.get(event.queue) as Queue
    const wants: Wants = event.wants === null ? queue.wants : wantsOf(event.wants as Record<string, number>)
    const preferred = event.preferred === null ? null : (floor.agents.get(event.preferred) ?? null)
    const stage = firstStage(queue, preferred)
    const demand = queue.demandFor(stage, wants, preferred)
    floor.turn += 1
    const entry = new Entry(
      event.call,
      queue,
      event.atMs,
      floor.turn,
      wants,
      preferred,
      event.priority,
      event.virtualStartMs,
      demand,
    )
    entry.stage = stage
    queue.waitingCount += 1
    floor.entries.set(event.call, entry)
    demand.waiting.insert(entry)
  },
  'queue.widened': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.stage = event.stage
    moveTo(entry)
  },
  'queue.announced': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.announcedPosition = event.position
    entry.announcements += 1
  },
  'queue.reprioritized': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.priority = event.priority
    entry.virtualStartMs = event.virtualStartMs
    entry.standing = entry.queue.standingOf(event.priority, event.virtualStartMs)
    moveTo(entry)
  },
  'queue.left': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    if (entry.slot >= 0) entry.demand.waiting.remove(entry)
    entry.queue.waitingCount -= 1
    floor.entries.delete(event.call)
  },
})

/** Puts a waiting entry where its stage, wants and priority belong; an offered one only notes it. */
const moveTo = (entry: Entry): void => {
  const waits = entry.slot >= 0
  if (waits) entry.demand.waiting.remove(entry)
  entry.demand = entry.queue.demandFor(entry.stage, entry.wants, entry.preferred)
  if (waits) entry.demand.waiting.insert(entry)
}

/** Without a preferred agent there is nobody to hold a call for. */
const firstStage = (queue: Queue, preferred: Agent | null): number => {
  let stage = 0
  if (preferred === null) while (queue.stages[stage]?.preferredOnly) stage += 1
  return stage
}

const offerFolds = (floor: Floor): Listeners => ({
  'offer.made': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    const agent = floor.agents.get(event.agent) as Agent
    const offer: Offer = { id: event.offer, entry, agent, leg: event.leg, madeAtMs: event.atMs }
    floor.offers.set(event.offer, offer)
    floor.lastOffer = event.offer
    agent.offer = offer
    entry.offers.push(offer)
    entry.attempts += 1
    const { queue } = entry
    for (let i = 0; i < agent.members.length; i += 1) {
      const member = agent.members[i] as Agent['members'][number]
      if (member.queue === queue) {
        member.offers += 1
        queue.cyclePosition = member.position + 1
      }
    }
    // A call that rings several phones stays open for the next agent who becomes ready.
    if (entry.slot >= 0 && queue.strategy.ringsSeveral !== true) entry.demand.waiting.remove(entry)
  },
  'offer.accepted': (event) => {
    const offer = endOffer(floor, event)
    const { agent, entry } = offer
    agent.callsHandled += 1
    agent.callsInARow += 1
    agent.misses = 0
    agent.call = event.call
    agent.queue = entry.queue
    const { members } = agent
    for (let i = 0; i < members.length; i += 1) {
      const member = members[i] as Agent['members'][number]
      if (member.queue === entry.queue) countShare(member)
    }
  },
  'offer.missed': (event) => {
    const { agent, entry } = endOffer(floor, event)
    agent.misses = event.misses
    refuse(entry, agent)
  },
  'offer.rejected': (event) => {
    const { agent, entry } = endOffer(floor, event)
    refuse(entry, agent)
  },
  'offer.withdrawn': (event) => {
    const { entry } = endOffer(floor, event)
    if (event.because === 'agent-left' || event.because === 'withdrawn') waitAgain(entry)
  },
})

/** A call counts for its member's part once, when it is answered; a phone that only rang counts for nothing. */
const countShare = (member: Agent['members'][number]): void => {
  const { queue } = member
  member.answered += 1
  member.share += 1
  queue.shareClock += 1 / queue.presentWeight
}

type OfferEnd = EventOf<'offer.accepted' | 'offer.missed' | 'offer.rejected' | 'offer.withdrawn'>

const endOffer = (floor: Floor, event: OfferEnd): Offer => {
  const offer = floor.offers.get(event.offer) as Offer
  floor.offers.delete(event.offer)
  offer.agent.offer = null
  const { offers } = offer.entry
  offers.splice(offers.indexOf(offer), 1)
  return offer
}

const refuse = (entry: Entry, agent: Agent): void => {
  entry.refusedBy ??= []
  if (!entry.refusedBy.includes(agent)) entry.refusedBy.push(agent)
  waitAgain(entry)
}

/** Back to its old place: the order of waiting knows nothing of offers. */
const waitAgain = (entry: Entry): void => {
  if (entry.slot < 0 && entry.offers.length === 0) entry.demand.waiting.insert(entry)
}

const changeAgent = (agent: Agent, event: EventOf<'agent.changed'>): void => {
  const { from, to, atMs } = event
  if (from === 'talking' || from === 'hold') agent.talkMs += atMs - agent.sinceMs
  if (from === 'ready') for (let i = 0; i < agent.places.length; i += 1) leave(agent.places[i])
  const wasHandling = from === 'talking' || from === 'hold' || from === 'wrap-up'
  if (to === 'talking' && from === 'ringing') agent.handlingSinceMs = atMs
  const isHandling = to === 'talking' || to === 'hold' || to === 'wrap-up'
  if (wasHandling && !isHandling) finishCall(agent, atMs)
  if (from === 'logged-out') startShift(agent, atMs)
  else if (to === 'logged-out') for (const { queue, weight } of agent.members) queue.presentWeight -= weight
  agent.state = to
  agent.reason = event.reason
  agent.sinceMs = atMs
  agent.untilMs = event.untilMs
  if (to === 'not-ready' || to === 'logged-out') agent.callsInARow = 0
  if (to === 'ready') {
    // Ringing without answering is not work: the place in the longest-idle order is kept.
    if (from !== 'ringing') agent.idleSinceMs = atMs
    for (let i = 0; i < agent.places.length; i += 1) enter(agent.places[i])
  }
}

const enter = (place: Agent['places'][number] | undefined): void => place?.demand.enter(place)
const leave = (place: Agent['places'][number] | undefined): void => place?.demand.leave(place)

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
  agent.recent = []
  agent.callsHandled = 0
  agent.talkMs = 0
  agent.handledMs = 0
  agent.callsInARow = 0
  agent.misses = 0
  for (const member of agent.members) {
    const { queue, weight } = member
    queue.presentWeight += weight
    member.share = Math.max(member.share, queue.shareClock * weight)
  }
}
