/** A call that comes: rung, answered, refused, cancelled: RFC 3261 section 13.3, reliable provisional responses of RFC 3262. */
import { acceptDialog, dialogOfServer } from '../dialogs/dialog.js'
import type { Reason } from '../headers/event.js'
import { createResponse } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import type { Peer, TransactionId } from '../transactions/transactions.js'
import { CallDialog } from './call-dialog.js'
import { type Context, type InviteUser, ourselves } from './context.js'
import { openDialog, openSession, respond } from './in-dialog.js'
import type { LiveCall, Opening } from './live-call.js'
import { Logins } from './logins.js'
import { orNull } from './or-null.js'
import { Repeater } from './repeater.js'
import { sessionOf, withSession } from './session-body.js'
import type { SessionTimer } from './session-timer.js'

/** A proxy on the way gives up after three minutes of silence (section 13.3.1.1; RFC 3262 section 3 for reliable ones). */
const remindMs = 60_000
const remindReliablyMs = 150_000

/** The largest first RSeq (RFC 3262 section 3). */
const mostFirstRSeq = 2_147_483_647

export interface IncomingParts<P extends Peer> {
  readonly id: TransactionId
  readonly request: SipRequest
  readonly peer: P
  /** What the 2xx says of the session timer. */
  readonly timer: SessionTimer | null
  readonly timerHeaders: HeaderFields
}

interface Ringing {
  readonly status: number
  readonly session: string | null
}

export class Incoming<P extends Peer> implements Opening<P>, InviteUser {
  readonly request: SipRequest
  readonly peer: P
  readonly #call: LiveCall<P>
  readonly #ctx: Context<P>
  readonly #parts: IncomingParts<P>
  readonly #dialog: CallDialog<P>
  readonly #tag: string
  readonly #isReliable: boolean
  readonly #offer: string | null
  #rseq: number
  /** The provisional response that waits for its PRACK, and those that wait for it. */
  #pending: Repeater<P> | null = null
  #next: Ringing | null = null
  #last: Ringing | null = null
  #answer: string | null = null
  /** Whether their PRACK has agreed on the session that our answer would carry again. */
  #isAgreed = false

  /** @throws SipError when the INVITE lacks what a dialog needs: 400. */
  constructor(call: LiveCall<P>, parts: IncomingParts<P>) {
    const { ctx } = call
    const { request, peer } = parts
    this.#call = call
    this.#ctx = ctx
    this.#parts = parts
    this.request = request
    this.peer = peer
    this.#tag = ctx.ids.token()
    this.#offer = sessionOf(request)
    this.#isReliable = request.headers.get('require')?.includes('100rel') ?? false
    this.#rseq = ctx.ids.number(mostFirstRSeq) - 1
    const dialog = dialogOfServer(request, createResponse(request, 180, { toTag: this.#tag }))
    this.#dialog = new CallDialog(ctx, dialog, peer, new Logins(ctx.options.credentials, ctx.ids))
    this.#dialog.hear(request)
    this.#dialog.exchange = this.#offer === null ? 'none' : 'first-offer-received'
    call.dialog = this.#dialog
    call.begin(this)
    openDialog(call, this.#dialog)
    ctx.invites.set(parts.id, this)
  }

  get dialog(): CallDialog<P> {
    return this.#dialog
  }

  get offer(): string | null {
    return this.#offer
  }

  ring(session?: string): void {
    this.#call.move('early')
    this.#provide({ status: session === undefined ? 180 : 183, session: session ?? null })
  }

  answer(session: string): void {
    // Section 5 of RFC 3262: a session that is on its way reliably has to arrive first.
    if (this.#pending !== null && this.#last?.session !== null) this.#answer = session
    else if (this.#dialog.exchange === 'offer-sent') this.#answer = session
    else this.#accept(session)
  }

  get isAgreed(): boolean {
    return this.#isAgreed
  }

  leave(): void {}

  settled(): void {
    if (this.#answer !== null && this.#pending === null && this.#call.session === null) this.#accept(this.#answer)
  }

  refuse(status: number, phrase: string | undefined, headers: HeaderFields | undefined): void {
    this.#refuse(status, phrase, headers)
    this.#call.end({ by: 'us', status, reason: null })
  }

  hangUp(reason?: Reason): void {
    if (this.#call.state === 'inviting' || this.#call.state === 'early')
      this.#refuse(603, undefined, reason === undefined ? {} : { reason: [reason] })
    // Section 15: no BYE before the ACK; it goes when that comes, or when there is none.
    else if (this.#call.state === 'confirmed' || !this.#dialog.afterAck(() => this.#dialog.bye(reason)))
      this.#dialog.bye(reason)
  }

  cancelled(cancel: SipRequest): void {
    if (this.#call.isOver) return
    this.#refuse(487, undefined, undefined)
    this.#call.end({ by: 'them', status: 487, reason: orNull(() => cancel.headers.get('reason'))?.[0] ?? null })
  }

  /** Their BYE while it rings, or after our 2xx: nothing more is answered. */
  left(): void {
    if (this.#ctx.invites.has(this.#parts.id)) this.#refuse(487, undefined, undefined)
  }

  prack(id: TransactionId, request: SipRequest): void {
    const dialog = this.#dialog
    const call = this.#call
    if (!this.#isAwaited(request)) {
      respond(this.#ctx, id, request, 481)
      return
    }
    this.#pending?.stop()
    this.#pending = null
    const theirs = sessionOf(request)
    let answer: string | number | null = null
    if (theirs !== null && dialog.exchange === 'first-offer-sent') {
      dialog.exchange = 'agreed'
      call.tell((user) => user.agreed(call, theirs))
    } else if (theirs !== null && dialog.exchange === 'agreed') answer = call.ask((user) => user.offered(call, theirs))
    if (dialog.exchange === 'agreed') this.#isAgreed = true
    if (typeof answer === 'number') respond(this.#ctx, id, request, answer)
    else respond(this.#ctx, id, request, 200, withSession(answer, {}))
    if (this.#answer !== null && dialog.exchange !== 'offer-sent') this.#accept(this.#answer)
    else if (this.#next !== null) this.#provide(this.#next)
    call.offerEarly()
  }

  #isAwaited({ headers }: SipRequest): boolean {
    const { response, number, method } = headers.need('rack')
    const isOurs = number === this.request.headers.need('cseq').number && method === 'INVITE' && response === this.#rseq
    return this.#pending !== null && isOurs
  }

  #provide(ringing: Ringing): void {
    if (this.#pending !== null) {
      this.#next = ringing
      return
    }
    this.#next = null
    this.#last = ringing
    if (this.#isReliable) this.#provideReliably(ringing)
    else this.#respond(this.#response(ringing.status, withSession(ringing.session, {})))
    this.#call.timers.set('remind', this.#isReliable ? remindReliablyMs : remindMs, () =>
      this.#provide(this.#isReliable ? { status: ringing.status, session: null } : ringing),
    )
  }

  #provideReliably({ status, session }: Ringing): void {
    this.#rseq += 1
    const carried = this.#isAgreed ? null : session
    const response = this.#response(status, withSession(carried, { require: ['100rel'], rseq: this.#rseq }))
    if (carried !== null) this.#dialog.exchange = this.#offer === null ? 'first-offer-sent' : 'agreed'
    this.#respond(response)
    this.#pending = new Repeater(this.#ctx, {
      kind: 'provisional',
      again: () => this.#respond(response),
      givenUp: () => {
        this.#refuse(504, undefined, undefined)
        this.#call.end({ by: 'fault', status: 504, reason: null })
      },
    })
  }

  #accept(session: string): void {
    const { timer, timerHeaders, id } = this.#parts
    const call = this.#call
    const dialog = this.#dialog
    this.#close()
    const response = this.#response(200, withSession(this.#isAgreed ? null : session, timerHeaders))
    dialog.dialog = acceptDialog(dialog.dialog)
    if (dialog.exchange !== 'agreed') dialog.exchange = this.#offer === null ? 'first-offer-sent' : 'agreed'
    call.move('answered')
    openSession(call, dialog, dialog.updated ?? session, timer)
    this.#respond(response)
    const success = new Repeater(this.#ctx, {
      kind: '2xx',
      again: () => void this.#ctx.transactions.respond(id, response),
      givenUp: () => {
        dialog.bye()
        call.end({ by: 'fault', status: null, reason: null })
      },
    })
    dialog.awaitAck(this.request.headers.need('cseq').number, success, (ack) => {
      call.move('confirmed')
      call.tell((user) => user.confirmed(call))
      call.session?.acknowledged(ack)
    })
  }

  #refuse(status: number, phrase: string | undefined, headers: HeaderFields | undefined): void {
    const response = this.#response(status, headers === undefined ? {} : { headers }, phrase)
    this.#close()
    this.#respond(response)
    this.#dialog.end()
  }

  #close(): void {
    this.#ctx.invites.delete(this.#parts.id)
    this.#call.timers.cancel('remind')
    this.#pending?.stop()
    this.#pending = null
    this.#next = null
  }

  #respond(response: SipResponse): void {
    this.#ctx.transactions.respond(this.#parts.id, response)
  }

  #response(
    status: number,
    { headers, body }: { readonly headers?: HeaderFields; readonly body?: string },
    phrase?: string,
  ): SipResponse {
    const { userAgent, ...more } = ourselves(this.#ctx)
    const { contact } = this.#dialog
    return createResponse(this.request, status, {
      toTag: this.#tag,
      headers: { server: userAgent, ...(status < 300 ? { ...more, contact } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
      ...(phrase === undefined ? {} : { reason: phrase }),
    })
  }
}
