/** What follows when a party of a call with phones in it answers, hangs up, or holds. */
import type { EventOf } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import { mayGoElsewhere, refusedBy } from '../refusals.js'
import type { Codes } from './codes.js'
import type { Lines, PhoneParts } from './lines.js'
import type { OwnCalls } from './own-calls.js'
import type { PutThrough } from './put-through.js'
import type { Recalls } from './recalls.js'
import { isTapCall, type Taps } from './taps.js'

export interface Conversations {
  /** Who waits for it hears so from now on, and nothing before. */
  ringing(leg: Leg): void
  answered(leg: Leg): void
  /** The leg is out of the table already. */
  ended(leg: Leg, fact: EventOf<'leg.ended'>): void
  held(leg: Leg, held: boolean): void
}

export interface ConversationParts extends PhoneParts {
  readonly lines: Lines
  readonly own: OwnCalls
  readonly putThrough: PutThrough
  readonly taps: Taps
  readonly codes: Codes
  readonly recalls: Recalls
  /** What the flow makes of a caller who is gone, where nothing else has said how the call ends. */
  readonly callerLeft: (call: Call, cause: EventOf<'leg.ended'>['cause']) => void
}

export const createConversations = (parts: ConversationParts): Conversations => {
  const { table, acd, plan, hangUp, musicOf, lines, own, putThrough, taps, codes, recalls, callerLeft } = parts

  const legOf = (call: Call, id: number | null): Leg | null => call.legs.find((leg) => leg.id === id) ?? null

  const engage = (leg: Leg): void => {
    const agent = lines.agentOf(leg)
    if (agent !== null) acd.engage(agent, leg.call.id, 'called')
  }

  const placedAnswered = (leg: Leg): void => {
    const { parties } = leg.call
    if (isTapCall(leg.call)) taps.begin(leg)
    else if (parties?.what === 'dial') own.begin(leg, parties.toward)
    else if (parties?.isConference === true) putThrough.open(leg.call, null)
  }

  const joins = (leg: Leg, other: Leg | null): void => {
    if (other === null) hangUp(leg)
    else {
      engage(leg)
      lines.bridge(other, leg)
    }
  }

  /** The first of a group has the call; one who is too late, or rings still, is let go. */
  const firstOfGroup = (leg: Leg, by: Leg | null): void => {
    const others = leg.call.legs.filter((other) => other !== leg && other.party?.as === 'group')
    if (others.some(({ answered }) => answered)) hangUp(leg, 'cancelled')
    else {
      for (const other of others) lines.end(other)
      joins(leg, by)
    }
  }

  /** When nobody of those who were called together is left, who called them has nobody to wait for. */
  const groupNotReached = ({ call, party }: Leg, by: Leg | null, cause: EventOf<'leg.ended'>['cause']): void => {
    if (by === null || call.legs.some((other) => other.party?.as === party?.as)) return
    if (call.outcome === null) own.refuse(by, refusedBy(cause))
    else if (party?.as === 'broadcast' && call.legs.length === 1) hangUp(by)
  }

  /** Out of the trunk group that was tried: the next one of the same prefix. True when there is one. */
  const triesNext = ({ call, party }: Leg, cause: EventOf<'leg.ended'>['cause']): boolean => {
    if (party === null || party.trunk === null || party.as === 'gone' || !mayGoElsewhere(cause)) return false
    const trunk = plan.trunkAfter(party.trunk)
    if (trunk === null || (party.as === 'recall' && !recalls.mayGoBy(call, trunk))) return false
    const by = legOf(call, party.by) ?? undefined
    lines.ask(
      call,
      party.as,
      { is: 'outside', number: party.toward, trunk },
      {
        backTo: party.backTo,
        ...(by === undefined ? {} : { by }),
        ...(party.as === 'recall' ? { ringTimeoutMs: recalls.ringMs(call) } : {}),
      },
    )
    return true
  }

  const back = (call: Call, by: Leg | null): void => {
    const party = call.legs.find((leg) => leg !== by && leg.answered)
    if (by !== null && party !== undefined) lines.bridge(party, by)
  }

  /** Whoever was asked in is not there. */
  const notReached = (leg: Leg, cause: EventOf<'leg.ended'>['cause']): void => {
    const { call, party } = leg
    if (party === null || call.legs.length === 0 || triesNext(leg, cause)) return
    const by = legOf(call, party.by)
    switch (party.as) {
      case 'dialed':
        if (by !== null) own.refuse(by, refusedBy(cause))
        return
      case 'transfer':
      case 'return':
        putThrough.failed(call, leg, cause)
        return
      case 'consult':
        back(call, by)
        return
      case 'recall':
        recalls.notReached(call, cause)
        return
      case 'group':
      case 'broadcast':
        groupNotReached(leg, by, cause)
        return
      case 'conference':
      case 'caller':
      case 'gone':
    }
  }

  const hangUpAll = (call: Call): void => {
    for (const leg of [...call.legs]) lines.end(leg)
  }

  /** One is left of a conversation: the flow takes a caller back, anybody else has nobody to talk to. */
  const isAlone = (call: Call): void => {
    const { leg } = call
    const isCaller = leg?.role === 'caller' && parts.ivr.positionOf(call.id) !== undefined
    if (isCaller) putThrough.backToFlow(call, 'served')
    else hangUpAll(call)
  }

  const partyLeft = (leg: Leg): void => {
    const { call } = leg
    if (call.legs.length === 0) return
    if (call.parties?.isConference === true) {
      const called = call.legs.filter(({ party }) => party?.as === 'broadcast')
      if (called.length > 0 && leg.party?.as === 'caller') hangUpAll(call)
      else if (called.some(({ answered }) => !answered)) return
      else if (call.legs.filter(({ answered }) => answered).length < 2) isAlone(call)
      return
    }
    const third = putThrough.consulted(call)
    if (leg.party?.as === 'consult') back(call, legOf(call, leg.party.by))
    else if (third !== null && third.party?.by === leg.id) agentLeft(call, leg, third)
    else if (third !== null) hangUpAll(call)
    else if (!goesOnWithout(call)) isAlone(call)
  }

  /** Two talk, or one waits for whom the call was put through to. */
  const goesOnWithout = ({ legs }: Call): boolean => {
    const up = legs.filter(({ answered }) => answered).length
    return up > 1 || (up === 1 && legs.some(({ party, answered }) => isTarget(party) && !answered))
  }

  /** Spoken first, then hung up: that is how an attended transfer is done at a phone without the key for it. */
  const agentLeft = (call: Call, leg: Leg, third: Leg): void => {
    if (!putThrough.completeAfter(leg, third)) hangUpAll(call)
  }

  /** Of several that are called at once the first to ring is heard. */
  const isFirst = ({ id, call, party }: Leg): boolean =>
    !call.legs.some((other) => other.id !== id && other.rings && other.party?.as === party?.as)

  const waitsFor = ({ call, party }: Leg): Leg | null => {
    switch (party?.as) {
      case 'dialed':
      case 'consult':
      case 'group':
      case 'broadcast':
        return legOf(call, party.by)
      case 'transfer':
      case 'return':
        return call.leg
      default:
        return null
    }
  }

  return {
    ringing: (leg) => {
      const waits = lines.isLetGo(leg) || !isFirst(leg) ? null : waitsFor(leg)
      if (waits !== null) lines.ringBack(waits)
    },
    answered: (leg) => {
      const { call, party } = leg
      if (call.parties === null && leg.role !== 'caller') hangUp(leg, 'cancelled')
      if (call.parties === null || party === null) return
      switch (party.as) {
        case 'caller':
          placedAnswered(leg)
          return
        case 'dialed':
        case 'consult':
          joins(leg, legOf(call, party.by))
          return
        case 'transfer':
        case 'return':
          joins(leg, call.leg)
          return
        case 'recall':
          // Called again, it was put through as it came: what is answered is the line.
          if (call.leg !== leg) recalls.answered(leg)
          return
        case 'group':
          firstOfGroup(leg, legOf(call, party.by))
          return
        case 'broadcast':
        case 'conference':
          engage(leg)
          putThrough.open(call, legOf(call, party.by)?.agent ?? null)
          return
        case 'gone':
          hangUp(leg, 'cancelled')
      }
    },
    ended: (leg, { cause }) => {
      const { call } = leg
      lines.releaseAgent(leg)
      // The call is one of flows and queues by now, or the phone has been relieved: nobody is left alone by this.
      if (call.parties === null || leg.party?.as === 'gone') return
      if (call.parties?.code != null && leg.party?.as === 'caller') codes.finish(call, leg.agent)
      if (leg.role === 'caller') callerLeft(call, cause)
      if (leg.party !== null && leg.party.as !== 'caller' && !leg.answered) notReached(leg, cause)
      else partyLeft(leg)
    },
    held: (leg, held) => {
      const agent = acd.floor.agents.get(leg.agent ?? leg.call.agent ?? '')
      if (agent !== undefined && agent.call === leg.call.id) acd.hold(agent, held)
      if (leg.role === 'caller' && leg.party === null) return
      const other = table.legs.get(leg.id) === undefined ? null : putThrough.otherOf(leg)
      if (other === null) return
      if (held) lines.play(other, musicOf(leg.call))
      else lines.stop(other)
    },
  }
}

const isTarget = (party: Leg['party']): boolean => party?.as === 'transfer' || party?.as === 'return'
