/**
 * One dialog of a call: its requests out, one after the other but for BYE and ACK, since one that overtakes another makes the
 * far end refuse that one as out of order (RFC 3261 section 12.2.2).
 */
import { type Dialog, endDialog, keyOfDialog } from '../dialogs/dialog.js'
import type { InviteState } from '../dialogs/invites.js'
import { type DialogVerdict, receiveInDialog, requestInDialog, routed } from '../dialogs/request.js'
import type { Reason } from '../headers/event.js'
import { bodyBytes } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import type { ExchangeState } from '../sdp/exchange.js'
import type { Peer } from '../transactions/transactions.js'
import { ask } from './ask.js'
import { type Context, contactFor, type DialogUser, fitted, locate, ourselves, viaFor } from './context.js'
import type { Logins } from './logins.js'
import { orNull } from './or-null.js'
import type { Repeater } from './repeater.js'

export interface InDialogParts {
  readonly headers?: HeaderFields
  readonly body?: Uint8Array | string
}

/** Our 2xx that waits for its ACK. */
interface Awaited<P extends Peer> {
  readonly number: number
  readonly repeater: Repeater<P>
  then: (ack: SipRequest) => void
}

export interface Answered {
  answered(response: SipResponse): void
  failed(what: 'timeout' | 'unsent'): void
}

/** Requests in a dialog that name our Contact anew. */
const withContact: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'REFER', 'NOTIFY', 'SUBSCRIBE'])

/** What waits for its turn; more is a bug of the caller's, and is dropped with `unsent`. */
const mostWaiting = 100

export class CallDialog<P extends Peer> {
  readonly #ctx: Context<P>
  readonly logins: Logins
  readonly #waiting: ((done: () => void) => void)[] = []
  readonly #key: string
  #isBusy = false
  #awaited: Awaited<P> | null = null
  dialog: Dialog
  peer: P
  exchange: ExchangeState = 'none'
  invites: InviteState = 'idle'
  /** Their session of the early dialog, where one came. */
  early: string | null = null
  /** Ours that was agreed on by UPDATE before the answer; the session of the 2xx is older. */
  updated: string | null = null
  /** RSeq of their last reliable provisional response. */
  rseq: number | null = null
  /** Methods that they take, as they said last; `null` when they never did. */
  allows: readonly string[] | null = null

  constructor(ctx: Context<P>, dialog: Dialog, peer: P, logins: Logins) {
    this.#ctx = ctx
    this.logins = logins
    this.#key = keyOfDialog(dialog)
    this.dialog = dialog
    this.peer = peer
  }

  open(user: DialogUser<P>): void {
    this.#ctx.dialogs.set(this.#key, user)
  }

  /** Requests within it find nothing any more: 481. */
  close(): void {
    this.#ctx.dialogs.delete(this.#key)
    this.#waiting.length = 0
    this.#awaited?.repeater.stop()
    this.#awaited = null
  }

  /** The 2xx to the INVITE of this number is sent until its ACK comes. */
  awaitAck(number: number, repeater: Repeater<P>, then: (ack: SipRequest) => void): void {
    this.#awaited = { number, repeater, then }
  }

  /** What is done instead when that ACK comes; `false` when none is awaited. */
  afterAck(then: () => void): boolean {
    if (this.#awaited === null) return false
    this.#awaited.then = then
    return true
  }

  acked(request: SipRequest): void {
    const awaited = this.#awaited
    if (awaited === null || request.headers.need('cseq').number !== awaited.number) return
    this.#awaited = null
    awaited.repeater.stop()
    awaited.then(request)
  }

  /** Takes what they say of themselves. */
  hear({ headers }: SipRequest | SipResponse): void {
    this.allows = orNull(() => headers.get('allow')) ?? this.allows
  }

  /** @throws SipError when a header that decides is malformed. */
  receive(request: SipRequest): DialogVerdict {
    const got = receiveInDialog(this.dialog, request)
    if (got.verdict === 'taken') {
      this.dialog = got.dialog
      this.hear(request)
    }
    return got
  }

  /** The next request of this method, numbered. @throws SipError `bad-value` when the dialog is over. */
  make(method: string, { headers, body }: InDialogParts, number?: number): SipRequest {
    const via = viaFor(this.#ctx, this.peer)
    const isAnswer = headers?.authorization !== undefined || headers?.proxyAuthorization !== undefined
    // An ACK carries what its INVITE did.
    const isUnasked = !isAnswer && method !== 'ACK'
    const { uri } = routed(this.dialog)
    const auth = isUnasked ? orNull(() => this.logins.headers({ method, uri, body: bodyBytes(body) })) : null
    const { dialog, request } = requestInDialog(this.dialog, {
      method,
      via,
      headers: {
        ...ourselves(this.#ctx),
        ...(withContact.has(method) ? { contact: this.contact } : {}),
        ...auth,
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(number === undefined ? {} : { number }),
    })
    this.dialog = dialog
    return request
  }

  get contact() {
    return contactFor(this.#ctx, this.peer, this.dialog.local, this.dialog.isSecure)
  }

  /** Sends a request when those before it have been answered. */
  send(method: string, parts: InDialogParts, user: Answered): void {
    this.turn(
      (done) => this.#send(method, parts, user, done),
      () => user.failed('unsent'),
    )
  }

  /** The ACK to a 2xx: sent once, given back to be sent again. */
  ack(number: number, parts: InDialogParts, sent: (request: SipRequest, to: P) => void): void {
    const send = (): void => {
      if (this.dialog.state === 'ended') return
      const { request, to } = fitted(this.#ctx, this.make('ACK', parts, number), this.peer)
      this.#ctx.options.send(request, to, () => undefined)
      sent(request, to)
    }
    // Where the target is not found, the last peer may still know the call.
    this.#locate(send, send)
  }

  /** Ends it. It is found until the BYE is answered, so that one of theirs on its way is answered, too. */
  bye(reason?: Reason): void {
    if (this.dialog.state === 'ended') {
      this.close()
      return
    }
    this.#awaited?.repeater.stop()
    this.#awaited = null
    const before = this.dialog
    const headers = reason === undefined ? {} : { reason: [reason] }
    const over = (): void => this.close()
    this.#waiting.length = 0
    const send = (): void =>
      ask(this.#ctx, {
        // A BYE that is challenged goes again, with the next number.
        make: (auth) => {
          if (this.dialog.state === 'ended') this.dialog = { ...before, localNumber: this.dialog.localNumber }
          return this.make('BYE', { headers: { ...headers, ...auth } })
        },
        to: this.peer,
        logins: this.logins,
        answered: over,
        failed: over,
      })
    this.#locate(send, send)
  }

  /** Their BYE, or the end of what never was confirmed. */
  end(): void {
    this.dialog = endDialog(this.dialog)
    this.close()
  }

  /** `take` runs when all before it are done, and says when it is. */
  turn(take: (done: () => void) => void, dropped: () => void): void {
    if (this.dialog.state === 'ended' || this.#waiting.length >= mostWaiting) {
      this.#ctx.tells.tell(dropped)
      return
    }
    this.#waiting.push(take)
    this.#next()
  }

  /** Finds the peer that the next request goes to. */
  locate(go: () => void, fail: () => void): void {
    this.#locate(go, fail)
  }

  #next(): void {
    if (this.#isBusy) return
    const take = this.#waiting.shift()
    if (take === undefined) return
    this.#isBusy = true
    let isDone = false
    take(() => {
      if (isDone) return
      isDone = true
      this.#isBusy = false
      this.#next()
    })
  }

  #send(method: string, parts: InDialogParts, user: Answered, done: () => void): void {
    const failed = (what: 'timeout' | 'unsent'): void => {
      done()
      user.failed(what)
    }
    const send = (): true => {
      ask(this.#ctx, {
        make: (auth) => this.make(method, { ...parts, headers: { ...parts.headers, ...auth } }),
        to: this.peer,
        logins: this.logins,
        answered: (response) => {
          done()
          user.answered(response)
        },
        failed,
      })
      return true
    }
    this.#locate(
      () => {
        // One that cannot be written, or whose dialog has ended meanwhile, is not sent.
        if (orNull(send) === null) failed('unsent')
      },
      () => failed('unsent'),
    )
  }

  #locate(go: () => void, fail: () => void): void {
    const { routeSet, remoteTarget } = this.dialog
    const next = routeSet[0]?.uri ?? remoteTarget
    const found = (peer: P): void => {
      this.peer = peer
      go()
    }
    locate(this.#ctx, next, this.peer, found, fail)
  }
}
