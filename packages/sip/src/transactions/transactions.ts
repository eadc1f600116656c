/**
 * The transactions that are under way: messages in, messages out, and the user told. The machines decide; this holds what
 * they speak of, their timers, and finds the one that a message belongs to.
 */
import type { Clock } from '@callweave/core'
import type { Via } from '../headers/via.js'
import { createResponse } from '../message/build.js'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.js'
import { type ArmedTimer, takeTimer } from './armed-timer.js'
import { beginClient } from './client.js'
import { ackOf } from './follow-up.js'
import { beginInviteClient } from './invite-client.js'
import { beginInviteServer } from './invite-server.js'
import { defaultLimits, type TransactionLimits } from './limits.js'
import { cancelledKeyOf, clientKeyOf, isSentByUs, mergeKeyOf, serverKeyOf } from './match.js'
import { beginServer } from './server.js'
import { stepTransaction } from './step.js'
import {
  type AnyStep,
  type AnyTransaction,
  defaultTiming,
  type TimerName,
  type Timing,
  type TransactionAction,
  type TransactionInput,
} from './transaction.js'

/** Where a message came from or goes to; the transport adds what it needs. */
export interface Peer {
  /** Whom the limits count: an address, without its port. */
  readonly source: string
  readonly isReliable: boolean
}

/** Names a transaction that is under way. */
export type TransactionId = number

export interface ClientUser {
  /** A response for the user, final ones over 2xx once, a 2xx as often as it comes. */
  response(response: SipResponse): void
  /** No final response came in time, or the request could not be sent: there will be none. */
  failed(what: 'timeout' | 'unsent'): void
}

export interface ServerUser<P extends Peer> {
  /** A new request, to be answered with `respond`; never an ACK, never a CANCEL. */
  request(id: TransactionId, request: SipRequest, from: P): void
  /** An INVITE that has no final response is given up; the CANCEL has been answered. A 487 is now in order. */
  cancelled(id: TransactionId, cancel: SipRequest): void
  /** The ACK to a 2xx, or one that belongs to nothing known. */
  ack(request: SipRequest, from: P): void
  /** No ACK came to a refusal, or a response could not be sent. */
  failed(id: TransactionId, what: 'timeout' | 'unsent'): void
}

export interface TransactionsOptions<P extends Peer> {
  readonly clock: Clock
  /** Hands a message to the transport; a failure is told by `unsent`, not thrown. */
  readonly send: (message: SipMessage, to: P, id: TransactionId | null) => void
  readonly user: ServerUser<P>
  readonly timing?: Timing
  readonly limits?: Partial<TransactionLimits>
}

/** What became of a message: `stray` belongs to nothing, `refused` was answered without a transaction. */
export type Received = 'new' | 'known' | 'stray' | 'refused'

export interface Transactions<P extends Peer> {
  /**
   * Sends a request, again and again where the transport needs it. Its top Via has a branch of its own.
   *
   * @throws TypeError when it has no branch, or that of another request under way: a bug of the caller; nothing was sent.
   */
  request(request: SipRequest, to: P, user: ClientUser): TransactionId
  /** @throws SipError when a header that decides is malformed; nothing has changed. */
  receive(message: SipMessage, from: P): Received
  /** An INVITE without a response is not sent again; one that comes late is still told of. */
  giveUp(id: TransactionId): void
  /** Tells another of what comes of this request. Harmless when it is over. */
  handOver(id: TransactionId, user: ClientUser): void
  /** Sends a response; `false` when the transaction is over or may not send this now. */
  respond(id: TransactionId, response: SipResponse): boolean
  /** What this transaction sent last could not be sent. */
  unsent(id: TransactionId): void
  /** How many are under way. */
  readonly size: number
  /** How many of them this source has begun. */
  ofSource(source: string): number
}

interface Live<P extends Peer> {
  readonly id: TransactionId
  readonly key: string
  readonly mergeKey: string | null
  /**
   * `null` once a server has sent its final response, or a client has had it: nothing is made of it any more. Of an INVITE that
   * was refused the ACK, of which those that follow are made as well.
   */
  request: SipRequest | null
  /** The top Via of a client. */
  readonly via: Via | null
  readonly peer: P
  client: ClientUser | null
  readonly timers: ArmedTimer[]
  transaction: AnyTransaction
  /** Sent last by a server, while it may be sent again from here. */
  response: SipResponse | null
}

class TransactionTable<P extends Peer> implements Transactions<P> {
  readonly #options: TransactionsOptions<P>
  readonly #limits: TransactionLimits
  readonly #timing: Timing
  readonly #live = new Map<TransactionId, Live<P>>()
  readonly #clients = new Map<string, Live<P>>()
  readonly #servers = new Map<string, Live<P>>()
  readonly #merges = new Map<string, string>()
  readonly #sources = new Map<string, number>()
  #lastId = 0

  constructor(options: TransactionsOptions<P>) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#timing = options.timing ?? defaultTiming
  }

  get size(): number {
    return this.#live.size
  }

  ofSource(source: string): number {
    return this.#sources.get(source) ?? 0
  }

  request(request: SipRequest, to: P, user: ClientUser): TransactionId {
    const key = clientKeyOf(request)
    if (key === null || this.#clients.has(key)) throw new TypeError('each request has a branch of its own')
    const begin = request.method === 'INVITE' ? beginInviteClient : beginClient
    return this.#open(key, request, to, user, begin(to.isReliable, this.#timing))
  }

  receive(message: SipMessage, from: P): Received {
    return message.kind === 'response' ? this.#receiveResponse(message) : this.#receiveRequest(message, from)
  }

  respond(id: TransactionId, response: SipResponse): boolean {
    const live = this.#live.get(id)
    if (live === undefined || live.client !== null) return false
    const before = live.response
    live.response = response
    const actions = this.#step(live, { input: 'respond', status: response.status }, null)
    const isSent = actions.some((action) => action.do === 'send-response')
    if (!isSent) live.response = before
    else if (response.status >= 200) {
      // What is held for timers J and L is half of what the collector has to look at. A 2xx to an INVITE its user sends again.
      live.request = null
      if (live.transaction.state === 'accepted') live.response = null
    }
    return isSent
  }

  giveUp(id: TransactionId): void {
    const live = this.#live.get(id)
    if (live !== undefined) this.#step(live, { input: 'give-up' }, null)
  }

  handOver(id: TransactionId, user: ClientUser): void {
    const live = this.#live.get(id)
    if (live !== undefined && live.client !== null) live.client = user
  }

  unsent(id: TransactionId): void {
    const live = this.#live.get(id)
    if (live !== undefined) this.#step(live, { input: 'unsent' }, null)
  }

  #receiveResponse(response: SipResponse): Received {
    const key = clientKeyOf(response)
    const live = key === null ? undefined : this.#clients.get(key)
    if (live === undefined || !isSentByUs(response, live.via)) return 'stray'
    this.#step(live, { input: 'response', status: response.status }, response)
    // No other request is sent but the ACK of a refusal.
    if (response.status >= 200 && live.transaction.kind === 'client') live.request = null
    if (live.transaction.state === 'accepted') live.request = null
    return 'known'
  }

  #receiveRequest(request: SipRequest, from: P): Received {
    const key = serverKeyOf(request)
    const live = this.#servers.get(key)
    if (request.method === 'ACK') return this.#receiveAck(live, request, from)
    if (live !== undefined) {
      this.#step(live, { input: 'request' }, null)
      return 'known'
    }
    const mergeKey = mergeKeyOf(request)
    if (mergeKey !== null && this.#merges.has(mergeKey)) return this.#refuse(createResponse(request, 482), from)
    if (this.#live.size >= this.#limits.transactions || this.ofSource(from.source) >= this.#limits.ofSource) {
      const retryAfter = { seconds: this.#limits.retryAfterSeconds, comment: null, params: [] }
      return this.#refuse(createResponse(request, 503, { headers: { retryAfter } }), from)
    }
    const begin = request.method === 'INVITE' ? beginInviteServer : beginServer
    const step = begin(from.isReliable, this.#timing)
    if (request.method === 'CANCEL') this.#receiveCancel(key, request, from, step)
    else this.#open(key, request, from, null, step, mergeKey)
    return 'new'
  }

  #receiveAck(live: Live<P> | undefined, request: SipRequest, from: P): Received {
    if (live === undefined) this.#options.user.ack(request, from)
    else this.#step(live, { input: 'ack' }, request)
    return live === undefined ? 'stray' : 'known'
  }

  /** Answered at once (section 9.2): 200 when the INVITE is known, whatever becomes of it, 481 when it is not. */
  #receiveCancel(key: string, cancel: SipRequest, from: P, { transaction }: AnyStep): void {
    const invite = this.#servers.get(cancelledKeyOf(cancel))
    // Nothing is passed to the user, so the step that would pass it is left out.
    const id = this.#open(key, cancel, from, null, { transaction, actions: [] } as AnyStep)
    this.respond(id, createResponse(cancel, invite === undefined ? 481 : 200))
    const isOpen = invite?.transaction.kind === 'invite-server' && invite.transaction.state === 'proceeding'
    if (isOpen) this.#options.user.cancelled(invite.id, cancel)
  }

  #refuse(response: SipResponse, to: P): Received {
    this.#options.send(response, to, null)
    return 'refused'
  }

  #open(
    key: string,
    request: SipRequest,
    peer: P,
    client: ClientUser | null,
    step: AnyStep,
    mergeKey: string | null = null,
  ): TransactionId {
    this.#lastId += 1
    const { transaction, actions } = step
    const id = this.#lastId
    const via = client === null ? null : (request.headers.first('via') ?? null)
    const live: Live<P> = { id, key, mergeKey, request, via, peer, client, timers: [], transaction, response: null }
    this.#live.set(id, live)
    if (client === null) {
      this.#servers.set(key, live)
      this.#sources.set(peer.source, this.ofSource(peer.source) + 1)
      if (mergeKey !== null) this.#merges.set(mergeKey, key)
    } else this.#clients.set(key, live)
    for (const action of actions) this.#carryOut(live, action, null)
    return id
  }

  #step(live: Live<P>, input: TransactionInput, message: SipMessage | null): readonly TransactionAction[] {
    const { transaction, actions } = stepTransaction(live.transaction, input)
    live.transaction = transaction
    if (transaction.state === 'terminated') this.#close(live)
    for (const action of actions) this.#carryOut(live, action, message)
    return actions
  }

  #carryOut(live: Live<P>, action: TransactionAction, message: SipMessage | null): void {
    const { clock, send, user } = this.#options
    const { id, request, peer, client, timers } = live
    switch (action.do) {
      case 'send-request':
        if (request !== null) send(request, peer, id)
        break
      case 'send-ack':
        if (request === null || message?.kind !== 'response') break
        live.request = ackOf(request, message)
        send(live.request, peer, id)
        break
      case 'send-trying':
        if (request === null) break
        live.response = createResponse(request, 100)
        send(live.response, peer, id)
        break
      case 'send-response':
      case 'resend-response':
        if (live.response !== null) send(live.response, peer, id)
        break
      case 'start-timer':
        timers.push({
          timer: action.timer,
          id: clock.at(clock.nowMs() + action.afterMs, this.#fire, [id, action.timer] as const),
        })
        break
      case 'stop-timer':
        clock.cancel(takeTimer(timers, action.timer))
        break
      case 'tell':
        if (client === null) user.failed(id, action.what)
        else client.failed(action.what)
        break
      case 'pass':
        if (message?.kind === 'response') client?.response(message)
        else if (message !== null) user.ack(message, peer)
        else if (request !== null) user.request(id, request, peer)
        break
    }
  }

  #fire = ([id, timer]: readonly [TransactionId, TimerName]): void => {
    const live = this.#live.get(id)
    if (live !== undefined && takeTimer(live.timers, timer) !== 0) this.#step(live, { input: 'timer', timer }, null)
  }

  #close({ id, key, mergeKey, client, peer, timers }: Live<P>): void {
    for (const timer of timers) this.#options.clock.cancel(timer.id)
    timers.length = 0
    this.#live.delete(id)
    if (client !== null) {
      this.#clients.delete(key)
      return
    }
    this.#servers.delete(key)
    if (mergeKey !== null && this.#merges.get(mergeKey) === key) this.#merges.delete(mergeKey)
    const left = this.ofSource(peer.source) - 1
    if (left === 0) this.#sources.delete(peer.source)
    else this.#sources.set(peer.source, left)
  }
}

export const createTransactions = <P extends Peer>(options: TransactionsOptions<P>): Transactions<P> =>
  new TransactionTable(options)
