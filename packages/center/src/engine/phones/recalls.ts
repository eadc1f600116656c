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
  /** Not reached by now: called again a little later, unless the line said no. */
  notReached(call: Call, cause: EndCause): void
  /** Whether the caller may be tried by this trunk group as well, now. */
  mayGoBy(call: Call, trunk: string): boolean
  /** How long one attempt rings, from now on. */
  ringMs(call: Call): number
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
/** A phone that was hung up just now may still be busy with that. Each further wait is twice as long. */
const firstWaitMs = 3_000
const longestWaitMs = 30_000
/** One that rings for longer lies beside the telephone, or is nowhere: the next attempt may find a line that works. */
const longestRingMs = 30_000
/** Who talks for so long after coming back, and then hangs up, has cleared the call anew. */
const talkedMs = 5_000
/** After these the caller, or the provider, does not want it: nobody is dialed until the caller calls again. */
const refusals: ReadonlySet<EndCause> = new Set(['busy', 'rejected', 'not-allowed'])
/** Of the channels of a trunk group, the part that calls back to callers may take at once. */
const shareOfChannels = 1 / 4

interface Kept {
  readonly call: Call
  readonly untilMs: number
  /** Before the next attempt. */
  waitMs: number
  timer: TimerId
  again: TimerId
}

/** A call whose caller is back. */
interface Earlier extends Pick<Kept, 'untilMs' | 'waitMs'> {
  readonly backAtMs: number
}

const mayBeDialed = /^\+?[0-9]{1,32}$/
const withoutPlus = (number: string): string => (number.startsWith('+') ? number.slice(1) : number)

export const createRecalls = (parts: RecallsParts): Recalls => {
  const { sections, log, clock, acd, plan, lines, callerLeft, endings, switch: board } = parts
  const kept = new Map<CallId, Kept>()
  /** Until each call's end. */
  const earlier = new Map<CallId, Earlier>()
  const ownNumbers = new Set(Object.values(sections.trunks).flatMap(({ numbers }) => numbers.map(withoutPlus)))

  /** A number of our own would come back to us as a call, and be called back, and so on. */
  const mayBeCalled = ({ caller, dialed }: Call): boolean => {
    const number = withoutPlus(caller)
    if (!mayBeDialed.test(caller) || ownNumbers.has(number) || number === withoutPlus(dialed)) return false
    return !plan.isExtension(caller) && !plan.isOutboundBlocked(caller, clock.nowMs())
  }

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

  /** Lines are left for callers: calls back are bounded, whoever makes them up. */
  const hasRoom = (trunk: string): boolean => {
    const most = Math.max(1, Math.floor((sections.trunks[trunk]?.channels ?? 0) * shareOfChannels))
    let onTheirWay = 0
    for (const { call } of kept.values()) {
      if (call.legs.some(({ party, answered }) => !answered && party?.as === 'recall' && party.trunk === trunk))
        onTheirWay += 1
    }
    return onTheirWay < most
  }

  const later = (one: Kept, waitMs: number): void => {
    const atMs = clock.nowMs() + waitMs
    if (atMs < one.untilMs) one.again = clock.at(atMs, recall, one)
  }

  const ringMs = ({ untilMs }: Kept): number => Math.min(longestRingMs, untilMs - clock.nowMs())

  const backOff = (one: Kept): void => {
    const { waitMs } = one
    one.waitMs = Math.min(2 * waitMs, longestWaitMs)
    later(one, waitMs)
  }

  const recall = (one: Kept): void => {
    one.again = 0
    const { call } = one
    const { caller: number, trunk, dialed } = call
    const by = oursIn(call)
    if (by === null || plan.isOutboundBlocked(number, clock.nowMs())) return
    if (!hasRoom(trunk)) {
      later(one, firstWaitMs)
      return
    }
    const also = { by, ringTimeoutMs: ringMs(one), callerShown: dialed }
    lines.ask(call, 'recall', { is: 'outside', number, trunk }, also)
  }

  const keepNoLonger = (id: CallId): Kept | undefined => {
    const one = kept.get(id)
    if (one === undefined) return undefined
    kept.delete(id)
    clock.cancel(one.timer)
    if (one.again !== 0) clock.cancel(one.again)
    return one
  }

  const timeIsUp = ({ call }: Kept): void => {
    kept.delete(call.id)
    for (const leg of [...call.legs]) lines.end(leg)
  }

  const back = (call: Call, leg: Leg, how: CallerBack): void => {
    const one = keepNoLonger(call.id)
    if (one !== undefined) earlier.set(call.id, { untilMs: one.untilMs, waitMs: one.waitMs, backAtMs: clock.nowMs() })
    const head = { seq: log.next(), atMs: clock.nowMs(), call: call.id }
    log.emit['caller.back']({ ...head, type: 'caller.back', leg: leg.id, how })
    const ours = call.legs.find((other) => other !== leg && other.answered)
    for (const other of [...call.legs]) if (other !== leg && other !== ours) lines.end(other)
    if (ours !== undefined) lines.bridge(ours, leg)
  }

  return {
    forget: (id) => {
      keepNoLonger(id)
      if (earlier.size > 0) earlier.delete(id)
    },
    keeps: (leg, { cause, by }) => {
      const { call } = leg
      const forMs = keepMs(call)
      const ours = forMs === null || by === 'center' ? null : oursIn(call)
      if (forMs === null || ours === null || !mayBeCalled(call)) return false
      const nowMs = clock.nowMs()
      const before = earlier.get(call.id)
      // Back, and gone again at once: the same clearing goes on, and its time does not begin anew.
      const same = before !== undefined && nowMs - before.backAtMs < talkedMs ? before : null
      const untilMs = same?.untilMs ?? nowMs + forMs
      if (untilMs <= nowMs) return false
      const one: Kept = { call, untilMs, waitMs: same?.waitMs ?? firstWaitMs, timer: 0, again: 0 }
      log.emit['caller.cleared']({
        seq: log.next(),
        atMs: nowMs,
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
      if (same === null) recall(one)
      else backOff(one)
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
    notReached: (call, cause) => {
      const one = kept.get(call.id)
      if (one !== undefined && !refusals.has(cause)) backOff(one)
    },
    ringMs: (call) => {
      const one = kept.get(call.id)
      return one === undefined ? longestRingMs : ringMs(one)
    },
    mayGoBy: (call, trunk) =>
      kept.has(call.id) && hasRoom(trunk) && !plan.isOutboundBlocked(call.caller, clock.nowMs()),
  }
}
