/** Offers made and how each of them ends. */
import type { EventOf, Listeners } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'
import { waitAgain } from './entry-folds.js'
import { type Member, memberOf } from './member.js'
import type { Offer } from './offer.js'
import type { Floor } from './state.js'

const noOffers: readonly Offer[] = []

export const offerFolds = (floor: Floor): Listeners => ({
  'offer.made': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    const agent = floor.agents.get(event.agent) as Agent
    const { queue } = entry
    const member = memberOf(agent, queue) as Member
    const offer: Offer = { id: event.offer, entry, agent, member, leg: event.leg, madeAtMs: event.atMs }
    floor.offers.set(event.offer, offer)
    floor.lastOffer = event.offer
    agent.offer = offer
    entry.offers = entry.offers.length === 0 ? [offer] : [...entry.offers, offer]
    entry.attempts += 1
    // Everybody has refused it and it begins anew, or one would be asked for ever and the others never again.
    if (entry.refusedBy?.includes(agent) === true) entry.refusedBy = null
    member.offers += 1
    queue.cyclePosition = member.position + 1
    // A call that rings several phones stays open for the next agent who becomes ready.
    if (entry.slot >= 0 && queue.strategy.ringsSeveral !== true) entry.demand.waiting.remove(entry)
  },
  'offer.accepted': (event) => {
    const { agent, entry, member } = endOffer(floor, event)
    agent.callsHandled += 1
    agent.callsInARow += 1
    agent.misses = 0
    agent.call = event.call
    agent.queue = entry.queue
    if (member.joined) countShare(member)
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
    if (event.because !== 'caller-gone' && event.because !== 'answered-elsewhere') waitAgain(entry)
  },
})

type OfferEnd = EventOf<'offer.accepted' | 'offer.missed' | 'offer.rejected' | 'offer.withdrawn'>

const endOffer = (floor: Floor, event: OfferEnd): Offer => {
  const offer = floor.offers.get(event.offer) as Offer
  floor.offers.delete(event.offer)
  offer.agent.offer = null
  const { entry } = offer
  if (entry.callback !== null) entry.callback.dialing = null
  entry.offers = entry.offers.length === 1 ? noOffers : entry.offers.filter((other) => other !== offer)
  return offer
}

const refuse = (entry: Entry, agent: Agent): void => {
  entry.refusedBy ??= []
  if (!entry.refusedBy.includes(agent)) entry.refusedBy.push(agent)
  waitAgain(entry)
}

/** A call counts for its member's part once, when it is answered; a phone that only rang counts for nothing. */
const countShare = (member: Member): void => {
  const { queue } = member
  member.answered += 1
  member.share += 1
  queue.shareClock += 1 / queue.presentWeight
}
