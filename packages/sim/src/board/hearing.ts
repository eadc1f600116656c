/** Who hears whom: two in a bridge, many in the conference of their call, a supervisor on a tap. A leg is in one of them. */
import type { SwitchCommand } from '@callweave/core'
import type { VirtualClock } from '../clock/virtual-clock.js'
import type { Facts } from './facts.js'
import type { Media } from './media.js'
import type { VirtualLeg } from './virtual-leg.js'

type TapOrder = Extract<SwitchCommand, { readonly do: 'tap' }>

export interface HearingOptions {
  readonly clock: VirtualClock
  readonly facts: Facts
  readonly media: Media
}

export interface Hearing {
  bridge(leg: VirtualLeg, peer: VirtualLeg): void
  /** Out of whatever it hears; told when the leg stays up. */
  part(leg: VirtualLeg): void
  conference(leg: VirtualLeg): void
  tap(leg: VirtualLeg, onto: VirtualLeg, order: TapOrder): void
  hold(leg: VirtualLeg, held: boolean): void
  /** The leg goes down: its end tells it for this leg and its peer, a tap on it is over. */
  ends(leg: VirtualLeg): void
}

const isApart = ({ peer, hears }: VirtualLeg): boolean => peer !== null || hears !== null
const ontoOf = ({ hears }: VirtualLeg): VirtualLeg | null =>
  hears === null || hears === 'conference' ? null : hears.onto

export const createHearing = ({ clock, facts, media }: HearingOptions): Hearing => {
  const taps = new Set<VirtualLeg>()

  const bridged = (leg: VirtualLeg): void => {
    const { peer } = leg
    if (peer === null || leg.state === 'ended' || leg.isHearingTold) return
    leg.isHearingTold = true
    peer.isHearingTold = true
    facts.bridged(leg, peer)
    leg.party.bridged(leg, peer)
    peer.party.bridged(peer, leg)
  }
  const unbridged = ([leg, peer]: readonly [VirtualLeg, VirtualLeg]): void => {
    if (leg.state !== 'ended' && peer.state !== 'ended') facts.unbridged(leg, peer)
  }
  const joined = (leg: VirtualLeg): void => {
    if (leg.hears !== 'conference' || leg.state === 'ended' || leg.isHearingTold) return
    leg.isHearingTold = true
    facts.joined(leg)
  }
  const tapped = (leg: VirtualLeg): void => {
    const { hears } = leg
    if (hears === null || hears === 'conference' || leg.state === 'ended' || leg.isHearingTold) return
    leg.isHearingTold = true
    facts.tapped(leg, hears)
  }

  const part = (leg: VirtualLeg): void => {
    const { peer, hears, isHearingTold } = leg
    leg.isHearingTold = false
    leg.isHeld = false
    if (peer !== null) {
      leg.peer = null
      peer.peer = null
      peer.isHearingTold = false
      peer.isHeld = false
      if (isHearingTold) clock.soon(unbridged, [leg, peer] as const)
    } else if (hears !== null) {
      leg.hears = null
      taps.delete(leg)
      if (isHearingTold) clock.soon(hears === 'conference' ? facts.left : facts.untapped, leg)
    }
  }

  return {
    part,
    bridge: (leg, peer) => {
      if (leg.peer !== peer) {
        if (isApart(leg)) part(leg)
        if (isApart(peer)) part(peer)
      }
      media.stop(leg)
      media.stop(peer)
      leg.isHeld = false
      peer.isHeld = false
      leg.peer = peer
      peer.peer = leg
      clock.soon(bridged, leg)
    },
    conference: (leg) => {
      if (leg.hears === 'conference') return
      part(leg)
      media.stop(leg)
      leg.hears = 'conference'
      clock.soon(joined, leg)
    },
    tap: (leg, onto, { mode }) => {
      if (leg.hears === null || leg.hears === 'conference') part(leg)
      media.stop(leg)
      leg.hears = { onto, mode }
      leg.isHearingTold = false
      taps.add(leg)
      clock.soon(tapped, leg)
    },
    hold: (leg, held) => {
      if (leg.isHeld === held || (held && leg.peer === null && leg.hears !== 'conference')) return
      leg.isHeld = held
      clock.soon(held ? facts.held : facts.retrieved, leg)
    },
    ends: (leg) => {
      const { peer } = leg
      if (peer !== null) {
        peer.peer = null
        peer.isHearingTold = false
        leg.peer = null
      }
      if (taps.size > 0) endTaps(leg)
    },
  }

  function endTaps(leg: VirtualLeg): void {
    taps.delete(leg)
    for (const tap of [...taps]) if (ontoOf(tap) === leg) part(tap)
  }
}
