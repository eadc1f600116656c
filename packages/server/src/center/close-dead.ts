/**
 * After a restart: what the journal says is up and the switch does not have has died with the last process. Each such leg
 * is ended by the switch with the cause `failed`, in turns like any other, so that calls, agents and queues take the
 * consequences that they always take.
 *
 * Callers who only wait go first, then those whose offer rings, then the rest: so no agent who comes free is offered a
 * call that is about to be closed, too. Where a call rings at several phones that can still happen; the offer is withdrawn
 * a moment later, and its phone was never rung.
 *
 * A message that somebody was leaving is told before its leg ends, as it is when a caller hangs up while speaking.
 */
import type { Call, Center, Leg } from '@callweave/center'
import type { CallId, CommandId, EventLog, LegId, Switch } from '@callweave/core'
import { type Stage, stageOf } from './stage-of.js'

export interface ClosedCall {
  readonly call: CallId
  readonly arrivedAtMs: number
  /** Where the caller was. */
  readonly stage: Stage
  /** How many of its legs had died. */
  readonly legs: number
}

/** A recording that was under way, and is a whole file now. */
export interface CutRecording {
  readonly call: CallId
  readonly leg: LegId
  readonly command: CommandId
  readonly recording: string
  readonly lengthMs: number
}

export interface DeadLegs {
  readonly closed: readonly ClosedCall[]
  /** Legs that are not, whatever is ordered for them. */
  readonly legs: ReadonlySet<LegId>
}

interface CloseDeadOptions {
  readonly center: Center
  readonly log: EventLog
  readonly switch: Switch
  readonly nowMs: () => number
  readonly cutRecordings: readonly CutRecording[]
  /** Called after each call: the end of a turn. */
  readonly endTurn: () => void
}

const turn: Readonly<Record<Stage, number>> = {
  waiting: 0,
  offered: 1,
  talking: 2,
  hold: 2,
  kept: 2,
  ringing: 3,
  flow: 3,
}

export const closeDead = (options: CloseDeadOptions): DeadLegs => {
  const { center, endTurn, cutRecordings } = options
  const up = new Set(options.switch.legs().map(({ leg }) => leg))
  const gone = new Set<LegId>()
  const dead = new Map<Call, Leg[]>()
  for (const leg of center.calls.legs.values()) {
    if (!up.has(leg.id)) dead.set(leg.call, [...(dead.get(leg.call) ?? []), leg])
  }
  const end = (leg: Leg): void => {
    gone.add(leg.id)
    for (const cut of cutRecordings) if (cut.leg === leg.id) tellCut(options, leg, cut)
    endLeg(options, leg)
  }
  const closed = [...dead].map(([call, legs]) => ({ call, legs, stage: stageOf(center, call) }))
  closed.sort((a, b) => turn[a.stage] - turn[b.stage] || a.call.id - b.call.id)
  for (const { legs } of closed) {
    for (const leg of legs.sort((a, b) => rank(a) - rank(b) || a.id - b.id)) end(leg)
    endTurn()
  }
  // Legs that were to ring for an offer which was withdrawn a moment later: they never came to be.
  for (const leg of [...center.calls.legs.values()]) {
    const offered = leg.offer !== null && center.acd.floor.offers.get(leg.offer) !== undefined
    if (!up.has(leg.id) && leg.role === 'agent' && !offered && !leg.answered) end(leg)
  }
  endTurn()
  return {
    closed: closed
      // Somebody who was promised a call is still waiting for it, and a leg may have outlived the other.
      .filter(({ call }) => center.calls.calls.get(call.id) !== call)
      .map(({ call, legs, stage }) => ({ call: call.id, arrivedAtMs: call.arrivedAtMs, stage, legs: legs.length }))
      .sort((a, b) => a.call - b.call),
    legs: gone,
  }
}

/** The caller's leg first: what becomes of the others follows from it. */
const rank = ({ role }: Leg): number => (role === 'caller' ? 0 : 1)

const tellCut = ({ center, log, nowMs }: CloseDeadOptions, { id, call }: Leg, cut: CutRecording): void =>
  center.tell['recording.finished']({
    seq: log.next(),
    atMs: nowMs(),
    type: 'recording.finished',
    call: call.id,
    leg: id,
    command: cut.command,
    recording: cut.recording,
    lengthMs: cut.lengthMs,
    because: 'cut-off',
  })

const endLeg = ({ center, log, nowMs }: CloseDeadOptions, { id, call }: Leg): void =>
  center.tell['leg.ended']({
    seq: log.next(),
    atMs: nowMs(),
    type: 'leg.ended',
    call: call.id,
    leg: id,
    by: 'switch',
    cause: 'failed',
  })
