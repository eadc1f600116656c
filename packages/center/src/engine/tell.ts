/** What follows from each fact that the switch tells. */
import type { Acd, Agent } from '@callweave/acd'
import type { CallEnd, CallId, Clock, EndCause, EventLog, EventOf, LegId, OfferId } from '@callweave/core'
import type { Ivr } from '@callweave/ivr'
import type { Call, CallTable, Leg } from './calls.js'
import type { Tell } from './center.js'
import type { Dialing } from './dialing.js'
import { dialFailure } from './phones/lines.js'
import type { Phones } from './phones/phones.js'
import type { Router } from './routes.js'
import { createTakeIn } from './take-in.js'
import type { WaitingSounds } from './waiting-sounds.js'

export interface TellerOptions {
  readonly log: EventLog
  readonly clock: Clock
  readonly table: CallTable
  readonly acd: Acd
  readonly ivr: Ivr
  readonly router: Router
  readonly sounds: WaitingSounds
  readonly hangUp: (leg: Leg, cause?: EndCause) => void
  readonly bridge: (leg: Leg, peer: Leg) => void
  readonly endings: Map<CallId, CallEnd>
  readonly dialing: Dialing
  /** Whose phone the extension is. */
  readonly agentAt: (extension: string) => Agent | undefined
  readonly phones: Pick<
    Phones,
    | 'dialed'
    | 'ringing'
    | 'answered'
    | 'ended'
    | 'held'
    | 'transferAsked'
    | 'untapped'
    | 'finished'
    | 'releaseAgent'
    | 'recalls'
  >
}

export interface Teller {
  readonly tell: Tell
  /** Ends a call that has no leg left and waits for nothing. */
  endIfOver(call: Call): void
  /** The caller was being called back for this offer, and the agent is not there any more. */
  stopDialing(call: Call, offer: OfferId): void
  /** What the flow makes of a caller who is gone, where nothing else has said how the call ended. */
  callerLeft(call: Call, cause: EndCause): void
}

export const createTeller = (options: TellerOptions): Teller => {
  const { log, clock, table, acd, ivr, router, sounds, hangUp, bridge, endings, dialing, phones, agentAt } = options
  const { emit } = log

  const offerEnded = (offer: OfferId, cause: EndCause): void => {
    switch (cause) {
      case 'no-answer':
        acd.missed(offer)
        return
      case 'rejected':
        acd.rejected(offer, 'rejected')
        return
      case 'busy':
        acd.rejected(offer, 'busy')
        return
      case 'unreachable':
        acd.rejected(offer, 'unreachable')
        return
      default:
        acd.rejected(offer, 'failed')
    }
  }

  /** The agent's part in the call is over; the phone is put down if it was not. */
  const release = (call: Call): void => {
    const { agent: name, agentLeg } = call
    if (agentLeg !== null) hangUp(agentLeg)
    const agent = name === null ? undefined : acd.floor.agents.get(name)
    if (agent?.call === call.id) acd.released(agent)
  }

  const callerGone = (call: Call, cause: EndCause): void => {
    if (call.agent !== null) release(call)
    else if (acd.leave(call.id, 'abandoned')) list(call)
    else if (call.outsideLeg !== null) {
      // Whoever hangs up first: the call was put through.
      if (call.outsideLeg.answered) endings.set(call.id, 'transferred')
      hangUp(call.outsideLeg)
    }
    callerLeft(call, cause)
  }

  const callerLeft = (call: Call, cause: EndCause): void => {
    // What the flow makes of it holds where nothing else has said how the call ended.
    const outcome = ivr.callerGone(call.id)
    if (call.outcome === null && !endings.has(call.id)) {
      // Abandoned is a word for callers who waited in a queue; before that, the call was dropped. So it is when the line fails.
      const isLost = outcome === 'abandoned' || (outcome === 'self-served' && cause === 'failed')
      endings.set(call.id, isLost ? 'dropped' : outcome)
    }
    sounds.forget(call.id)
  }

  /** A caller who gave up is somebody to call back (A7). */
  const list = (call: Call): void => {
    const { queue } = call
    if (queue === null) return
    emit['abandoned.listed']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'abandoned.listed',
      call: call.id,
      queue,
      caller: call.caller,
      waitMs: clock.nowMs() - (acd.floor.lastAbandoned?.enteredAtMs ?? call.arrivedAtMs),
      chosen: ivr.chosen(call.id),
    })
  }

  /** The other party has hung up and the caller is still there. */
  const peerGone = (call: Call): void => {
    release(call)
    if (call.leg !== null && !ivr.queueReturned(call.id, 'served')) hangUp(call.leg)
  }

  const legEnded = (fact: EventOf<'leg.ended'>): void => {
    const event = ofItsCall(fact)
    const leg = table.legs.get(event.leg)
    const isCaller = leg !== undefined && leg.call.leg === leg
    emit['leg.ended'](event)
    if (leg === undefined) return
    const { call } = leg
    if (isCaller && phones.recalls.keeps(leg, event)) return
    if (call.parties !== null || isParty(leg)) phones.ended(leg, event)
    else {
      offeredLegEnded(leg, event)
      // A phone of ours that dialed a queue or a flow: free when the queue has let go of it. Or one that a flow called.
      if (leg.agent !== null && leg.role !== 'agent') phones.releaseAgent(leg)
    }
    dialing.forget(leg.id)
    endIfOver(call)
  }

  /** A leg of a call that is one of flows and queues only. */
  const offeredLegEnded = (leg: Leg, event: EventOf<'leg.ended'>): void => {
    const { call } = leg
    // A callback that was dialed and not answered: the caller was never there.
    if (leg.role === 'caller' && leg.offer !== null && !leg.answered) {
      if (acd.floor.offers.get(leg.offer) === undefined || !dialing.triesNext(leg, event.cause))
        acd.unreached(leg.offer, dialFailure(event.cause))
    }
    // Called back already: the leg that the promise was made on is none of the conversation's.
    else if (leg.role === 'caller' && call.leg !== null) ivr.callerGone(call.id)
    else if (leg.role === 'caller') callerGone(call, event.cause)
    else if (leg.role === 'agent') {
      if (leg.offer !== null && acd.floor.offers.get(leg.offer) !== undefined) {
        stopDialing(call, leg.offer)
        offerEnded(leg.offer, event.cause)
      } else if (call.agent === leg.agent && call.served && call.leg !== null) peerGone(call)
      else if (call.agent === leg.agent) release(call)
    } else if (call.leg !== null && !dialing.triesNext(leg, event.cause)) {
      ivr.transferReturned(call.id, leg.answered ? 'done' : dialFailure(event.cause))
    }
  }

  /** The switch may still tell of a leg by the number of the call that it was in before. */
  const ofItsCall = <E extends { readonly call: CallId; readonly leg: LegId }>(fact: E): E => {
    return table.moved.size === 0 ? fact : ofMoved(fact)
  }

  const ofMoved = <E extends { readonly call: CallId; readonly leg: LegId }>(fact: E): E => {
    if (!table.moved.has(fact.leg)) return fact
    const call = table.legs.get(fact.leg)?.call.id
    return call === undefined || call === fact.call ? fact : { ...fact, call }
  }

  const stopDialing = ({ leg: dialed }: Call, offer: OfferId): void => {
    if (dialed !== null && dialed.offer === offer && !dialed.answered) hangUp(dialed, 'cancelled')
  }

  const endIfOver = (call: Call): void => {
    if (call.legs.length > 0 || table.calls.get(call.id) !== call) return
    if (acd.floor.entries.get(call.id) === undefined) end(call)
  }

  const end = (call: Call): void => {
    const said = endings.size > 0 ? endings.get(call.id) : undefined
    if (said !== undefined) endings.delete(call.id)
    phones.recalls.forget(call.id)
    emit['call.ended']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.ended',
      call: call.id,
      outcome: call.outcome ?? said ?? 'dropped',
    })
  }

  const answered = (fact: EventOf<'leg.answered'>): void => {
    const event = ofItsCall(fact)
    emit['leg.answered'](event)
    const leg = table.legs.get(event.leg)
    if (leg === undefined) return
    if (leg.call.parties !== null || isParty(leg)) {
      phones.answered(leg)
      return
    }
    if (leg.role === 'caller') {
      if (leg.offer !== null && !acd.reached(leg.offer)) hangUp(leg)
      return
    }
    if (leg.role === 'agent') {
      // A phone that has picked up what rang at another's has the call by now.
      if (leg.call.agentLeg === leg) return
      // Answered too late: the caller has gone, or another phone was quicker.
      if (leg.offer === null || !acd.answered(leg.offer)) hangUp(leg, 'cancelled')
      return
    }
    const agent = acd.floor.agents.get(dialing.agentAt(leg.id) ?? '')
    if (leg.call.leg !== null && agent !== undefined) acd.engage(agent, leg.call.id, 'called')
    if (leg.call.leg === null) hangUp(leg)
    else bridge(leg.call.leg, leg)
  }

  const pressed = (event: EventOf<'digit.pressed'>): void => {
    emit['digit.pressed'](event)
    const call = table.calls.get(event.call)
    if (call === undefined || !sounds.leavesBy(call, event.digit)) return
    if (acd.leave(call.id, 'key', event.digit)) ivr.queueReturned(call.id, { key: event.digit })
  }

  const takeIn = createTakeIn({ log, clock, router, ivr, recalls: phones.recalls, hangUp, endIfOver })

  const tell: Tell = {
    'trunk.busy': (event) => emit['trunk.busy'](event),
    'trunk.failed': (event) => emit['trunk.failed'](event),
    'trunk.restored': (event) => emit['trunk.restored'](event),
    'leg.arrived': (event) => {
      emit['leg.arrived'](event)
      takeIn(table.calls.get(event.call) as Call)
    },
    'leg.dialed': (event) => {
      emit['leg.dialed'](event)
      const call = table.calls.get(event.call) as Call
      phones.dialed(event)
      endIfOver(call)
    },
    'conference.joined': (event) => emit['conference.joined'](ofItsCall(event)),
    'conference.left': (event) => emit['conference.left'](ofItsCall(event)),
    'leg.tapped': (event) => emit['leg.tapped'](event),
    'leg.untapped': (event) => {
      emit['leg.untapped'](event)
      phones.untapped(event)
    },
    'transfer.asked': (fact) => {
      const event = ofItsCall(fact)
      emit['transfer.asked'](event)
      phones.transferAsked(event)
    },
    'leg.originated': (event) => emit['leg.originated'](event),
    'leg.ringing': (event) => {
      emit['leg.ringing'](event)
      const leg = table.legs.get(event.leg)
      if (leg === undefined || leg.answered) return
      if (leg.call.parties !== null && isParty(leg)) phones.ringing(leg)
      else if (leg.call.outsideLeg === leg) sounds.ring(leg.call)
    },
    'leg.answered': answered,
    'leg.held': (fact) => {
      const event = ofItsCall(fact)
      emit['leg.held'](event)
      hold(event.leg, true)
    },
    'leg.retrieved': (fact) => {
      const event = ofItsCall(fact)
      emit['leg.retrieved'](event)
      hold(event.leg, false)
    },
    'legs.bridged': (event) => emit['legs.bridged'](ofItsCall(event)),
    'legs.unbridged': (event) => emit['legs.unbridged'](ofItsCall(event)),
    'leg.ended': legEnded,
    'prompt.finished': (event) => {
      emit['prompt.finished'](event)
      if (phones.finished(event)) return
      const call = table.calls.get(event.call)
      if (call !== undefined && !sounds.finished(call, event.command)) ivr.promptFinished(event)
    },
    'digits.collected': (event, secret) => {
      emit['digits.collected'](event)
      ivr.digitsCollected(event, secret)
    },
    'digit.pressed': pressed,
    'recording.finished': (event) => {
      emit['recording.finished'](event)
      ivr.recordingFinished(event)
    },
    'command.failed': (event) => {
      emit['command.failed'](event)
      ivr.commandFailed(event)
    },
    'phone.registered': (event) => {
      emit['phone.registered'](event)
      const agent = agentAt(event.extension)
      if (agent !== undefined) acd.phoneRegistered(agent)
    },
    'phone.lost': (event) => {
      emit['phone.lost'](event)
      const agent = agentAt(event.extension)
      if (agent !== undefined) acd.phoneLost(agent)
    },
  }

  return { tell, endIfOver, stopDialing, callerLeft }

  function hold(id: LegId, held: boolean): void {
    const leg = table.legs.get(id)
    if (leg !== undefined) phones.held(leg, held)
  }
}

/** Asked into the call, or at the phone that began it; who waits in a queue by now is a caller like any other. */
const isParty = ({ party, role }: Leg): boolean => party !== null && role !== 'caller'
