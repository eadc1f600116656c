/** One INVITE that we send, its challenges answered, given up when it must be: RFC 3261 sections 9.1, 13.2 and 16.6 (timer C). */
import type { TimerId } from '@callweave/core'
import type { Reason } from '../headers/event.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { cancelOf } from '../transactions/follow-up.js'
import type { ClientUser, Peer, TransactionId } from '../transactions/transactions.js'
import { Challenges } from './challenge.js'
import { begin, type Context, fitted } from './context.js'
import { authOf, type Logins } from './logins.js'
import { orNull } from './or-null.js'

/** Without any provisional response for so long, an INVITE that had one is cancelled. */
const timerCMs = 180_000

export interface AttemptParts<P extends Peer> {
  readonly make: (auth: HeaderFields) => SipRequest
  readonly to: P
  readonly logins: Logins
  /** Told when for so long no response at all has come; the transaction goes on. */
  readonly silence?: { readonly afterMs: number; readonly told: () => void } | undefined
  provisional(response: SipResponse): void
  /** Every 2xx, as often as it comes. */
  accepted(response: SipResponse): void
  /** Once, where no 2xx came: over 299. */
  refused(response: SipResponse): void
  /** Once, where nothing came. */
  failed(what: 'timeout' | 'unsent'): void
}

export class InviteAttempt<P extends Peer> {
  readonly #ctx: Context<P>
  readonly #parts: AttemptParts<P>
  readonly #challenges: Challenges
  #request: SipRequest
  #to: P
  #id: TransactionId
  #timer: TimerId = 0
  #isProceeding = false
  #isOver = false
  #isCancelled = false
  #reason: Reason | undefined

  /** @throws SipError `bad-value` when the request cannot be written; nothing was sent. */
  constructor(ctx: Context<P>, parts: AttemptParts<P>) {
    this.#ctx = ctx
    this.#parts = parts
    this.#challenges = new Challenges(parts.logins)
    const { request, to } = fitted(ctx, parts.make({}), parts.to)
    this.#request = request
    this.#to = to
    this.#id = this.#begin()
  }

  /** As it was sent last. */
  get request(): SipRequest {
    return this.#request
  }

  get peer(): P {
    return this.#to
  }

  get isCancelled(): boolean {
    return this.#isCancelled
  }

  /** Credentials that the ACK to a 2xx carries too (section 22.1). */
  get auth(): HeaderFields {
    const { headers } = this.#request
    return authOf({
      authorization: headers.get('authorization') ?? [],
      proxyAuthorization: headers.get('proxyAuthorization') ?? [],
    })
  }

  /** Sent once a provisional response is there. What comes of it is told as it comes: a 487, or a 2xx that was faster. */
  cancel(reason?: Reason): void {
    if (this.#isOver || this.#isCancelled) return
    this.#isCancelled = true
    this.#reason = reason
    this.#ctx.clock.cancel(this.#timer)
    if (this.#isProceeding) this.#sendCancel()
  }

  /** As `cancel`, of one whom nothing was heard of: nothing is sent to him any more until he speaks. */
  giveUp(): void {
    if (this.#isOver) return
    this.cancel()
    if (!this.#isProceeding) this.#ctx.transactions.giveUp(this.#id)
  }

  /** Every 2xx that is still to come goes to `accepted`; this holds nothing of it any more. Once one has come. */
  leave(accepted: (response: SipResponse) => void): void {
    this.#ctx.transactions.handOver(this.#id, lastOf(this.#ctx, accepted))
  }

  #begin(): TransactionId {
    this.#isProceeding = false
    const { silence } = this.#parts
    if (silence !== undefined) this.#wait(silence.afterMs, silence.told)
    return begin(this.#ctx, this.#request, this.#to, {
      response: (response) => this.#response(response),
      failed: (what) => {
        this.#finish()
        this.#parts.failed(what)
      },
    })
  }

  #response(response: SipResponse): void {
    if (response.status < 200) this.#provisional(response)
    else if (response.status < 300) {
      this.#finish()
      this.#parts.accepted(response)
    } else this.#final(response)
  }

  #provisional(response: SipResponse): void {
    if (this.#isCancelled) {
      if (!this.#isProceeding) this.#sendCancel()
      this.#isProceeding = true
      return
    }
    this.#isProceeding = true
    this.#wait(timerCMs, () => this.cancel())
    this.#parts.provisional(response)
  }

  #final(response: SipResponse): void {
    this.#ctx.clock.cancel(this.#timer)
    const auth = this.#isCancelled ? null : orNull(() => this.#challenges.answer(this.#request, response))
    if (auth === null) {
      this.#finish()
      this.#parts.refused(response)
      return
    }
    const { request, to } = fitted(this.#ctx, this.#parts.make(auth), this.#parts.to)
    this.#request = request
    this.#to = to
    this.#id = this.#begin()
  }

  #sendCancel(): void {
    const ignore = (): void => undefined
    const reason = this.#reason === undefined ? undefined : [this.#reason]
    begin(this.#ctx, cancelOf(this.#request, reason), this.#to, { response: ignore, failed: ignore })
    // Section 9.1: without a final response after 64 T1 the INVITE is over.
    this.#wait(64 * this.#ctx.timing.t1Ms, () => this.#ctx.transactions.unsent(this.#id))
  }

  #wait(afterMs: number, run: () => void): void {
    const { clock, tells } = this.#ctx
    clock.cancel(this.#timer)
    this.#timer = clock.at(clock.nowMs() + afterMs, () => tells.enter(run), undefined)
  }

  #finish(): void {
    this.#isOver = true
    this.#ctx.clock.cancel(this.#timer)
  }
}

/** Made outside of the class: what it holds of that would be kept. */
const lastOf = <P extends Peer>({ tells }: Context<P>, accepted: (response: SipResponse) => void): ClientUser => ({
  response: (response) => tells.enter(() => accepted(response)),
  failed: () => undefined,
})
