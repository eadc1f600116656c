/** Offers: put to an agent's phone, refused there, and taken back. */
import { type Clock, type EventLog, type LegId, offerId, type Terms } from '@callweave/core'
import type { Agent } from './agent.js'
import type { ChangeAgent } from './agent-duty.js'
import type { AcdDesk } from './desk.js'
import type { Entry } from './entry.js'
import type { Offer } from './offer.js'
import type { Floor } from './state.js'

export type WithdrawnBecause = Parameters<EventLog['emit']['offer.withdrawn']>[0]['because']

export type RejectedBecause = Parameters<EventLog['emit']['offer.rejected']>[0]['because']

export interface OfferingOptions {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: AcdDesk
  readonly changeAgent: ChangeAgent
}

export interface Offering {
  make(entry: Entry, agent: Agent, because: string, terms: Terms): void
  /** The agent has picked the call up, by a leg that is up already: no phone is rung. */
  take(entry: Entry, agent: Agent, leg: LegId): Offer
  missed(offer: Offer): void
  rejected(offer: Offer, because: RejectedBecause): void
  withdraw(offer: Offer, because: WithdrawnBecause): void
  /** Withdraws every offer of the call, `but` one if given; the agents are ready again but not yet served. */
  withdrawAll(entry: Entry, because: WithdrawnBecause, but?: Offer): readonly Agent[]
}

const none: readonly Agent[] = []

export const createOffering = ({ floor, log, clock, desk, changeAgent }: OfferingOptions): Offering => {
  const withdraw = (offer: Offer, because: WithdrawnBecause): void => {
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
  const make = (entry: Entry, agent: Agent, leg: LegId, because: string, terms: Terms): Offer => {
    floor.agents.remember(agent.id, agent)
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
    changeAgent(agent, 'ringing', 'offered', entry.call)
    return agent.offer as Offer
  }
  return {
    make: (entry, agent, because, terms) => desk.ring(make(entry, agent, desk.nextLeg(), because, terms)),
    take: (entry, agent, leg) => make(entry, agent, leg, 'picked-up', {}),
    missed: ({ id, entry, agent }) =>
      log.emit['offer.missed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'offer.missed',
        call: entry.call,
        offer: id,
        queue: entry.queue.id,
        agent: agent.id,
        misses: agent.misses + 1,
      }),
    rejected: ({ id, entry, agent }, because) =>
      log.emit['offer.rejected']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'offer.rejected',
        call: entry.call,
        offer: id,
        queue: entry.queue.id,
        agent: agent.id,
        because,
      }),
    withdraw,
    withdrawAll: (entry, because, but) => {
      if (entry.offers.length === (but === undefined ? 0 : 1)) return none
      const agents: Agent[] = []
      for (const offer of [...entry.offers]) {
        if (offer === but) continue
        withdraw(offer, because)
        changeAgent(offer.agent, 'ready', because)
        agents.push(offer.agent)
      }
      return agents
    },
  }
}
