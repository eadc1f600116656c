/** Offers: put to an agent's phone, refused there, and taken back. */
import { type EventLog, type LegId, offerId, type Terms } from '@callweave/core'
import type { Agent } from './agent.js'
import { changeAgent } from './change-agent.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'
import type { Offer } from './offer.js'

export type WithdrawnBecause = Parameters<EventLog['emit']['offer.withdrawn']>[0]['because']

export type RejectedBecause = Parameters<EventLog['emit']['offer.rejected']>[0]['because']

const none: readonly Agent[] = []

/** Rings the agent's phone. */
export const makeOffer = (engine: Engine, entry: Entry, agent: Agent, because: string, terms: Terms): void =>
  engine.desk.ring(put(engine, entry, agent, engine.desk.nextLeg(), because, terms))

/** The agent has picked the call up, by a leg that is up already: no phone is rung. */
export const takeOffer = (engine: Engine, entry: Entry, agent: Agent, leg: LegId): Offer =>
  put(engine, entry, agent, leg, 'picked-up', {})

const put = (engine: Engine, entry: Entry, agent: Agent, leg: LegId, because: string, terms: Terms): Offer => {
  const { floor, log, clock } = engine
  log.emit['offer.made']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'offer.made',
    call: entry.call,
    offer: offerId(floor.lastOffer + 1),
    queue: entry.queue.id,
    agent: agent.id,
    leg,
    because,
    terms,
    attempt: entry.attempts + 1,
  })
  changeAgent(engine, agent, 'ringing', 'offered', entry.call)
  return agent.offer as Offer
}

export const offerMissed = ({ log, clock }: Engine, { id, entry, agent }: Offer): void =>
  log.emit['offer.missed']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'offer.missed',
    call: entry.call,
    offer: id,
    queue: entry.queue.id,
    agent: agent.id,
    misses: agent.misses + 1,
  })

export const offerRejected = ({ log, clock }: Engine, { id, entry, agent }: Offer, because: RejectedBecause): void =>
  log.emit['offer.rejected']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'offer.rejected',
    call: entry.call,
    offer: id,
    queue: entry.queue.id,
    agent: agent.id,
    because,
  })

export const withdraw = ({ log, clock, desk }: Engine, offer: Offer, because: WithdrawnBecause): void => {
  const { entry, agent } = offer
  log.emit['offer.withdrawn']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'offer.withdrawn',
    call: entry.call,
    offer: offer.id,
    queue: entry.queue.id,
    agent: agent.id,
    because,
  })
  desk.stopRinging(offer)
}

/** Withdraws every offer of the call, `but` one if given; the agents are ready again but not yet served. */
export const withdrawAll = (engine: Engine, entry: Entry, because: WithdrawnBecause, but?: Offer): readonly Agent[] => {
  const most = but === undefined ? 0 : 1
  return entry.offers.length === most ? none : withdrawThese(engine, entry, because, but)
}

const withdrawThese = (engine: Engine, entry: Entry, because: WithdrawnBecause, but?: Offer): readonly Agent[] => {
  const agents: Agent[] = []
  for (const offer of entry.offers) {
    if (offer === but) continue
    withdraw(engine, offer, because)
    changeAgent(engine, offer.agent, 'ready', because)
    agents.push(offer.agent)
  }
  return agents
}
