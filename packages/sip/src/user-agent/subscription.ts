/**
 * A subscription of ours: asked for, refreshed, told of, ended: RFC 6665 sections 4.1 and 4.4. One SUBSCRIBE that was forked may
 * bring a NOTIFY from each who got it: the first has the subscription, others are subscriptions of their own, as many as the
 * user takes, and beyond that refused with 481.
 */
import { mayMove } from '@callweave/core'
import { type Dialog, dialogOfClient, dialogOfServer, keyOfDialog } from '../dialogs/dialog.js'
import { eventName } from '../headers/event.js'
import { createResponse } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import type { Peer, TransactionId } from '../transactions/transactions.js'
import { Appointments } from './appointments.js'
import { ask } from './ask.js'
import { CallDialog } from './call-dialog.js'
import { type Context, locate } from './context.js'
import { respond } from './in-dialog.js'
import type { SipSubscription, SipSubscriptionEnd, SubscribeOptions } from './options.js'
import { orNull } from './or-null.js'
import { SubscribeOrigin, type SubscriptionWord, subscriptionWordOf } from './subscribe-of.js'
import { type SipSubscriptionState, sipSubscriptionStates } from './subscription-states.js'

const defaultSeconds = 3_600
/** After a refresh that failed; it is over once it has expired. */
const retryMs = 10_000
/** Answers to a refresh that end it (section 4.1.2.3). */
const endings: ReadonlySet<number> = new Set([404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604])
const none = { reason: null, retryAfterSeconds: null }
const fault = (status: number | null): SipSubscriptionEnd => ({ by: 'fault', status, ...none })

export class LiveSubscription<P extends Peer> implements SipSubscription {
  readonly #ctx: Context<P>
  readonly #options: SubscribeOptions<P>
  readonly #origin: SubscribeOrigin<P>
  readonly #timers: Appointments
  /** That of the SUBSCRIBE; of a fork that of its dialog. */
  #key: string
  #state: SipSubscriptionState = 'subscribing'
  #request: SipRequest | null = null
  #dialog: CallDialog<P> | null = null
  #seconds: number
  #isLonger = false
  #isSilent = false

  constructor(
    ctx: Context<P>,
    options: SubscribeOptions<P>,
    origin: SubscribeOrigin<P> = new SubscribeOrigin(ctx, options),
  ) {
    this.#ctx = ctx
    this.#options = options
    this.#origin = origin
    this.#key = origin.key
    this.#timers = new Appointments(ctx.clock, ctx.tells)
    this.#seconds = options.expiresSeconds ?? defaultSeconds
  }

  get state(): SipSubscriptionState {
    return this.#state
  }

  /** @throws SipError `bad-value` when the request cannot be written; nothing was sent. */
  start(): void {
    const { to, peer } = this.#options
    this.#ctx.subscriptions.set(this.#key, this)
    try {
      if (peer !== undefined) this.#subscribe(peer)
      else
        locate(
          this.#ctx,
          to,
          null,
          (found) => this.#subscribe(found),
          () => this.#end(fault(503)),
        )
    } catch (error) {
      this.#close()
      throw error
    }
  }

  end(): void {
    const { tells } = this.#ctx
    const run = (): void => {
      if (this.#state === 'ended') return
      this.#finish({ by: 'us', status: null, ...none })
      if (this.#dialog !== null) this.#unsubscribe(this.#dialog)
    }
    if (tells.isAsking) tells.tell(run)
    else run()
  }

  /** A NOTIFY that belongs to no dialog yet. @throws SipError when a header that decides is malformed. */
  notified(id: TransactionId, request: SipRequest, from: P): void {
    const word = this.#state === 'ended' ? null : this.#wordOf(request)
    if (word === null) {
      respond(this.#ctx, id, request, this.#state === 'ended' ? 481 : 489)
      return
    }
    const dialog = dialogOfServer(request, createResponse(request, 200))
    if (this.#dialog !== null && !this.#origin.forks(request)) {
      respond(this.#ctx, id, request, 481)
      return
    }
    const taker = this.#dialog === null ? this : this.#fork(dialog)
    taker.#open(dialog, from)
    taker.#schedule(this.#seconds)
    taker.#take(id, request, word)
  }

  /** The same subscription at somebody else. */
  #fork(dialog: Dialog): LiveSubscription<P> {
    const fork = new LiveSubscription(this.#ctx, this.#options, this.#origin)
    fork.#key = keyOfDialog(dialog)
    fork.#seconds = this.#seconds
    this.#ctx.subscriptions.set(fork.#key, fork)
    return fork
  }

  get #headers(): HeaderFields {
    const { event, id = null, accept, headers } = this.#options
    return {
      ...(accept === undefined ? {} : { accept }),
      ...headers,
      event: eventName(event, id),
      expires: this.#seconds,
    }
  }

  #subscribe(to: P): void {
    if (this.#state === 'ended') return
    ask(this.#ctx, {
      make: (auth) => {
        this.#request = this.#origin.make(to, { ...this.#headers, ...auth })
        return this.#request
      },
      to,
      logins: this.#origin.logins,
      answered: (response) => this.#answered(response, to),
      failed: (what) => this.#end(fault(what === 'timeout' ? 408 : 503)),
    })
  }

  #answered(response: SipResponse, to: P): void {
    const request = this.#request
    if (response.status >= 300 || request === null) {
      if (this.#state !== 'ended' && this.#mayBeLonger(response)) this.#subscribe(to)
      else this.#refused(response)
      return
    }
    if (this.#dialog === null) {
      const dialog = orNull(() => dialogOfClient(request, response))
      if (dialog === null) {
        this.#end(fault(null))
        return
      }
      const opened = this.#open(dialog, to)
      // Ended while it was on its way.
      if (this.#state === 'ended') this.#unsubscribe(opened)
    }
    if (this.#state === 'ended') return
    // Somebody else may have told of it first.
    const isTheirs = this.#dialog?.dialog.remoteTag === (orNull(() => response.headers.need('to').tag) ?? '')
    if (isTheirs) this.#schedule(orNull(() => response.headers.get('expires')) ?? this.#seconds)
    if (this.#state === 'subscribing') this.#timers.set('word', 64 * this.#ctx.timing.t1Ms, () => this.#end(fault(408)))
  }

  /** Takes the shortest time that they bear, once. */
  #mayBeLonger({ status, headers }: SipResponse): boolean {
    const least = status === 423 ? (orNull(() => headers.get('minExpires')) ?? 0) : 0
    if (this.#isLonger || least <= this.#seconds) return false
    this.#isLonger = true
    this.#seconds = least
    return true
  }

  #open(dialog: Dialog, peer: P): CallDialog<P> {
    const opened = new CallDialog(this.#ctx, { ...dialog, localNumber: this.#origin.number }, peer, this.#origin.logins)
    opened.open({
      call: null,
      request: (id, request) => {
        if (request.method !== 'NOTIFY') {
          respond(this.#ctx, id, request, 405, { headers: { allow: ['NOTIFY'] } })
          return
        }
        const got = opened.receive(request)
        if (got.verdict === 'refused') {
          respond(this.#ctx, id, request, got.status)
          return
        }
        const word = this.#wordOf(request)
        if (word === null) respond(this.#ctx, id, request, 489)
        else this.#take(id, request, word)
      },
      ack: () => undefined,
    })
    this.#dialog = opened
    return opened
  }

  /** `null` where it is of another event. @throws SipError when a header that decides is malformed. */
  #wordOf(request: SipRequest): SubscriptionWord | null {
    const { event, id = null } = this.#options
    const of = request.headers.need('event')
    return of.event.toLowerCase() === event.toLowerCase() && of.id === id ? subscriptionWordOf(request) : null
  }

  #take(id: TransactionId, request: SipRequest, word: SubscriptionWord): void {
    const { state, reason, expiresSeconds, retryAfterSeconds } = word
    respond(this.#ctx, id, request, 200)
    if (this.#state === 'ended') {
      if (state === 'terminated') this.#close()
      return
    }
    this.#timers.cancel('word')
    if (state !== 'terminated') this.#move(state === 'pending' ? 'pending' : 'active')
    this.#tell(() => this.#options.user.notified(this, request))
    if (state === 'terminated') {
      this.#end({ by: 'them', status: null, reason, retryAfterSeconds })
      return
    }
    if (expiresSeconds !== null) this.#schedule(expiresSeconds)
  }

  /** Refreshed half a minute before it expires, or half way where that is too late. */
  #schedule(seconds: number): void {
    // A far end that grants next to nothing would have us send without end.
    const bounded = Math.max(10, Math.min(seconds, this.#seconds))
    this.#timers.set('refresh', 1_000 * (bounded >= 64 ? bounded - 32 : bounded / 2), () => this.#refresh())
    this.#timers.set('expiry', 1_000 * bounded, () => this.#end(fault(408)))
  }

  #refresh(): void {
    const again = (): void => {
      if (this.#state !== 'ended') this.#timers.set('refresh', retryMs, () => this.#refresh())
    }
    this.#dialog?.send(
      'SUBSCRIBE',
      { headers: this.#headers },
      {
        answered: (response) => {
          const { status } = response
          if (this.#state === 'ended') return
          if (status < 300) this.#schedule(orNull(() => response.headers.get('expires')) ?? this.#seconds)
          else if (endings.has(status)) this.#refused(response)
          else if (this.#mayBeLonger(response)) this.#refresh()
          else again()
        },
        failed: again,
      },
    )
  }

  /** What is told once more is answered; then it is forgotten. */
  #unsubscribe(dialog: CallDialog<P>): void {
    const over = (): void => this.#close()
    const headers = { ...this.#headers, expires: 0 }
    this.#timers.set('word', 64 * this.#ctx.timing.t1Ms, over)
    dialog.send('SUBSCRIBE', { headers }, { answered: ({ status }) => status >= 300 && over(), failed: over })
  }

  #refused({ status, headers }: SipResponse): void {
    const retryAfterSeconds = orNull(() => headers.get('retryAfter'))?.seconds ?? null
    this.#end({ by: 'them', status, reason: null, retryAfterSeconds })
  }

  #end(end: SipSubscriptionEnd): void {
    this.#finish(end)
    this.#close()
  }

  #finish(end: SipSubscriptionEnd): void {
    if (this.#state === 'ended') return
    this.#move('ended')
    for (const name of ['refresh', 'expiry', 'word'] as const) this.#timers.cancel(name)
    this.#tell(() => {
      this.#isSilent = true
      this.#options.user.ended(this, end)
    })
  }

  #close(): void {
    this.#timers.close()
    this.#dialog?.end()
    this.#ctx.subscriptions.delete(this.#key)
  }

  #move(state: SipSubscriptionState): void {
    if (state === this.#state) return
    if (!mayMove(sipSubscriptionStates, this.#state, state))
      throw new TypeError(`${this.#state} may not become ${state}`)
    this.#state = state
  }

  #tell(say: () => void): void {
    this.#ctx.tells.tell(() => {
      if (!this.#isSilent) say()
    })
  }
}
