/** The whole folded state as one canonical text: two floors that came from the same log have the same. */
import { canonicalText } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Callback } from './callback.js'
import type { Entry } from './entry.js'
import type { Member } from './member.js'
import type { Offer } from './offer.js'
import type { Queue } from './queue.js'
import type { Floor } from './state.js'

/** What is made again after a restart, such as appointments and indexes, is left out. */
export const snapshotFloor = (floor: Floor): string =>
  canonicalText({
    agents: [...floor.agents.values()].map(agentData),
    queues: [...floor.queues.values()].map(queueData),
    entries: [...floor.entries.values()].sort((a, b) => a.turn - b.turn).map(entryData),
    offers: [...floor.offers.values()].sort((a, b) => a.id - b.id).map(offerData),
    lastAgents: [...floor.lastAgents],
    abandoned: [...floor.abandoned.values()],
    callbacks: [...floor.callbacks.values()].map(callbackData),
    turn: floor.turn,
    lastOffer: floor.lastOffer,
    lastCallback: floor.lastCallback,
  })

const agentData = (agent: Agent) => ({
  id: agent.id,
  skills: Object.fromEntries(agent.skills),
  state: agent.state,
  reason: agent.reason,
  sinceMs: agent.sinceMs,
  idleSinceMs: agent.idleSinceMs,
  callsHandled: agent.callsHandled,
  talkMs: agent.talkMs,
  misses: agent.misses,
  callsInARow: agent.callsInARow,
  offer: agent.offer?.id ?? null,
  call: agent.call,
  interrupted: agent.interrupted,
  queue: agent.queue?.id ?? null,
  handlingSinceMs: agent.handlingSinceMs,
  handledMs: agent.handledMs,
  shiftStartMs: agent.shiftStartMs,
  untilMs: agent.untilMs,
  recent: agent.recent,
  wanted: agent.wanted,
})

const memberData = (member: Member) => ({
  agent: member.agent.id,
  position: member.position,
  level: member.level,
  penalty: member.penalty,
  weight: member.weight,
  offers: member.offers,
  answered: member.answered,
  share: member.share,
})

const queueData = (queue: Queue) => ({
  id: queue.id,
  definition: { ...queue.definition, members: queue.members.map(memberData) },
  stages: queue.stages,
  waitingCount: queue.waitingCount,
  callbackCount: queue.callbackCount,
  cyclePosition: queue.cyclePosition,
  workingCount: queue.workingCount,
  presentWeight: queue.presentWeight,
  shareClock: queue.shareClock,
  handleMs: queue.handleMs,
  handled: queue.handled,
})

const entryData = (entry: Entry) => ({
  call: entry.call,
  queue: entry.queue.id,
  enteredAtMs: entry.enteredAtMs,
  turn: entry.turn,
  wants: entry.wants,
  preferred: entry.preferred?.id ?? null,
  callback: entry.callback?.id ?? null,
  priority: entry.priority,
  virtualStartMs: entry.virtualStartMs,
  stage: entry.stage,
  waits: entry.slot >= 0,
  offers: entry.offers.map(({ id }) => id),
  attempts: entry.attempts,
  refusedBy: entry.refusedBy?.map(({ id }) => id) ?? null,
  announcedPosition: entry.announcedPosition,
  announcedAtMs: entry.announcedAtMs,
  announcements: entry.announcements,
  putOffUntilMs: entry.putOffUntilMs,
})

const offerData = ({ id, entry, agent, leg, madeAtMs }: Offer) => ({
  id,
  call: entry.call,
  agent: agent.id,
  leg,
  madeAtMs,
})

const callbackData = (callback: Callback) => ({
  id: callback.id,
  call: callback.call,
  queue: callback.queue.id,
  number: callback.number,
  requestedAtMs: callback.requestedAtMs,
  dueAtMs: callback.dueAtMs,
  attempts: callback.attempts,
  dialing: callback.dialing,
})
