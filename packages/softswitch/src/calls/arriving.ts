/** Calls that come: who may, whose they are, what the center is told of them. */
import { callId, legId } from '@callweave/core'
import type { SipCallUser, SipRefusal } from '@callweave/sip/user-agent'
import type { Board } from '../board/board.js'
import { callerOf, dialedOf } from '../board/numbers.js'
import type { Flow } from '../flow.js'
import { Leg, mostHops } from '../legs/leg.js'
import type { Line } from '../legs/line.js'
import { refusalOf } from '../legs/refusals.js'
import { hasLaw, speechOf } from '../legs/session.js'
import { nothingCommon } from './answering.js'
import type { Fallback } from './fallback.js'
import { createInCall, readSdp } from './in-call.js'
import type { Overload } from './overload.js'

/** Who sent an INVITE, as it was proved before. */
export type Sender =
  | {
      readonly who: 'trunk'
      readonly trunk: string
      readonly numbers: readonly string[]
      readonly registeredAs: string | null
    }
  | { readonly who: 'phone'; readonly extension: string }

export interface ArrivingOptions {
  readonly board: Board
  readonly overload: Overload
  readonly retryAfterSeconds: number
  readonly fallback: Fallback | null
  readonly senderOf: (line: Line) => Sender | null
  readonly takesCalls: () => boolean
  /** A free channel of a trunk group, or 0. */
  readonly takeChannel: (trunk: string) => number
}

export type Arriving = (line: Line, offer: string | null, replaces: Line | null) => SipCallUser<Flow> | SipRefusal

export const createArriving = (options: ArrivingOptions): Arriving => {
  const { board, overload, fallback, senderOf, takesCalls, takeChannel, retryAfterSeconds } = options
  const { facts, legs } = board

  const later = (phrase?: string): SipRefusal => ({
    ...refusalOf('unavailable', retryAfterSeconds),
    ...(phrase === undefined ? {} : { phrase }),
  })

  /** A leg of its own for the caller, who is told of from now on. */
  const userOf = (leg: Leg): SipCallUser<Flow> => ({
    ...createInCall(board, leg),
    progress: () => undefined,
    answered: () => undefined,
  })

  const take = (leg: Leg, line: Line, offered: Leg['offered']): void => {
    leg.line = line
    leg.offered = offered
    legs.add(leg)
    legs.hasLine(leg, line)
  }

  const fromTrunk = (line: Line, offered: Leg['offered'], sender: Sender & { readonly who: 'trunk' }) => {
    const { trunk, numbers, registeredAs } = sender
    const { number: caller, isPrivate } = callerOf(line.invite, true)
    const dialed = dialedOf(line.invite, numbers, registeredAs)
    if (offered !== null && !hasLaw(speechOf(offered))) return nothingCommon
    const isOpen = takesCalls()
    if (!isOpen && fallback === null) return later()
    const channel = takeChannel(trunk)
    if (channel === 0) {
      if (isOpen) facts.trunkBusy(trunk, caller, dialed)
      return refusalOf('busy', retryAfterSeconds)
    }
    const parts = { side: 'caller', begins: 'arrived', trunk, channel, isTold: isOpen } as const
    const leg = isOpen ? new Leg({ ...parts, id: facts.nextLeg(), call: facts.nextCall() }) : untold(parts)
    leg.isPrivate = isPrivate
    leg.hopsLeft = hopsLeftOf(line)
    take(leg, line, offered)
    if (isOpen) {
      fallback?.arrived(leg, caller, dialed)
      facts.arrived(leg, trunk, caller, dialed)
    } else fallback?.take(leg, caller, dialed)
    return userOf(leg)
  }

  let lastUntold = 1_000_000_000
  const untold = (parts: Pick<Leg, 'side' | 'begins' | 'trunk' | 'channel' | 'isTold'>): Leg => {
    lastUntold += 1
    return new Leg({ ...parts, id: legId(-lastUntold), call: callId(-lastUntold) })
  }

  const fromPhone = (line: Line, offered: Leg['offered'], extension: string, dialed: string) => {
    if (!takesCalls()) return later()
    const parts = { side: 'agent', begins: 'arrived', extension } as const
    const leg = new Leg({ ...parts, id: facts.nextLeg(), call: facts.nextCall() })
    leg.isPrivate = callerOf(line.invite, false).isPrivate
    leg.hopsLeft = hopsLeftOf(line)
    take(leg, line, offered)
    facts.dialed(leg, extension, dialed)
    return userOf(leg)
  }

  return (line, offer, replaces) => {
    const sender = senderOf(line)
    if (sender === null) return { status: 403 }
    const offered = offer === null ? null : readSdp(offer)
    if (offer !== null && (offered === null || speechOf(offered).length === 0)) return nothingCommon
    if (!overload.admits()) return later('Too Many Calls')
    if (sender.who === 'trunk') return replaces === null ? fromTrunk(line, offered, sender) : { status: 403 }
    if (replaces === null) return fromPhone(line, offered, sender.extension, dialedOf(line.invite))
    const rung = legs.ofLine(replaces)
    const mayPick = rung?.begins === 'originated' && (rung.state === 'new' || rung.state === 'ringing')
    if (!mayPick || rung.extension === null) return { status: 481 }
    return fromPhone(line, offered, sender.extension, `*8${rung.extension}`)
  }
}

/** More than the usual is no more: whoever asks for it would have a loop go on longer. */
const hopsLeftOf = ({ invite }: Line): number => Math.min(mostHops, invite.headers.get('maxForwards') ?? mostHops)
