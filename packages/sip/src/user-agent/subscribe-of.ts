/** The SUBSCRIBE that begins a subscription, and what a NOTIFY says of it: RFC 6665 sections 4.1.2 and 8.2. */
import { dialogKey } from '../dialogs/dialog.js'
import { party } from '../headers/address.js'
import { createRequest } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import { paramOf } from '../text/param.js'
import type { Peer } from '../transactions/transactions.js'
import { type Context, contactFor, ourselves, viaFor } from './context.js'
import { Logins } from './logins.js'
import type { SubscribeOptions } from './options.js'

/** Under which a subscription is known whose first NOTIFY has not come: that one makes the dialog. */
export const subscriptionKey = (callId: string, tag: string): string => dialogKey(callId, tag, '')

/** One SUBSCRIBE, made anew where it is challenged, and what the dialogs share that come of it. */
export class SubscribeOrigin<P extends Peer> {
  readonly logins: Logins
  readonly #ctx: Context<P>
  readonly #options: SubscribeOptions<P>
  readonly #callId: string
  readonly #tag: string
  #number = 0
  #sentMs = 0
  #forks = 0

  constructor(ctx: Context<P>, options: SubscribeOptions<P>) {
    this.logins = new Logins(options.credentials, ctx.ids)
    this.#ctx = ctx
    this.#options = options
    this.#callId = ctx.ids.token()
    this.#tag = ctx.ids.token()
  }

  get key(): string {
    return subscriptionKey(this.#callId, this.#tag)
  }

  /** CSeq of the last that was made. */
  get number(): number {
    return this.#number
  }

  /** The request as it is sent now. @throws SipError `bad-value` when it cannot be written. */
  make(to: P, headers: HeaderFields): SipRequest {
    const { to: uri, from } = this.#options
    this.#number += 1
    this.#sentMs = this.#ctx.clock.nowMs()
    const all: HeaderFields = {
      ...ourselves(this.#ctx),
      ...headers,
      contact: contactFor(this.#ctx, to, from, uri.kind === 'sip' && uri.scheme === 'sips'),
      via: [viaFor(this.#ctx, to)],
      maxForwards: 70,
      from: { ...from, tag: this.#tag },
      to: party(uri),
      callId: this.#callId,
      cseq: { number: this.#number, method: 'SUBSCRIBE' },
    }
    return createRequest({ method: 'SUBSCRIBE', uri, headers: all })
  }

  /** Whether one more may have it, who is counted: in time (timer N, section 4.1.2.4), and not too many. */
  forks({ headers }: SipRequest): boolean {
    const { clock, timing } = this.#ctx
    if (clock.nowMs() - this.#sentMs > 64 * timing.t1Ms || headers.need('from').tag === null) return false
    if (this.#forks >= (this.#options.forks ?? 0)) return false
    this.#forks += 1
    return true
  }
}

/** What a NOTIFY says of its subscription. */
export interface SubscriptionWord {
  /** `active`, `pending`, `terminated`, or one that is not known. */
  readonly state: string
  readonly reason: string | null
  readonly expiresSeconds: number | null
  readonly retryAfterSeconds: number | null
}

/** @throws SipError when Subscription-State is missing or malformed: 400. */
export const subscriptionWordOf = ({ headers }: SipRequest): SubscriptionWord => {
  const { state, params } = headers.need('subscriptionState')
  const number = (name: string): number | null => {
    const [digits] = /^\d{1,10}$/.exec(paramOf(params, name) ?? '') ?? []
    return digits === undefined ? null : Number(digits)
  }
  return {
    state,
    reason: paramOf(params, 'reason') ?? null,
    expiresSeconds: number('expires'),
    retryAfterSeconds: number('retry-after'),
  }
}
