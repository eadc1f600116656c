/** A call that we make: forks, challenges, redirections, and the first answer: RFC 3261 sections 8.1.3, 13.2 and 13.3. */
import { confirmDialog, dialogKeyOfResponse, dialogOfClient } from '../dialogs/dialog.js'
import type { Reason } from '../headers/event.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { exchange } from '../sdp/exchange.js'
import type { Peer } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'
import { Acks, type Invited, mostForks, unwanted } from './acks.js'
import { CallDialog } from './call-dialog.js'
import { locate } from './context.js'
import { acceptedByThem, openDialog } from './in-dialog.js'
import { InviteAttempt } from './invite-attempt.js'
import { inviteOf } from './invite-of.js'
import type { LiveCall, Opening } from './live-call.js'
import { Logins } from './logins.js'
import type { InviteOptions } from './options.js'
import { orNull } from './or-null.js'
import { contactsOf } from './redirects.js'
import { withoutHeaders } from './replaces.js'
import { sessionOf, withSession } from './session-body.js'

export class Outgoing<P extends Peer> implements Opening<P> {
  readonly #call: LiveCall<P>
  readonly #options: Omit<InviteOptions<P>, 'user'>
  readonly #callId: string
  readonly #tag: string
  /** An answer that did not come reliably leaves its dialog without one. */
  readonly isAgreed = true
  readonly #early = new Map<string, CallDialog<P>>()
  readonly #acks: Acks<P>
  /** Peers that have not been tried. */
  readonly #others: P[]
  #attempt: InviteAttempt<P> | null = null
  /** Those of one who was tried before are no business of the next. */
  #logins: Logins
  #number = 0
  #targets: Uri[] | null = null
  #seconds: number
  #isLonger = false
  #isCancelled = false

  constructor(call: LiveCall<P>, { user: _user, ...options }: InviteOptions<P>) {
    const { ids, sessionTimer } = call.ctx
    this.#call = call
    this.#acks = new Acks(call.ctx)
    this.#options = options
    this.#callId = ids.token()
    this.#tag = ids.token()
    this.#logins = new Logins(options.credentials, ids)
    this.#others = [...(options.otherPeers ?? [])]
    this.#seconds = sessionTimer.expiresSeconds
    call.begin(this)
  }

  get request(): SipRequest {
    return this.#begun.request
  }

  get peer(): P {
    return this.#begun.peer
  }

  get #begun(): InviteAttempt<P> {
    if (this.#attempt === null) throw new TypeError('where the INVITE goes is still being looked up')
    return this.#attempt
  }

  start(): void {
    const { to, peer, ringTimeoutMs } = this.#options
    if (ringTimeoutMs !== undefined) this.#call.timers.set('ring', ringTimeoutMs, () => this.#giveUp('us'))
    this.#send(withoutHeaders(to), peer)
  }

  ring(): void {}
  answer(): void {}
  settled(): void {}
  refuse(): void {}

  hangUp(reason?: Reason): void {
    const { dialog, state } = this.#call
    if (state === 'confirmed' || state === 'answered') dialog?.bye(reason)
    else this.#cancel(reason)
  }

  /** A response that comes late is cancelled, an answer is hung up. */
  #giveUp(by: 'us' | 'fault'): void {
    if (this.#call.isOver) return
    this.#attempt?.giveUp()
    this.#cancel()
    this.#call.end({ by, status: 408, reason: null })
  }

  #cancel(reason?: Reason): void {
    this.#isCancelled = true
    this.#attempt?.cancel(reason)
    this.#forget(null)
  }

  #send(uri: Uri, peer?: P): void {
    const { silenceTimeoutMs } = this.#options
    const go = (to: P): void => {
      if (this.#isCancelled) return
      this.#logins = new Logins(this.#options.credentials, this.#call.ctx.ids)
      this.#attempt = new InviteAttempt(this.#call.ctx, {
        make: (auth) => this.#make(uri, to, auth),
        to,
        logins: this.#logins,
        provisional: (response) => this.#provisional(response),
        accepted: (response) => this.#accepted(response),
        refused: (response) => this.#refused(response, uri, to),
        failed: (what) => this.#failed(what, uri),
        silence:
          silenceTimeoutMs === undefined ? undefined : { afterMs: silenceTimeoutMs, told: () => this.#giveUp('fault') },
      })
    }
    if (peer === undefined) locate(this.#call.ctx, uri, null, go, () => this.#failed('unsent', uri))
    else go(peer)
  }

  #make(uri: Uri, to: P, auth: HeaderFields): SipRequest {
    this.#number += 1
    return inviteOf(this.#call.ctx, this.#options, {
      uri,
      to,
      auth,
      tag: this.#tag,
      callId: this.#callId,
      number: this.#number,
      seconds: this.#seconds,
    })
  }

  #provisional(response: SipResponse): void {
    const { status } = response
    if (status === 100 || this.#call.isOver) return
    const dialog = orNull(() => this.#earlyOf(response))
    if (dialog !== null && !this.#acknowledge(dialog, response)) return
    const session = sessionOf(response)
    if (dialog !== null && session !== null) {
      dialog.early = session
      if (dialog.rseq !== null) dialog.exchange = 'agreed'
    }
    this.#call.move('early')
    this.#call.dialog ??= dialog
    this.#call.tell((user) => user.progress(this.#call, status, session, response))
    this.#call.offerEarly()
  }

  /** The early dialog of this response, made by the first of its tag; `null` when it makes none, or there are too many. */
  #earlyOf(response: SipResponse): CallDialog<P> | null {
    const key = dialogKeyOfResponse(response)
    const known = key === null ? undefined : this.#early.get(key)
    if (known !== undefined || key === null || this.#early.size >= mostForks) return known ?? null
    const dialog = this.#dialogOf(response)
    this.#early.set(key, dialog)
    openDialog(this.#call, dialog)
    return dialog
  }

  #dialogOf(response: SipResponse): CallDialog<P> {
    const { request, peer } = this.#begun
    const dialog = new CallDialog(this.#call.ctx, dialogOfClient(request, response), peer, this.#logins)
    dialog.hear(response)
    dialog.exchange = (this.#options.session === null ? null : exchange('none', 'offer-sent')) ?? 'none'
    return dialog
  }

  /** A PRACK where the response asks for one (RFC 3262 section 4); `false` when it came before or out of order. */
  #acknowledge(dialog: CallDialog<P>, { headers }: SipResponse): boolean {
    const rseq = orNull(() => headers.get('rseq'))
    const isReliable = orNull(() => headers.get('require'))?.includes('100rel') ?? false
    if (rseq === null || !isReliable) return true
    if (dialog.rseq !== null && rseq !== dialog.rseq + 1) return false
    dialog.rseq = rseq
    const rack = { response: rseq, ...headers.need('cseq') }
    const ignore = (): void => undefined
    dialog.send('PRACK', { headers: { rack } }, { answered: ignore, failed: ignore })
    return true
  }

  #accepted(response: SipResponse): void {
    if (this.#acks.size > 0 || this.#call.isOver) {
      this.#acks.hangUp(response, this.#invited)
      this.leave()
      return
    }
    const dialog = orNull(() => this.#confirmed(response))
    if (dialog !== null) {
      this.#win(dialog, response)
      return
    }
    this.#forget(null)
    this.#call.end({ by: 'fault', status: null, reason: null })
  }

  leave(): void {
    if (!this.#call.isOver || this.#acks.size === 0) return
    this.#begun.leave(unwanted(this.#acks, this.#invited))
  }

  get #invited(): Invited<P> {
    const { request, peer, auth } = this.#begun
    return { request, peer, auth, logins: this.#logins }
  }

  #confirmed(response: SipResponse): CallDialog<P> {
    const key = dialogKeyOfResponse(response) ?? ''
    const early = this.#early.get(key)
    const dialog = early === undefined || early.dialog.state === 'ended' ? this.#dialogOf(response) : early
    dialog.dialog = confirmDialog(dialog.dialog, response)
    dialog.hear(response)
    return dialog
  }

  /** The first 2xx is the call; another that follows is acknowledged and hung up (section 13.2.2.4). */
  #win(dialog: CallDialog<P>, response: SipResponse): void {
    const call = this.#call
    call.timers.cancel('ring')
    call.dialog = dialog
    openDialog(call, dialog)
    this.#forget(dialog)
    call.move('answered')
    const theirs = sessionOf(response)
    if (this.#options.session !== null) {
      const current = dialog.updated === null ? (theirs ?? dialog.early) : dialog.early
      dialog.exchange = 'agreed'
      acceptedByThem(call, dialog, dialog.updated ?? this.#options.session, response)
      this.#ack(dialog, response, null, () => call.isOver || call.move('confirmed'))
      call.tell((user) => user.answered(call, current, response))
      call.session?.next()
      return
    }
    const answer = call.ask((user) => user.answered(call, theirs, response))
    dialog.exchange = 'agreed'
    acceptedByThem(call, dialog, answer ?? null, response)
    this.#ack(dialog, response, answer ?? null, () => {
      if (call.isOver) return
      call.move('confirmed')
      if (answer !== undefined) {
        call.session?.next()
        return
      }
      dialog.bye()
      call.end({ by: 'us', status: null, reason: null })
    })
  }

  #ack(dialog: CallDialog<P>, response: SipResponse, session: string | null, sent: () => void): void {
    this.#acks.send(dialog, response, withSession(session, this.#begun.auth), sent)
  }

  #refused(response: SipResponse, uri: Uri, to: P): void {
    const { status, headers } = response
    const call = this.#call
    if (call.isOver) return
    this.#forget(null)
    const min = status === 422 && !this.#isLonger ? orNull(() => headers.get('minSe')) : null
    if (min !== null && min.seconds > this.#seconds) {
      this.#isLonger = true
      this.#seconds = min.seconds
      this.#send(uri, to)
      return
    }
    if (status < 400 && this.#options.followRedirects === true && this.#targets === null)
      this.#targets = contactsOf(response)
    if (status < 600 && this.#try(status === 503 ? uri : null)) return
    // Only timer C cancels an INVITE of a call that goes on.
    if (this.#begun.isCancelled) call.end({ by: 'fault', status: 408, reason: null })
    else {
      const retryAfter = orNull(() => headers.get('retryAfter'))
      call.end({
        by: 'them',
        status,
        reason: orNull(() => headers.get('reason'))?.[0] ?? null,
        ...(retryAfter == null ? {} : { retryAfterMs: 1_000 * retryAfter.seconds }),
      })
    }
  }

  #failed(what: 'timeout' | 'unsent', uri: Uri): void {
    if (this.#call.isOver) return
    this.#forget(null)
    if (this.#try(uri)) return
    const isLate = what === 'timeout' || this.#attempt?.isCancelled === true
    this.#call.end({ by: 'fault', status: isLate ? 408 : 503, reason: null })
  }

  /** Another peer for a URI whose peer has failed, or the next URI of a redirection. */
  #try(failed: Uri | null): boolean {
    const other = failed === null || this.#attempt?.isCancelled === true ? undefined : this.#others.shift()
    if (failed !== null && other !== undefined) {
      this.#send(failed, other)
      return true
    }
    const next = this.#targets?.shift()
    if (next === undefined) return false
    this.#send(next)
    return true
  }

  /** The early dialogs end but for the one that was answered. */
  #forget(winner: CallDialog<P> | null): void {
    for (const dialog of this.#early.values()) if (dialog !== winner) dialog.end()
    this.#early.clear()
    if (winner === null) this.#call.dialog = null
  }
}
