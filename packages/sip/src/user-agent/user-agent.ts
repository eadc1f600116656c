/** The user of the transactions: calls, and what is asked outside of them: RFC 3261 sections 8, 12 and 13. */
import { asArrived } from '../dialogs/arrived.js'
import { dialogKeyOfRequest, replacedBy } from '../dialogs/dialog.js'
import { SipError } from '../error.js'
import { party } from '../headers/address.js'
import { createRequest } from '../message/build.js'
import type { SipMessage, SipRequest } from '../message/message.js'
import { refusalOf } from '../message/refuse.js'
import { defaultTiming } from '../transactions/transaction.js'
import { createTransactions, type Peer, type ServerUser, type TransactionId } from '../transactions/transactions.js'
import { sipUri } from '../uri/uri.js'
import { ask } from './ask.js'
import type { SipCall, SipCallUser } from './call.js'
import { abilities, allowedMethods, type Context, locate, ourselves, viaFor } from './context.js'
import { createIds } from './ids.js'
import { abilitiesFor, respond } from './in-dialog.js'
import { Incoming } from './incoming.js'
import { LiveCall } from './live-call.js'
import { Logins } from './logins.js'
import type {
  InviteOptions,
  OutsideRequest,
  RespondParts,
  SipRefusal,
  SipSubscription,
  SubscribeOptions,
  UserAgent,
  UserAgentOptions,
} from './options.js'
import { Outgoing } from './outgoing.js'
import { answerTimer, defaultSessionTimer, shortest } from './session-timer.js'
import { subscriptionKey } from './subscribe-of.js'
import { LiveSubscription } from './subscription.js'
import { Tells } from './tells.js'

const defaultCalls = 20_000

/** Requests that only a dialog knows what to do with. */
const dialogOnly: ReadonlySet<string> = new Set(['BYE', 'UPDATE', 'PRACK', 'INFO'])

class LiveUserAgent<P extends Peer> implements UserAgent<P> {
  readonly #ctx: Context<P>
  readonly #mostCalls: number
  #lastId = 0
  #isClosed = false

  constructor(options: UserAgentOptions<P>) {
    const { clock, timing = defaultTiming, limits = {}, sessionTimer } = options
    const tells = new Tells(clock)
    const transactions = createTransactions<P>({
      clock,
      timing,
      limits,
      send: (message, to, id) =>
        options.send(message, to, () => {
          if (id !== null) tells.enter(() => transactions.unsent(id))
        }),
      user: this.#server(),
    })
    this.#mostCalls = limits.calls ?? defaultCalls
    this.#ctx = {
      options,
      clock,
      timing,
      sessionTimer: { ...defaultSessionTimer, ...sessionTimer },
      ids: createIds(options.random),
      tells,
      transactions,
      dialogs: new Map(),
      invites: new Map(),
      calls: new Set(),
      subscriptions: new Map(),
    }
  }

  get calls(): number {
    return this.#ctx.calls.size
  }

  get transactions(): number {
    return this.#ctx.transactions.size
  }

  receive(message: SipMessage, from: P): void {
    this.#ctx.tells.enter(() => this.#ctx.transactions.receive(message, from))
  }

  invite(options: InviteOptions<P>): SipCall<P> {
    const call = this.#call('outgoing', party(options.to, null, options.toName ?? null))
    call.take(options.user)
    try {
      new Outgoing(call, options).start()
    } catch (error) {
      this.#drop(call)
      throw error
    }
    return call
  }

  request(request: OutsideRequest<P>): void {
    const { uri, peer, otherPeers = [], failed } = request
    const [next, ...others] = otherPeers
    if (peer !== undefined) this.#ask(request, peer, otherPeers)
    else
      locate(
        this.#ctx,
        uri,
        null,
        (to) => this.#ask(request, to, otherPeers),
        () => (next === undefined ? failed('unsent') : this.#ask(request, next, others)),
      )
  }

  subscribe(options: SubscribeOptions<P>): SipSubscription {
    const subscription = new LiveSubscription(this.#ctx, options)
    subscription.start()
    return subscription
  }

  get subscriptions(): number {
    return this.#ctx.subscriptions.size
  }

  close(): void {
    this.#isClosed = true
    for (const subscription of [...this.#ctx.subscriptions.values()]) subscription.end()
    for (const call of [...this.#ctx.calls]) call.hangUp()
  }

  #ask(parts: OutsideRequest<P>, first: P, otherPeers: readonly P[]): void {
    const { method, uri, headers = {}, body, credentials, answered, failed } = parts
    const ctx = this.#ctx
    const { host } = ctx.options.local(first)
    const from = { ...(headers.from ?? party(sipUri({ host }))) }
    const fixed = {
      maxForwards: 70,
      ...ourselves(ctx),
      ...headers,
      from: { ...from, tag: from.tag ?? ctx.ids.token() },
      to: headers.to ?? party(uri),
      callId: headers.callId ?? ctx.ids.token(),
    }
    let number = headers.cseq?.number ?? ctx.ids.number(1000)
    const send = (to: P, [next, ...others]: readonly P[]): void =>
      ask(ctx, {
        make: (auth) => {
          const cseq = { number, method }
          number += 1
          const all = { ...fixed, ...auth, cseq, via: [viaFor(ctx, to)] }
          return createRequest({ method, uri, headers: all, ...(body === undefined ? {} : { body }) })
        },
        to,
        logins: new Logins(credentials, ctx.ids),
        answered: (response) => {
          if (response.status === 503 && next !== undefined) send(next, others)
          else answered(response)
        },
        failed: (what) => (next === undefined ? failed(what) : send(next, others)),
      })
    send(first, otherPeers)
  }

  #server(): ServerUser<P> {
    return {
      request: (id, request, from) => this.#received(id, request, from),
      cancelled: (id, cancel) => this.#ctx.invites.get(id)?.cancelled(cancel),
      ack: (request) => {
        const key = dialogKeyOfRequest(request)
        if (key !== null) this.#ctx.dialogs.get(key)?.ack(request)
      },
      failed: () => undefined,
    }
  }

  /** What is malformed is answered here: its transaction is under way and would wait for ever. */
  #received(id: TransactionId, request: SipRequest, from: P): void {
    try {
      const key = dialogKeyOfRequest(request)
      const dialog = key === null ? undefined : this.#ctx.dialogs.get(key)
      if (dialog !== undefined) dialog.request(id, request, from)
      else if (key !== null && request.method === 'NOTIFY') this.#notified(id, request, from)
      else if (key !== null || dialogOnly.has(request.method)) respond(this.#ctx, id, request, 481)
      else this.#begun(id, request, from)
    } catch (error) {
      if (!(error instanceof SipError)) {
        respond(this.#ctx, id, request, 500)
        throw error
      }
      respond(this.#ctx, id, request, error.status ?? 400, { phrase: printable(error.message) })
    }
  }

  /** In a dialog that is not known: the first word of a subscription of ours, or of none. */
  #notified(id: TransactionId, request: SipRequest, from: P): void {
    const { headers } = request
    const key = subscriptionKey(headers.need('callId'), headers.need('to').tag ?? '')
    const subscription = this.#ctx.subscriptions.get(key)
    if (subscription === undefined) respond(this.#ctx, id, request, 481)
    else subscription.notified(id, request, from)
  }

  #begun(id: TransactionId, came: SipRequest, from: P): void {
    const ctx = this.#ctx
    const { user } = ctx.options
    const refuse = ({ status, phrase, headers = {} }: SipRefusal): void =>
      respond(ctx, id, came, status, { headers, ...(phrase === undefined ? {} : { phrase }) })
    // Credentials are of the request as it came.
    const notAdmitted = ctx.tells.ask(() => user.admit?.(came, from)) ?? null
    if (notAdmitted !== null) {
      refuse(notAdmitted)
      return
    }
    const request = asArrived(came, ctx.options.local(from))
    if (request.method === 'INVITE') {
      const refusal = refusalOf(request, abilitiesFor(request)) ?? this.#busy() ?? this.#invited(id, request, from)
      if (refusal !== null) refuse(refusal)
      return
    }
    if (user.request === undefined) {
      refuse({ status: 405, headers: { allow: allowedMethods } })
      return
    }
    const able = request.method === 'OPTIONS' ? abilities(ctx) : { allow: allowedMethods }
    let isAnswered = false
    const toTag = ctx.ids.token()
    user.request(request, from, (status, { phrase, headers = {}, body }: RespondParts = {}) => {
      if (isAnswered) return
      isAnswered = status >= 200
      const reason = phrase === undefined ? {} : { phrase }
      const says = request.method === 'OPTIONS' || status === 405 ? { ...able, ...headers } : headers
      respond(ctx, id, request, status, { toTag, headers: says, ...reason, ...(body === undefined ? {} : { body }) })
    })
  }

  #busy(): SipRefusal | null {
    if (!this.#isClosed && this.#ctx.calls.size < this.#mostCalls) return null
    const retryAfter = { seconds: 5, comment: null, params: [] }
    return { status: 503, headers: { retryAfter } }
  }

  /** A new call. @throws SipError when it lacks what a dialog needs. */
  #invited(id: TransactionId, request: SipRequest, peer: P): SipRefusal | null {
    const ctx = this.#ctx
    const replaced = this.#replaced(request)
    if (replaced !== null && 'status' in replaced) return replaced
    const timer = answerTimer(request, ctx.sessionTimer)
    if (timer.verdict === 'too-short') return { status: 422, headers: shortest(ctx.sessionTimer) }
    const call = this.#call('incoming', request.headers.need('from'))
    let opening: Incoming<P>
    try {
      opening = new Incoming(call, { id, request, peer, timer: timer.timer, timerHeaders: timer.headers })
    } catch (error) {
      this.#drop(call)
      throw error
    }
    let taken: SipCallUser<P> | SipRefusal
    try {
      taken = ctx.tells.ask(() => ctx.options.user.incoming(call, opening.offer, replaced?.call ?? null))
    } catch (error) {
      opening.refuse(500, undefined, undefined)
      throw error
    }
    if ('ended' in taken) call.take(taken)
    else opening.refuse(taken.status, taken.phrase, taken.headers)
    return null
  }

  /** The call whose place a new one takes (RFC 3891 section 3), or why it does not. */
  #replaced(request: SipRequest): { readonly call: SipCall<P> } | SipRefusal | null {
    const named = replacedBy(request)
    if (named === null) return null
    const call = this.#ctx.dialogs.get(named.key)?.call ?? null
    if (call === null) return { status: 481 }
    if (call.state === 'ended') return { status: 603 }
    const isEarly = call.state === 'inviting' || call.state === 'early'
    // An early dialog is replaced only at the side that called.
    if (isEarly && call.direction === 'incoming') return { status: 481 }
    return !isEarly && named.isEarlyOnly ? { status: 486 } : { call }
  }

  #call(direction: 'incoming' | 'outgoing', remote: SipCall<P>['remote']): LiveCall<P> {
    this.#lastId += 1
    return new LiveCall(this.#ctx, { id: this.#lastId, direction, remote })
  }

  /** Nobody was told of it. */
  #drop(call: LiveCall<P>): void {
    call.timers.close()
    this.#ctx.calls.delete(call)
  }
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100)

/**
 * Calls and requests over transactions of its own. `receive` is what a transport hands messages to, `send` what it takes them by;
 * where requests go and who is let in decides the one who makes it.
 */
export const createUserAgent = <P extends Peer>(options: UserAgentOptions<P>): UserAgent<P> =>
  new LiveUserAgent(options)
