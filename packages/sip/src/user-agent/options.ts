/** What a user agent is handed, and what it gives. */
import type { Clock } from '@callweave/core'
import type { DigestSecret } from '../digest/response.js'
import type { NameAddress } from '../headers/address.js'
import type { MediaType } from '../headers/media.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.js'
import type { TransactionLimits } from '../transactions/limits.js'
import type { Timing } from '../transactions/transaction.js'
import type { Peer } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'
import type { SipCall, SipCallUser } from './call.js'
import type { SipSubscriptionState } from './subscription-states.js'

/** Who we are in a realm. */
export interface Credentials {
  readonly username: string
  readonly secret: DigestSecret
}

/** `null` where we have none for this realm: the refusal stands. */
export type CredentialsFor = (realm: string) => Credentials | null

/** A final response over 299. */
export interface SipRefusal {
  readonly status: number
  readonly phrase?: string
  readonly headers?: HeaderFields
}

/** Our address as it stands in Via and Contact. */
export interface LocalAddress {
  readonly host: string
  readonly port: number
  /** `UDP`, `TCP`, `TLS`. */
  readonly transport: string
}

export interface RespondParts {
  readonly phrase?: string
  readonly headers?: HeaderFields
  readonly body?: Uint8Array | string
}

/** Answers a request that is not in a call. A final one is given once; the To tag is put there. */
export type Respond = (status: number, parts?: RespondParts) => void

export interface UserAgentUser<P extends Peer> {
  /** Asked first for every request that begins something: `null` lets it in. Where credentials are checked (401, 407). */
  admit?(request: SipRequest, from: P): SipRefusal | null
  /**
   * A call comes: who takes it, or why nobody does. `offer` is its session, `null` when it wants one from us. `replaces` is the
   * call of ours whose place it takes (RFC 3891); whoever takes it ends that one.
   */
  incoming(call: SipCall<P>, offer: string | null, replaces: SipCall<P> | null): SipCallUser<P> | SipRefusal
  /** Any other request outside a call: REGISTER, OPTIONS, SUBSCRIBE, MESSAGE, NOTIFY, REFER, PUBLISH. Without this 405. */
  request?(request: SipRequest, from: P, respond: Respond): void
}

export interface SessionTimerOptions {
  /** How long a call may last without a sign of the far end, 90 s or more. Default 1,800 s. */
  readonly expiresSeconds: number
  /** The shortest that is taken; less is refused with 422. Default 90 s. */
  readonly minSeconds: number
}

export interface UserAgentLimits extends Partial<TransactionLimits> {
  /** Calls at a time; more are refused with 503. Default 20,000. */
  readonly calls?: number
}

export interface UserAgentOptions<P extends Peer> {
  readonly clock: Clock
  /** A number from 0 to 1, without 1, that nobody can foresee: tags, branches and Call-IDs are made of it, 96 bits each. */
  readonly random: () => number
  /** Hands a message to the transport; never calls `receive` from inside. */
  readonly send: (message: SipMessage, to: P, unsent: () => void) => void
  readonly local: (peer: P) => LocalAddress
  /**
   * Where a request goes: to this URI, where the dialog was last heard of from `last`. What it throws or rejects counts as a
   * request that could not be sent.
   */
  readonly target: (uri: Uri, last: P | null) => P | Promise<P>
  /** Asked of each request before it is sent; moves one that is too large for a datagram to TCP (`fitRequest`). */
  readonly fit?: (request: SipRequest, to: P) => { readonly request: SipRequest; readonly to: P }
  /** Stands in User-Agent and Server. */
  readonly userAgent: string
  /** Who we are to those who call us, should they challenge a request of ours. */
  readonly credentials?: CredentialsFor
  readonly user: UserAgentUser<P>
  readonly sessionTimer?: Partial<SessionTimerOptions>
  readonly timing?: Timing
  readonly limits?: UserAgentLimits
}

export interface InviteOptions<P extends Peer> {
  /** A header `Replaces` of the URI goes with the request (attended transfer); its other headers do not. */
  readonly to: Uri
  readonly from: NameAddress
  /** The name that To shows. */
  readonly toName?: string
  /** Where it goes; without it `target` is asked. */
  readonly peer?: P
  /** Tried in this order where the one before cannot be reached, says nothing or answers 503 (RFC 3263 section 4.3). */
  readonly otherPeers?: readonly P[]
  /** Our offer; `null` asks the far end for one. */
  readonly session: string | null
  readonly headers?: HeaderFields
  readonly credentials?: CredentialsFor
  readonly user: SipCallUser<P>
  /** Given up after so long without an answer: 408. */
  readonly ringTimeoutMs?: number
  /**
   * Given up as 408 when for so long no response at all has come to an INVITE, not even 100. No other peer is tried then.
   * Default: timer B alone says so, after 32 s.
   */
  readonly silenceTimeoutMs?: number
  /** Whether a 3xx is followed: once, five Contacts at most. Default false: the far end could have anybody called. */
  readonly followRedirects?: boolean
}

export interface OutsideRequest<P extends Peer> {
  readonly method: string
  readonly uri: Uri
  readonly peer?: P
  /** As those of `invite`. */
  readonly otherPeers?: readonly P[]
  /** From, To, Call-ID and CSeq are made up where they do not stand here. */
  readonly headers?: HeaderFields
  readonly body?: Uint8Array | string
  readonly credentials?: CredentialsFor
  /** The final response; after a challenge its CSeq is higher than the one that was given. */
  readonly answered: (response: SipResponse) => void
  readonly failed: (what: 'timeout' | 'unsent') => void
}

export interface SubscribeOptions<P extends Peer> {
  readonly to: Uri
  readonly from: NameAddress
  /** The package: `dialog`, `message-summary`, `presence`. */
  readonly event: string
  readonly id?: string
  readonly accept?: readonly MediaType[]
  /** Asked for each time; the far end may grant less. Default 3,600 s. */
  readonly expiresSeconds?: number
  readonly peer?: P
  readonly headers?: HeaderFields
  readonly credentials?: CredentialsFor
  /**
   * How many are taken beside the first where the request was forked and several tell of it, each a subscription of its own
   * that `user` is told of; they come while the first stands. Default 0: they are refused with 481 (RFC 6665 section 4.1.4).
   */
  readonly forks?: number
  readonly user: SipSubscriptionUser
}

export interface SipSubscription {
  readonly state: SipSubscriptionState
  /** Ends it there too. Harmless when it is over. */
  end(): void
}

export interface SipSubscriptionEnd {
  /** `fault`: nobody answered or told us anything, or it expired because no refresh got through. */
  readonly by: 'us' | 'them' | 'fault'
  /** The refusal; 408 and 503 also where none came. */
  readonly status: number | null
  /** Of the last NOTIFY: `deactivated`, `probation`, `rejected`, `timeout`, `giveup`, `noresource`. */
  readonly reason: string | null
  /** Earlier nobody should subscribe again. */
  readonly retryAfterSeconds: number | null
}

export interface SipSubscriptionUser {
  /** A NOTIFY of the event that was asked for, the last one too. It has been answered. */
  notified(subscription: SipSubscription, request: SipRequest): void
  /** Once for each, last. */
  ended(subscription: SipSubscription, end: SipSubscriptionEnd): void
}

export interface UserAgent<P extends Peer> {
  /** What came; fits `onMessage` of a transport. @throws SipError when a header that decides is malformed. */
  receive(message: SipMessage, from: P): void
  /** Calls somebody. @throws SipError `bad-value` when something cannot stand on the wire; nothing was sent. */
  invite(options: InviteOptions<P>): SipCall<P>
  /** Sends a request outside any call. @throws SipError `bad-value` as `invite`. */
  request(request: OutsideRequest<P>): void
  /** Subscribes to an event (RFC 6665) and keeps it up. @throws SipError `bad-value` as `invite`. */
  subscribe(options: SubscribeOptions<P>): SipSubscription
  /** Subscriptions of ours that are known here. */
  readonly subscriptions: number
  /** Calls that have not ended. */
  readonly calls: number
  /** Transactions that are under way, those of calls that have ended too. */
  readonly transactions: number
  /** Hangs up every call and ends every subscription; what comes from now on is refused with 503. */
  close(): void
}
