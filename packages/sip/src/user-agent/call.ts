/** A call as whoever has it sees it: an INVITE dialog with its session descriptions, RFC 3261 sections 13 to 15. */
import { defineStates, type StateOf } from '@callweave/core'
import type { NameAddress } from '../headers/address.js'
import type { Reason } from '../headers/event.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'

/** A call over SIP as its user agent sees it. */
export const sipCallStates = defineStates({
  /** An INVITE is out or in; no answer. */
  inviting: ['early', 'answered', 'ended'],
  /** Rings. */
  early: ['answered', 'ended'],
  /** A 2xx went out and its ACK has not come, or it came in. */
  answered: ['confirmed', 'ended'],
  confirmed: ['ended'],
  ended: [],
})

export type SipCallState = StateOf<typeof sipCallStates>

export interface SipCall<P extends Peer> {
  /** Counts from 1 in its user agent. */
  readonly id: number
  readonly direction: 'incoming' | 'outgoing'
  /** The INVITE that began it. */
  readonly invite: SipRequest
  /** Where it came from or was sent to. */
  readonly peer: P
  readonly state: SipCallState
  /** Who is at the other end: From of an incoming call, To of an outgoing one. */
  readonly remote: NameAddress
  /** A 180, or a 183 with a session description (early media). Only for an incoming call that is not answered. */
  ring(session?: string): void
  /** A 200 with our answer, or with our offer where the INVITE had none. */
  answer(session: string): void
  /** A final response from 300 on. */
  refuse(status: number, parts?: { readonly phrase?: string; readonly headers?: HeaderFields }): void
  /** Whatever its state asks for: CANCEL, BYE, a refusal with 603. Harmless when the call is over. */
  hangUp(reason?: Reason): void
  /**
   * Offers another session (re-INVITE). One at a time; while anything else is under way, or the call does not stand yet, it
   * waits for its turn (491), and a later one takes its place. Before the call is answered it goes by UPDATE where the far end
   * takes that and its first offer has been answered reliably.
   */
  offer(session: string): void
  /** Asks the far end to call somebody else (REFER), in place of `replaces` (attended transfer). 480 unless the call stands. */
  refer(to: Uri, replaces?: SipCall<P>): void
  /**
   * A request inside the dialog: INFO, MESSAGE. Nothing before it rings.
   *
   * @throws TypeError for a method that the call sends by itself.
   */
  send(method: string, parts?: { readonly headers?: HeaderFields; readonly body?: string }): void
}

/** How a call ended. */
export interface SipCallEnd {
  /** `fault`: no answer to what had to be answered, or the session timer ran out. */
  readonly by: 'us' | 'them' | 'fault'
  /** The final response over 299 to the INVITE, where that ended it; 408 and 503 also where none came. */
  readonly status: number | null
  /** Of a BYE, a CANCEL or a response. */
  readonly reason: Reason | null
  /** Retry-After of such a response, where it has one. */
  readonly retryAfterMs?: number
}

/** What the far end asks with a REFER. */
export interface SipReferral<P extends Peer> {
  readonly to: Uri
  /** Named by Replaces: a call that this user agent has, or null when it has none of that name. */
  readonly replaces: SipCall<P> | null
  readonly hasReplaces: boolean
  readonly referredBy: string | null
  /** Tells how it goes, as a status line; a final one (200..699) ends it. The 202 has been sent. */
  notify(status: number, phrase?: string): void
}

/** Told what happens to a call. Nothing is told from inside a function of the call. */
export interface SipCallUser<P extends Peer> {
  /** A provisional response over 100; its session, where it has one, is our answer. */
  progress(call: SipCall<P>, status: number, session: string | null, response: SipResponse): void
  /**
   * Our INVITE was answered. With the answer to our offer; where we had offered nothing, with an offer: what is given back is
   * our answer, and goes with the ACK.
   */
  answered(call: SipCall<P>, session: string | null, response: SipResponse): string | undefined
  /** They offer another session: the answer, or the status to refuse with (488). */
  offered(call: SipCall<P>, session: string): string | number
  /** They ask for an offer of ours (an INVITE without one). */
  wanted(call: SipCall<P>): string
  /** The answer to an offer that we made after the call had begun, or in a 200. */
  agreed(call: SipCall<P>, session: string): void
  /** Our offer of another session was refused; the session is as it was. */
  refused(call: SipCall<P>, status: number): void
  /** The ACK to our 200. */
  confirmed(call: SipCall<P>): void
  /** A REFER. `true` accepts it; a final status from 300 on refuses it with that, `false` with 603. */
  referred(call: SipCall<P>, referral: SipReferral<P>): boolean | number
  /** How a REFER of ours goes. */
  referProgress(call: SipCall<P>, status: number): void
  /** A key by INFO (`application/dtmf-relay` or `application/dtmf`). */
  digit(call: SipCall<P>, key: string, durationMs: number): void
  /** A MESSAGE in the call (RFC 3428): the status that answers it. Without this 405. */
  message?(call: SipCall<P>, request: SipRequest): number
  /** Once, last. */
  ended(call: SipCall<P>, end: SipCallEnd): void
}
