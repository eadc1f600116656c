/** Picking up what rings at another phone (P7): an offer of a queue that one serves, or a call from a phone to a phone. */
import type { Offer } from '@callweave/acd'
import type { Leg } from '../calls.js'
import type { Lines, PhoneParts } from './lines.js'

export interface PickUp {
  /** The phone at the leg takes what rings in its groups, or at that extension. False when there is nothing to take. */
  take(leg: Leg, extension: string): boolean
}

export const createPickUp = (parts: PhoneParts, lines: Lines): PickUp => {
  const { sections, log, clock, table, acd, hangUp } = parts

  /** The two serve a queue together, or are in one group. */
  const areTogether = (one: string | null, other: string | null): boolean => {
    if (one === null || other === null) return false
    const [a, b] = [acd.floor.agents.get(one), acd.floor.agents.get(other)]
    if (a === undefined || b === undefined) return false
    if (a.members.some(({ queue }) => b.members.some((member) => member.queue === queue))) return true
    const groups = sections.agents[one]?.groups ?? []
    return (sections.agents[other]?.groups ?? []).some((group) => groups.includes(group))
  }

  const ringsAt = (agent: string | null, at: string, extension: string, leg: Leg): boolean =>
    extension === '' ? areTogether(leg.agent, agent) : at === extension

  const moveInto = (leg: Leg, call: Leg['call'], instead: Leg, extension: string): void => {
    const head = { atMs: clock.nowMs(), call: call.id, leg: leg.id, agent: leg.agent }
    log.emit['leg.moved']({ seq: log.next(), ...head, type: 'leg.moved', from: leg.call.id })
    log.emit['call.picked']({ seq: log.next(), ...head, type: 'call.picked', instead: instead.id, extension })
  }

  const takeOffer = (leg: Leg, offer: Offer): boolean => {
    const agent = lines.agentOf(leg)
    const rang = table.legs.get(offer.leg)
    if (agent === null || rang === undefined) return false
    if (agent.state !== 'ready' || !agent.members.some(({ queue }) => queue === offer.entry.queue)) return false
    moveInto(leg, rang.call, rang, offer.agent.extension)
    lines.answer(leg)
    return acd.pickUp(offer.id, agent, leg.id)
  }

  /** Answered like the phone that rang: what follows is the same. */
  const takeCall = (leg: Leg, rang: Leg): boolean => {
    moveInto(leg, rang.call, rang, rang.party?.extension ?? '')
    hangUp(rang, 'cancelled')
    lines.answer(leg)
    return true
  }

  return {
    take: (leg, extension) => {
      let offer: Offer | null = null
      for (const one of acd.floor.offers.values()) {
        const { agent, entry } = one
        if (entry.callback !== null || (offer !== null && offer.id < one.id)) continue
        if (agent.id !== leg.agent && ringsAt(agent.id, agent.extension, extension, leg)) offer = one
      }
      if (offer !== null && takeOffer(leg, offer)) return true
      let rang: Leg | null = null
      for (const one of table.legs.values()) {
        const { party, answered, agent } = one
        if (party === null || answered || party.extension === null || one.call === leg.call || lines.isLetGo(one))
          continue
        if (party.as === 'caller' || party.as === 'gone' || (rang !== null && rang.id < one.id)) continue
        if (ringsAt(agent, party.extension, extension, leg)) rang = one
      }
      return rang !== null && takeCall(leg, rang)
    },
  }
}
