/** Calls that we make: to all phones of an extension at once, or by the ways of a trunk group one after the other. */
import type { SwitchCommand } from '@callweave/core'
import { address, type HeaderFields, type NameAddress, type SipUri, sipUri, type Uri } from '@callweave/sip'
import type { CredentialsFor, InviteOptions, Peer, SipCallEnd, SipCallUser } from '@callweave/sip/user-agent'
import { agree, type Board, openMedia } from '../board/board.js'
import { Leg } from '../legs/leg.js'
import type { Line } from '../legs/line.js'
import { hasLaw, type LegSession, speechOf } from '../legs/session.js'
import { createInCall } from './in-call.js'
import { isGlobal, mayRetry, outcomeOf } from './outcome.js'

export type OriginateOrder = Extract<SwitchCommand, { readonly do: 'originate' }>

/** One place to call. */
export interface Target {
  readonly to: Uri
  /** Where the request goes; without it the user agent looks. */
  readonly peer?: Peer
  /** Whom the session description is written for. */
  readonly seenFrom: Peer
  readonly credentials?: CredentialsFor
  /** The host of our From there. */
  readonly fromHost: string
}

/** Ways to a number, the next ones only when the ones before have led nowhere. Within one all ring at once. */
export type Ways = readonly (readonly Target[])[]

export interface OriginateOptions {
  readonly board: Board
  readonly invite: (options: InviteOptions<Peer>) => Line
  /** Where an extension is; none when no phone is registered. */
  readonly phonesOf: (extension: string) => readonly Target[]
  /** A free channel of a trunk group; 0 where there is none, or no such group, or it is down. */
  readonly takeChannel: (trunk: string) => number
  readonly waysTo: (trunk: string, number: string) => Ways
}

export interface Originating {
  originate(order: OriginateOrder): void
  /** Rings for a leg that is there already. */
  ring(leg: Leg, ways: Ways, order: RingOrder): void
}

export interface RingOrder extends Pick<OriginateOrder, 'callerShown' | 'ringTimeoutMs'> {
  /** Told when it is answered, for what nobody else is told of. */
  readonly answered?: () => void
}

interface Attempt {
  readonly line: Line
  readonly session: LegSession
}

export const createOriginating = ({ board, invite, phonesOf, takeChannel, waysTo }: OriginateOptions): Originating => {
  const { clock, legs, ending, facts, links, law } = board

  const ringsOut = (leg: Leg): void => {
    leg.timer = 0
    // Where nothing has rung, nobody was there to answer.
    ending.end(leg, 'switch', leg.state === 'ringing' ? 'no-answer' : 'unreachable')
  }

  const ring: Originating['ring'] = (leg, ways, order) => {
    const rtpPort = openMedia(board, leg)
    if (rtpPort === null) return
    leg.timer = clock.at(clock.nowMs() + order.ringTimeoutMs, ringsOut, leg)
    const without = legs.besides(leg).find(({ offered, begins }) => begins === 'arrived' && lacksLaw(offered))
    const passed = without?.offered == null ? [] : speechOf(without.offered)
    const isPrivate = legs.besides(leg).some((each) => each.isPrivate)
    const statuses: number[] = []
    let attempts: Attempt[] = []

    /** Calls the next of the ways that lead somewhere; false when there is none. */
    const goOn = ([way, ...others]: Ways): boolean => {
      if (way === undefined) return false
      for (const target of way) if (!leg.isOver) begin(target, others)
      return attempts.length > 0 || goOn(others)
    }

    const begin = (target: Target, others: Ways): void => {
      const session = board.sessionFor(target.seenFrom, rtpPort)
      const { to, peer, credentials, fromHost } = target
      const attempt: { line: Line | null } = { line: null }
      const over = ({ status }: Pick<SipCallEnd, 'status'>): void => {
        attempts = attempts.filter(({ line }) => line !== attempt.line)
        leg.ringing = leg.ringing.filter((line) => line !== attempt.line)
        statuses.push(status ?? 503)
        if (isGlobal(status ?? 0)) for (const { line } of attempts) line.hangUp()
        if (attempts.length > 0 || leg.isOver || leg.line !== null) return
        if (mayRetry(status ?? 503) && leg.state === 'new' && goOn(others)) return
        const { by, cause } = outcomeOf(leg, statuses)
        ending.end(leg, by, cause)
      }
      try {
        const line = invite({
          to,
          ...(peer === undefined ? {} : { peer }),
          ...(credentials === undefined ? {} : { credentials }),
          ...shown(order.callerShown, fromHost, isPrivate, leg.trunk !== null),
          session: session.offer(law, passed),
          user: userOf(session, over),
        })
        attempt.line = line
        attempts.push({ line, session })
        leg.ringing.push(line)
        legs.hasLine(leg, line)
      } catch {
        // It cannot be written: no such number.
        statuses.push(484)
      }
    }

    const userOf = (session: LegSession, over: (end: SipCallEnd) => void): SipCallUser<Peer> => ({
      ...createInCall(board, leg),
      progress: (_, status, text) => {
        if (leg.isOver || leg.state === 'up' || status <= 100) return
        if (text !== null) hearEarly(session, text)
        if (leg.state === 'ringing') return
        leg.state = 'ringing'
        facts.ringing(leg)
      },
      answered: (line, text) => {
        if (leg.isOver || leg.line !== null) {
          line.hangUp()
          return undefined
        }
        attempts = attempts.filter((each) => each.line !== line)
        for (const other of attempts) other.line.hangUp()
        leg.ringing = leg.ringing.filter((each) => each !== line)
        leg.line = line
        leg.session = session
        takes(text)
        return undefined
      },
      ended: (line, end) => {
        if (leg.line === line) createInCall(board, leg).ended(line, end)
        else {
          legs.dropLine(line)
          over(end)
        }
      },
    })

    /** Sound before the answer, from one place only: whoever begins. */
    const hearEarly = (session: LegSession, text: string): void => {
      if (leg.session !== null && leg.session !== session) return
      try {
        session.agree(text)
      } catch {
        return
      }
      leg.session = session
      agree(board, leg)
      links.mediaOpened(leg)
    }

    const takes = (text: string | null): void => {
      clock.cancel(leg.timer)
      leg.timer = 0
      try {
        if (text !== null) leg.session?.agree(text)
      } catch {
        ending.end(leg, 'switch', 'failed')
        return
      }
      if ((leg.session?.agreed ?? null) === null) {
        ending.end(leg, 'switch', 'failed')
        return
      }
      leg.state = 'up'
      agree(board, leg)
      links.mediaOpened(leg)
      facts.answered(leg)
      order.answered?.()
    }

    if (!goOn(ways) && !leg.isOver) {
      const { by, cause } = outcomeOf(leg, statuses.length === 0 ? [404] : statuses)
      ending.end(leg, by, cause)
    }
  }

  const originate = (order: OriginateOrder): void => {
    const { leg: id, call, toward, trunk, purpose } = order
    if (legs.get(id) !== undefined) return
    const side = purpose === 'agent' ? 'agent' : 'outside'
    const begins = 'originated'
    if (trunk === null) {
      const leg = new Leg({ id, call, side, begins, extension: toward })
      legs.add(leg)
      const phones = phonesOf(toward)
      if (phones.length === 0) ending.end(leg, 'switch', 'unreachable')
      else ring(leg, [phones], order)
      return
    }
    const channel = takeChannel(trunk)
    const leg = new Leg({ id, call, side, begins, channel, trunk: channel === 0 ? null : trunk })
    legs.add(leg)
    if (channel === 0) ending.end(leg, 'switch', 'failed')
    else ring(leg, waysTo(trunk, toward), order)
  }

  return { originate, ring }
}

const lacksLaw = (offered: Leg['offered']): boolean => offered !== null && !hasLaw(speechOf(offered))

/** Who calls, as the called may see it: RFC 3323 and 3325. Only carriers are told who does not want to be shown. */
const shown = (
  number: string,
  host: string,
  isPrivate: boolean,
  isCarrier: boolean,
): { readonly from: NameAddress; readonly headers: HeaderFields } => {
  const identity: SipUri = sipUri({ user: number === '' ? null : number, host })
  const anonymous = sipUri({ user: 'anonymous', host: 'anonymous.invalid' })
  const isHidden = isPrivate || number === ''
  const asserted = isCarrier && number !== '' ? { assertedIdentity: [address(identity)] } : {}
  return {
    from: isHidden ? address(anonymous, 'Anonymous') : address(identity, isCarrier ? null : number),
    headers: isHidden && isCarrier ? { ...asserted, privacy: ['id'] } : asserted,
  }
}
