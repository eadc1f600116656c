/**
 * Lines that the called party alone may clear (P12). No switch can hold the line of a caller who has hung up: SIP answers a BYE
 * with 200 and the dialog is over. So the call is held instead: the agent's leg stays and hears ringing, the caller is called
 * back by the line the call came in on, and one who calls again is put through to the same agent.
 */
import type { CallerBack, CallId, EndCause, EventOf, TimerId } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import type { Lines, PhoneParts } from './lines.js'

export interface Recalls {
  /** False: the call ends as any other. The leg, the caller's own, is out of the table already. */
  keeps(leg: Leg, fact: EventOf<'leg.ended'>): boolean
  /** A call has come. True when it is from a caller who had hung up, and is put through. */
  takes(call: Call): boolean
  /** The caller who was called back has answered. */
  answered(leg: Leg): void
  /** Not reached by now: called again a little later. */
  notReached(call: Call): void
  /** The call is over. */
  forget(call: CallId): void
}

export interface RecallsParts extends PhoneParts {
  readonly lines: Lines
  /** What the flow makes of a caller who is gone. */
  readonly callerLeft: (call: Call, cause: EndCause) => void
}

/** How long a call is kept where the definition does not say. The public network waits 60 to 90 s for who hangs up and on again. */
export const defaultKeepMs = 90_000
/** A phone that was hung up just now may still be busy with that. */
const againAfterMs = 3_000

interface Kept {
  readonly call: Call
  readonly untilMs: number
  timer: TimerId
  again: TimerId
}

const mayBeDialed = /^\+?[0-9]{1,32}$/

export const createRecalls = (parts: RecallsParts): Recalls => {
  const { sections, log, clock, acd, lines, callerLeft, endings, switch: board } = parts
  const kept = new Map<CallId, Kept>()

  const keepMs = ({ trunk }: Call): number | null => {
    const release = sections.trunks[trunk]?.calledPartyRelease
    if (release === undefined) return null
    return release === true ? defaultKeepMs : (release.keepMs ?? defaultKeepMs)
  }

  /** Our only one in the call; others would go on without the caller, or wait for an answer. */
  const oursIn = ({ legs, parties }: Call): Leg | null => {
    const [ours, other] = legs
    if (ours === undefined || other !== undefined || parties?.isConference === true) return null
    const isOurs = ours.role === 'agent' || ours.role === 'phone' || ours.agent !== null
    if (!isOurs || !ours.answered || lines.isLetGo(ours)) return null
    // After a kill both are about to be closed: there is nobody to call the caller back for.
    return board.legs().some(({ leg }) => leg === ours.id) ? ours : null
  }

  const recall = (call: Call, by: Leg, untilMs: number): void => {
    const { caller: number, trunk, dialed } = call
    const ringTimeoutMs = untilMs - clock.nowMs()
    lines.ask(call, 'recall', { is: 'outside', number, trunk }, { by, ringTimeoutMs, callerShown: dialed })
  }

  const forget = (id: CallId): void => {
    const one = kept.get(id)
    if (one === undefined) return
    kept.delete(id)
    clock.cancel(one.timer)
    if (one.again !== 0) clock.cancel(one.again)
  }

  const timeIsUp = ({ call }: Kept): void => {
    kept.delete(call.id)
    for (const leg of [...call.legs]) lines.end(leg)
  }

  const back = (call: Call, leg: Leg, how: CallerBack): void => {
    forget(call.id)
    const head = { seq: log.next(), atMs: clock.nowMs(), call: call.id }
    log.emit['caller.back']({ ...head, type: 'caller.back', leg: leg.id, how })
    const ours = call.legs.find((other) => other !== leg && other.answered)
    for (const other of [...call.legs]) if (other !== leg && other !== ours) lines.end(other)
    if (ours !== undefined) lines.bridge(ours, leg)
  }

  return {
    forget,
    keeps: (leg, { cause, by }) => {
      const { call } = leg
      const forMs = keepMs(call)
      const ours = forMs === null || by === 'center' ? null : oursIn(call)
      if (forMs === null || ours === null || !mayBeDialed.test(call.caller)) return false
      const untilMs = clock.nowMs() + forMs
      const one: Kept = { call, untilMs, timer: 0, again: 0 }
      log.emit['caller.cleared']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'caller.cleared',
        call: call.id,
        leg: leg.id,
        agent: ours.agent,
        untilMs,
      })
      one.timer = clock.at(untilMs, timeIsUp, one)
      kept.set(call.id, one)
      callerLeft(call, cause)
      const agent = lines.agentOf(ours)
      // Nobody is there any more to be on hold.
      if (agent !== null) acd.hold(agent, false)
      lines.ringBack(ours)
      recall(call, ours, untilMs)
      return true
    },
    takes: (call) => {
      if (kept.size === 0 || call.leg === null) return false
      const { leg } = call
      const one = [...kept.values()].find(({ call: { caller, legs } }) => caller === call.caller && legs.length > 0)
      if (one === undefined || keepMs(call) === null) return false
      const head = { seq: log.next(), atMs: clock.nowMs(), call: one.call.id }
      log.emit['leg.moved']({ ...head, type: 'leg.moved', leg: leg.id, from: call.id, agent: null })
      endings.set(call.id, 'transferred')
      back(one.call, leg, 'called-again')
      return true
    },
    answered: (leg) => {
      if (kept.has(leg.call.id)) back(leg.call, leg, 'recalled')
      else lines.end(leg)
    },
    notReached: (call) => {
      const one = kept.get(call.id)
      if (one === undefined || clock.nowMs() + againAfterMs >= one.untilMs) return
      const again = (): void => {
        one.again = 0
        const ours = oursIn(call)
        if (ours !== null) recall(call, ours, one.untilMs)
      }
      one.again = clock.at(clock.nowMs() + againAfterMs, again, undefined)
    },
  }
}
