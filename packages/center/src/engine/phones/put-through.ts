/** Putting a party through (P4): at once, or after speaking to the other first; and more than two together (P6). */
import type { EventOf } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import type { Destination } from './dial-plan.js'
import { dialFailure, type Lines, type PhoneParts } from './lines.js'

export interface PutThrough {
  /** Whom the phone at the leg talks to; `null` when it is nobody, or more than one. */
  otherOf(leg: Leg): Leg | null
  /** The party of the call that was asked in, or is being asked, after speaking to it first. */
  consulted(call: Call): Leg | null
  /** False when there is nobody to put through, or a consultation goes on. `asked`: by the phone, which is told. */
  blind(leg: Leg, to: Destination, asked?: boolean): boolean
  consult(leg: Leg, to: Destination): boolean
  /** The two others talk, or will when the one who is asked answers. */
  complete(leg: Leg, asked?: boolean): boolean
  /** The same when the phone that consulted has hung up. */
  completeAfter(leg: Leg, third: Leg): boolean
  /** The talks of two calls of one phone become one: whom each had talks to the other. */
  join(leg: Leg, second: Leg, asked?: boolean): boolean
  /** The consulted party is let go; the two talk again. */
  goBack(call: Call): boolean
  /** All of them hear each other, and whoever is asked in now. */
  conference(leg: Leg, to: Destination | null): boolean
  open(call: Call, agent: string | null): void
  /** Whom it was put through to did not answer: back to who did it, or to the flow. */
  failed(call: Call, target: Leg, cause: EventOf<'leg.ended'>['cause']): void
  /** Nobody of ours talks to the caller any more: the flow goes on, or the call ends. */
  backToFlow(call: Call, because: string): void
}

export const createPutThrough = (parts: PhoneParts, lines: Lines): PutThrough => {
  const { log, clock, ivr, plan, switch: board, nextCommand, hangUp, enterQueue, musicOf } = parts

  const consulted = (call: Call): Leg | null => call.legs.find(({ party }) => party?.as === 'consult') ?? null

  const otherOf = (leg: Leg): Leg | null => {
    const { call } = leg
    if (call.parties?.isConference === true) return null
    const third = consulted(call)
    if (third?.answered === true && (third === leg || third.party?.by === leg.id)) {
      return third === leg ? (call.legs.find(({ id }) => id === third.party?.by) ?? null) : third
    }
    const others = call.legs.filter(
      (other) => other !== leg && other !== third && other.answered && !lines.isLetGo(other),
    )
    return others.length === 1 ? (others[0] as Leg) : null
  }

  /** Whom the phone may put through: one that dialed a queue or a flow is itself the caller there, and may not. */
  const putBy = (leg: Leg): Leg | null => (leg.role === 'caller' || lines.isLetGo(leg) ? null : otherOf(leg))

  const transferred = (leg: Leg, by: Leg, kind: 'blind' | 'attended', to: To, asked: boolean): void => {
    log.emit['call.transferred']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.transferred',
      call: leg.call.id,
      leg: leg.id,
      agent: by.agent,
      kind,
      ...to,
    })
    if (!asked) return
    board.do({ do: 'answer-transfer', command: nextCommand(), call: by.call.id, leg: by.id, outcome: 'done' })
  }

  const goes = (call: Call, to: Destination, backTo: string | null): void => {
    if (to.is === 'queue') enterQueue(call, to.queue)
    else if (to.is === 'flow') ivr.enter(call.id, to.flow)
    else lines.ask(call, 'transfer', to, { backTo })
  }

  /** Who is still being called to join. */
  const joining = ({ legs }: Call): readonly Leg[] =>
    legs.filter(({ party, answered }) => party?.as === 'conference' && !answered)

  /** There is no conversation of that kind any more. */
  const callOff = (call: Call): void => {
    for (const leg of joining(call)) lines.end(leg)
  }

  const backToFlow = (call: Call, because: string): void => {
    const { leg } = call
    for (const other of [...call.legs]) if (other !== leg) lines.end(other)
    log.emit['call.returned']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.returned',
      call: call.id,
      to: 'flow',
      because,
    })
    if (leg !== null && !ivr.queueReturned(call.id, 'served')) hangUp(leg)
  }

  const open = (call: Call, agent: string | null): void => {
    if (call.parties?.isConference !== true) {
      const head = { seq: log.next(), atMs: clock.nowMs(), call: call.id }
      log.emit['conference.opened']({ ...head, type: 'conference.opened', agent })
    }
    for (const leg of call.legs) {
      if (leg.answered) board.do({ do: 'conference', command: nextCommand(), call: call.id, leg: leg.id })
    }
  }

  const connects = (leg: Leg, third: Leg, asked: boolean, release: (leg: Leg) => void): boolean => {
    const party = third.call.legs.find((other) => other !== leg && other !== third && other.answered)
    if (party === undefined) return false
    transferred(party, leg, 'attended', targetOf(third), asked)
    release(leg)
    if (third.answered) lines.bridge(party, third)
    else if (third.rings) lines.ringBack(party)
    return true
  }

  const extensionOf = (leg: Leg): string | null => lines.agentOf(leg)?.extension ?? leg.party?.extension ?? null

  return {
    otherOf,
    consulted,
    open,
    backToFlow,
    blind: (leg, to, asked = false) => {
      const { call } = leg
      const party = putBy(leg)
      if (party === null || consulted(call) !== null) return false
      const backTo = extensionOf(leg)
      callOff(call)
      transferred(party, leg, 'blind', { target: to.is, toward: towardOf(to) }, asked)
      lines.release(leg)
      goes(call, to, backTo)
      return true
    },
    consult: (leg, to) => {
      const { call } = leg
      const party = putBy(leg)
      if (party === null || consulted(call) !== null || to.is === 'queue' || to.is === 'flow') return false
      // One at a time: whoever joins would otherwise come between the two who talk alone.
      if (joining(call).length > 0) return false
      lines.unbridge(leg)
      lines.play(party, musicOf(call))
      lines.ask(call, 'consult', to, { by: leg, backTo: extensionOf(leg) })
      return true
    },
    complete: (leg, asked = false) => {
      const third = consulted(leg.call)
      return third !== null && third.party?.by === leg.id && connects(leg, third, asked, lines.release)
    },
    completeAfter: (leg, third) => connects(leg, third, false, () => {}),
    join: (leg, second, asked = false) => {
      const [party, third] = [putBy(leg), putBy(second)]
      if (party === null || third === null || leg.call === second.call) return false
      if (consulted(leg.call) !== null || consulted(second.call) !== null) return false
      const from = second.call
      transferred(party, leg, 'attended', targetOf(third), asked)
      log.emit['leg.moved']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'leg.moved',
        call: party.call.id,
        leg: third.id,
        from: from.id,
        agent: third.agent,
      })
      lines.release(leg)
      lines.release(second)
      lines.bridge(party, third)
      return true
    },
    goBack: (call) => {
      const third = consulted(call)
      if (third === null) return false
      lines.end(third)
      return true
    },
    conference: (leg, to) => {
      const { call } = leg
      const third = consulted(call)
      if (to === null) {
        if (third === null || !third.answered) return false
        open(call, leg.agent)
        return true
      }
      if (third !== null || to.is === 'queue' || to.is === 'flow') return false
      if (leg.role === 'caller' || lines.isLetGo(leg) || (call.parties?.isConference !== true && otherOf(leg) === null))
        return false
      lines.ask(call, 'conference', to, { by: leg })
      return true
    },
    failed: (call, { party }, cause) => {
      if (call.leg === null || party === null) return
      const because = dialFailure(cause)
      if (party.backTo === null || party.as === 'return') {
        backToFlow(call, because)
        return
      }
      const head = { seq: log.next(), atMs: clock.nowMs(), call: call.id }
      log.emit['call.returned']({ ...head, type: 'call.returned', to: 'agent', because })
      const extension = party.backTo
      lines.ask(call, 'return', { is: 'extension', extension, agent: plan.agentAt(extension) })
    },
  }
}

type To = Pick<EventOf<'call.transferred'>, 'target' | 'toward'>

const targetOf = ({ party, call }: Leg): To => ({
  target: party?.extension == null ? 'outside' : 'extension',
  toward: party?.toward || call.caller,
})

const towardOf = (to: Destination): string => {
  switch (to.is) {
    case 'extension':
      return to.extension
    case 'outside':
      return to.number
    case 'queue':
      return to.queue
    case 'flow':
      return to.flow
  }
}
