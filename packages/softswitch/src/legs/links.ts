/** Who hears whom: bridges, conferences and taps, told once each. */
import type { Media } from '@callweave/rtp/engine'
import type { Facts } from '../board/facts.js'
import type { Leg } from './leg.js'

export type TapMode = 'monitor' | 'whisper' | 'barge-in'

export interface LinksOptions {
  readonly media: Media
  readonly facts: Facts
}

export interface Links {
  bridge(leg: Leg, peer: Leg): void
  join(leg: Leg): void
  tap(leg: Leg, onto: Leg, mode: TapMode): void
  /** Parts a leg from whatever it hears. */
  part(leg: Leg): void
  hold(leg: Leg, isHeld: boolean): void
  /** The far end has put us on hold, or taken us back. */
  heldThere(leg: Leg, isHeld: boolean): void
  /** The leg has its media now: what was ordered before holds. */
  mediaOpened(leg: Leg): void
  /** The leg is down: whoever heard it hears nothing now. */
  leave(leg: Leg): void
}

export const createLinks = ({ media, facts }: LinksOptions): Links => {
  /** Who listens to a leg. */
  const tappers = new Map<Leg, Set<Leg>>()

  const connect = (leg: Leg): void => {
    const { party, peer } = leg
    if (party === null || peer === null || peer.party === null || leg.isHeld || peer.isHeld) return
    media.bridge(party, peer.party)
  }

  const forgetTap = (leg: Leg): boolean => {
    const { onto } = leg
    if (onto === null) return false
    leg.onto = null
    const others = tappers.get(onto)
    others?.delete(leg)
    if (others?.size === 0) tappers.delete(onto)
    return true
  }

  /** The leg leaves what it is in, but for `stays`. Its media are told by whoever asked for it. */
  const loosen = (leg: Leg, stays: Leg | null = null): void => {
    const { peer } = leg
    if (peer !== null && peer !== stays) {
      leg.peer = null
      leg.isHeld = false
      peer.peer = null
      peer.isHeld = false
      if (peer.party !== null) media.part(peer.party)
      facts.unbridged(leg, peer)
    }
    if (leg.inConference) {
      leg.inConference = false
      leg.isHeld = false
      facts.left(leg)
    }
    if (forgetTap(leg)) facts.untapped(leg)
  }

  return {
    bridge: (leg, peer) => {
      const isNew = leg.peer !== peer
      loosen(leg, peer)
      loosen(peer, leg)
      leg.isHeld = false
      peer.isHeld = false
      leg.peer = peer
      peer.peer = leg
      connect(leg)
      if (isNew) facts.bridged(leg, peer)
    },
    join: (leg) => {
      if (leg.inConference) return
      loosen(leg)
      leg.inConference = true
      if (leg.party !== null) media.join(leg.party, leg.call)
      facts.joined(leg)
    },
    tap: (leg, onto, mode) => {
      if (leg.onto !== onto) {
        loosen(leg)
        leg.onto = onto
        const others = tappers.get(onto) ?? new Set()
        tappers.set(onto, others.add(leg))
      }
      if (leg.party !== null && onto.party !== null) media.tap(leg.party, onto.party, mode)
      facts.tapped(leg, onto, mode)
    },
    part: (leg) => {
      if (leg.party !== null) media.part(leg.party)
      loosen(leg)
    },
    hold: (leg, isHeld) => {
      const { peer } = leg
      if (leg.isHeld === isHeld || (peer === null && !leg.inConference)) return
      leg.isHeld = isHeld
      if (leg.party !== null && isHeld) media.part(leg.party)
      else if (leg.party !== null && leg.inConference) media.join(leg.party, leg.call)
      else connect(leg)
      if (isHeld) facts.held(leg)
      else facts.retrieved(leg)
    },
    heldThere: (leg, isHeld) => {
      if (leg.isHeldThere === isHeld) return
      leg.isHeldThere = isHeld
      if (leg.peer === null && !leg.inConference) return
      if (isHeld) facts.held(leg)
      else facts.retrieved(leg)
    },
    mediaOpened: (leg) => {
      connect(leg)
      if (leg.inConference && leg.party !== null) media.join(leg.party, leg.call)
    },
    leave: (leg) => {
      const { peer } = leg
      leg.peer = null
      leg.inConference = false
      forgetTap(leg)
      if (peer !== null) {
        peer.peer = null
        peer.isHeld = false
        if (peer.party !== null) media.part(peer.party)
      }
      for (const tapper of tappers.get(leg) ?? []) {
        tapper.onto = null
        if (tapper.party !== null) media.part(tapper.party)
        facts.untapped(tapper)
      }
      tappers.delete(leg)
    },
  }
}
