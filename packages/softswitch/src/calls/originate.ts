/** Calls that we make: to all phones of an extension at once, or by the ways of a trunk group one after the other. */
import type { CallId, SwitchCommand } from '@callweave/core'
import { address, type SipResponse, type Uri } from '@callweave/sip'
import type { CredentialsFor, InviteOptions, SipCallEnd, SipCallUser } from '@callweave/sip/user-agent'
import { agree, type Board, openMedia } from '../board/board.js'
import type { Flow } from '../flow.js'
import { Leg, mostHops } from '../legs/leg.js'
import type { Line } from '../legs/line.js'
import { hasLaw, type LegSession, speechOf } from '../legs/session.js'
import type { Outbound } from '../limits/outbound.js'
import type { Standing } from '../standing.js'
import { nothingCommon } from './answering.js'
import { createInCall } from './in-call.js'
import { isGlobal, mayRetry, outcomeOf } from './outcome.js'
import { shown } from './shown.js'
import type { Silence } from './silence.js'

export type OriginateOrder = Extract<SwitchCommand, { readonly do: 'originate' }>

/** One place to call. */
export interface Target {
  readonly to: Uri
  /** Where the request goes; without it, where the route or else the URI leads. */
  readonly peer?: Flow
  /** A proxy that it has to go by first: it stands in Route (RFC 3261 section 12.2.1.1). */
  readonly route?: Uri
  readonly credentials?: CredentialsFor
  /** The host of our From there. Default our own. */
  readonly fromHost?: string
}

/** Ways to a number, the next ones only when the ones before have led nowhere. Within one all ring at once. */
export type Ways = readonly (readonly Target[])[]

export interface OriginateOptions {
  readonly board: Board
  readonly invite: (options: InviteOptions<Flow>) => Line
  /** The servers of a URI, best first: the next is called where one leads nowhere (RFC 3263 section 4.3). */
  readonly locate: (uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>
  readonly standing: Pick<Standing, 'failed' | 'mayCall'>
  /** Our own host, as this peer has to see it. */
  readonly hostFor: (peer: Flow) => string
  /** Where an extension is; none when no phone is registered. */
  readonly phonesOf: (extension: string) => readonly Target[]
  /** A free channel of a trunk group; 0 where there is none, or no such group, or it is down. */
  readonly takeChannel: (trunk: string) => number
  readonly waysTo: (trunk: string, number: string) => Ways
  readonly outbound: Outbound
  readonly silence: Silence
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

/**
 * So long a peer outside may say nothing at all, not even 100, before the next is called. A server sends 100 within 200 ms
 * (RFC 3261 section 17.2.1); our INVITE is sent four times in 4 s, so one that is there has lost four.
 */
const silenceTimeoutMs = 4_000

export const createOriginating = (options: OriginateOptions): Originating => {
  const { board, invite, locate, standing, silence, hostFor, phonesOf, takeChannel, waysTo, outbound } = options
  const { clock, legs, ending, facts, links, law } = board

  const ringsOut = (leg: Leg): void => {
    leg.timer = 0
    // Where nothing has rung, no phone was there to answer, or the line has led nowhere.
    const { cause } = leg.state === 'ringing' ? { cause: 'no-answer' as const } : outcomeOf(leg, [503])
    ending.end(leg, 'switch', cause)
  }

  const ring: Originating['ring'] = (leg, ways, order) => {
    const rtpPort = openMedia(board, leg)
    if (rtpPort === null) return
    leg.timer = clock.at(clock.nowMs() + order.ringTimeoutMs, ringsOut, leg)
    const without = legs.besides(leg).find(({ offered, begins }) => begins === 'arrived' && lacksLaw(offered))
    const passed = without?.offered == null ? [] : speechOf(without.offered)
    const isPrivate = legs.besides(leg).some((each) => each.isPrivate)
    // With none left nobody is called: a caller who has come round for the seventieth time gets no further.
    const hops = hopsOf(legs.besides(leg))
    const statuses: number[] = hops < 0 ? [483] : []
    let attempts: Attempt[] = []
    /** Whether any that was called has said something, and whether one has said nothing. */
    let isHeard = false
    let hasFault = false
    /** Those whose address is still looked for. */
    let sought = 0

    /** Calls the next of the ways that lead somewhere; false when there is none. */
    const goOn = ([way, ...others]: Ways): boolean => {
      if (way === undefined) return false
      if (leg.trunk !== null && !way.some((target) => silence.mayTry(nextHop(target)))) {
        hasFault = true
        statuses.push(503)
        return goOn(others)
      }
      for (const target of way) if (!leg.isOver) begin(target, others)
      return attempts.length + sought > 0 || goOn(others)
    }

    const over = (status: number, others: Ways): void => {
      statuses.push(status)
      if (status === 488 && without !== undefined) without.refusal = nothingCommon
      if (isGlobal(status)) for (const { line } of attempts) line.hangUp()
      if (attempts.length + sought > 0 || leg.isOver || leg.line !== null) return
      if (mayRetry(status) && leg.state === 'new' && goOn(others)) return
      if (hasFault && !isHeard && leg.trunk !== null) silence.nothingFrom(leg.trunk)
      const { by, cause } = outcomeOf(leg, statuses)
      ending.end(leg, by, cause)
    }

    const open = (servers: readonly Flow[]): readonly Flow[] =>
      leg.trunk === null ? servers : servers.filter(standing.mayCall)

    const begin = (target: Target, others: Ways): void => {
      if (target.peer !== undefined) {
        calls(target, open([target.peer]), others)
        return
      }
      sought += 1
      // At once where it is known at once: nothing else may happen between.
      const goes = (servers: readonly Flow[]): void => {
        sought -= 1
        if (leg.isOver || leg.line !== null) return
        const those = open(servers)
        if (!calls(target, those, others)) over(those.length === 0 ? 503 : 484, others)
      }
      try {
        const found = locate(target.route ?? target.to)
        if (!(found instanceof Promise)) {
          sought -= 1
          calls(target, open(found), others)
          return
        }
        found.then(goes, () => {
          sought -= 1
          hasFault = true
          over(503, others)
        })
      } catch {
        sought -= 1
        statuses.push(503)
      }
    }

    /** False when it cannot be written. */
    const calls = (target: Target, [peer, ...servers]: readonly Flow[], others: Ways): boolean => {
      if (peer === undefined) return false
      const { to, route, credentials, fromHost } = target
      const session = board.sessionFor(peer, rtpPort)
      const host = fromHost ?? hostFor(peer)
      const { from, headers } = shown(order.callerShown, host, isPrivate, leg.trunk !== null)
      try {
        const line = invite({
          to,
          peer,
          ...(credentials === undefined ? {} : { credentials }),
          ...(leg.trunk === null ? {} : { silenceTimeoutMs }),
          from,
          headers: { ...headers, ...(route === undefined ? {} : { route: [address(route)] }), maxForwards: hops },
          session: session.offer(law, passed),
          user: userOf(session, target, (gone, { by, status, retryAfterMs }) => {
            attempts = attempts.filter((each) => each.line !== gone)
            leg.ringing = leg.ringing.filter((each) => each !== gone)
            if (by === 'them') hears(target)
            // A line that leads nowhere, rather than somebody who has not answered.
            const leadsNowhere = by === 'fault' && leg.trunk !== null && leg.state === 'new'
            hasFault ||= leadsNowhere
            const outcome = leadsNowhere ? 503 : (status ?? 503)
            if (leg.trunk !== null && outcome === 503) standing.failed(peer, retryAfterMs)
            const goesOn = outcome === 503 && leg.state === 'new' && !leg.isOver && leg.line === null
            if (goesOn && calls(target, servers, others)) return
            if (leadsNowhere) silence.silent(nextHop(target))
            over(outcome, others)
          }),
        })
        attempts.push({ line, session })
        leg.ringing.push(line)
        legs.hasLine(leg, line)
        return true
      } catch {
        statuses.push(484)
        return false
      }
    }

    const hears = (target: Target): void => {
      isHeard = true
      if (leg.trunk !== null) silence.heard(leg.trunk, nextHop(target))
    }

    const userOf = (
      session: LegSession,
      target: Target,
      lost: (line: Line, end: SipCallEnd) => void,
    ): SipCallUser<Flow> => ({
      ...createInCall(board, leg),
      progress: (line, status, text, response) => {
        if (leg.isOver || leg.state === 'up' || status <= 100) return
        hears(target)
        leg.name ??= nameOf(line, response)
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
        hears(target)
        attempts = attempts.filter((each) => each.line !== line)
        for (const other of attempts) other.line.hangUp(elsewhere)
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
          lost(line, end)
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
      limits(leg, dialerOf(leg.call))
      facts.answered(leg)
      order.answered?.()
    }

    if (!goOn(hops < 0 ? [] : ways) && !leg.isOver) {
      const { by, cause } = outcomeOf(leg, statuses.length === 0 ? [leg.extension === null ? 503 : 404] : statuses)
      ending.end(leg, by, cause)
    }
  }

  /** The phone of ours that dialed this call; null where a caller or the center began it. */
  const dialerOf = (call: CallId): string | null =>
    legs.of(call).find(({ begins, extension }) => begins === 'arrived' && extension !== null)?.extension ?? null

  /** A stolen password costs no more than the minutes of a day. */
  const limits = (leg: Leg, dialer: string | null): void => {
    if (leg.outbound === null || dialer === null) return
    leg.outbound.answered()
    leg.limitTimer = clock.at(
      clock.nowMs() + outbound.leftMs(dialer),
      () => ending.end(leg, 'switch', 'failed'),
      undefined,
    )
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
    const dialer = dialerOf(call)
    const spends = dialer === null ? null : outbound.begin(dialer)
    const channel = spends?.taken === false ? 0 : takeChannel(trunk)
    const leg = new Leg({ id, call, side, begins, channel, trunk: channel === 0 ? null : trunk })
    legs.add(leg)
    if (spends?.taken === true) leg.outbound = spends
    if (channel === 0) ending.end(leg, 'switch', spends?.taken === false ? 'not-allowed' : 'congested')
    else ring(leg, waysTo(trunk, toward), order)
  }

  return { originate, ring }
}

const nextHop = ({ to, route }: Target): Uri => route ?? to

/** What a call may still pass after us: one fewer than the least of its other legs (RFC 7332 section 4). */
const hopsOf = (others: readonly Leg[]): number => {
  const began = others.filter(({ begins }) => begins === 'arrived')
  return Math.min(mostHops, ...began.map(({ hopsLeft }) => hopsLeft - 1))
}

/** Phones that rang in vain show no missed call: RFC 3326 section 2. */
const elsewhere = { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere', params: [] }

const nameOf = ({ invite }: Line, response: SipResponse): Leg['name'] => {
  const localTag = invite.headers.need('from').tag
  const remoteTag = response.headers.get('to')?.tag ?? null
  return localTag === null || remoteTag === null ? null : { callId: invite.headers.need('callId'), localTag, remoteTag }
}

const lacksLaw = (offered: Leg['offered']): boolean => offered !== null && !hasLaw(speechOf(offered))
