/** Legs: each moves as the table of states allows, and ends once. */
import { type EventOf, type LegId, type LegState, type Listeners, legStates, mayMove } from '@callweave/core'
import { callOf, type Watched, type WatchedLeg } from './watched.js'

export const watchLegs = (watched: Watched): Listeners => {
  const { legs, fail } = watched

  const begin = (id: LegId, call: WatchedLeg['call'], role: WatchedLeg['role']): void => {
    if (legs.has(id)) fail(`leg ${id} is there twice`)
    legs.set(id, {
      id,
      call,
      role,
      state: role === 'caller' ? 'arrived' : 'originated',
      peer: null,
      inConference: false,
    })
    callOf(watched, call).legs.add(id)
  }
  const legOf = (id: LegId): WatchedLeg => legs.get(id) ?? fail(`leg ${id} is not up`)
  const move = (id: LegId, to: LegState): void => {
    const leg = legOf(id)
    if (!mayMove(legStates, leg.state, to)) fail(`leg ${id} goes from ${leg.state} to ${to}`)
    leg.state = to
  }
  const end = ({ leg: id, call: callId }: EventOf<'leg.ended'>): void => {
    move(id, 'ended')
    const leg = legOf(id)
    if (leg.call !== callId) fail(`leg ${id} is of call ${leg.call}`)
    legs.delete(id)
    const call = callOf(watched, callId)
    call.legs.delete(id)
    if (leg.role === 'caller' && ![...call.legs].some((other) => legs.get(other)?.role === 'caller'))
      call.isThere = false
    const peer = leg.peer === null ? undefined : legs.get(leg.peer)
    if (peer === undefined) return
    peer.state = 'answered'
    peer.peer = null
  }

  return {
    'leg.arrived': ({ leg, call }) => begin(leg, call, 'caller'),
    'leg.dialed': ({ leg, call }) => begin(leg, call, 'outside'),
    'leg.originated': ({ leg, call, purpose }) => {
      begin(leg, call, purpose === 'callback' ? 'caller' : 'outside')
      legOf(leg).state = 'originated'
    },
    'offer.made': ({ leg, call, because }) => {
      if (because !== 'picked-up') begin(leg, call, 'agent')
      else legOf(leg).role = 'agent'
    },
    'leg.ringing': ({ leg }) => move(leg, 'ringing'),
    'leg.answered': ({ leg, call }) => {
      move(leg, 'answered')
      if (legOf(leg).role === 'caller') callOf(watched, call).isThere = true
    },
    'leg.held': ({ leg }) => move(leg, 'held'),
    'leg.retrieved': ({ leg: id }) => {
      // A phone may hold on after the other has gone: taken back, it hears nobody.
      const leg = legOf(id)
      if (leg.peer !== null || leg.inConference) move(id, 'bridged')
      else leg.state = 'answered'
    },
    'legs.bridged': ({ leg, peer }) => {
      move(leg, 'bridged')
      move(peer, 'bridged')
      legOf(leg).peer = peer
      legOf(peer).peer = leg
    },
    'legs.unbridged': ({ leg, peer }) => {
      for (const id of [leg, peer]) {
        move(id, 'answered')
        legOf(id).peer = null
      }
    },
    'conference.joined': ({ leg }) => {
      move(leg, 'bridged')
      legOf(leg).inConference = true
    },
    'conference.left': ({ leg }) => {
      move(leg, 'answered')
      legOf(leg).inConference = false
    },
    'leg.tapped': ({ leg, onto }) => {
      if (legOf(onto).state === 'ringing') fail(`leg ${leg} taps ${onto}, which nobody has answered`)
      if (legOf(leg).state !== 'bridged') move(leg, 'bridged')
    },
    'leg.untapped': ({ leg }) => move(leg, 'answered'),
    'leg.ended': end,
  }
}
