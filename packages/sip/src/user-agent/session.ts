/** The session of a call that stands: offers both ways, one at a time, and its timer: RFC 3261 section 14, RFC 3311, 4028, 6337. */
import { refreshTarget } from '../dialogs/dialog.js'
import { glareWaitMs, stepInvite } from '../dialogs/invites.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { exchange } from '../sdp/exchange.js'
import type { Peer, TransactionId } from '../transactions/transactions.js'
import type { CallDialog } from './call-dialog.js'
import { ourselves } from './context.js'
import { refuseForNow, respond } from './in-dialog.js'
import type { InviteAttempt } from './invite-attempt.js'
import type { LiveCall } from './live-call.js'
import { orNull } from './or-null.js'
import { reInvite } from './re-invite.js'
import { Repeater } from './repeater.js'
import { sessionOf, withSession } from './session-body.js'
import { agreedTimer, answerTimer, askTimer, type SessionTimer, shortest, timerDelays } from './session-timer.js'

/** After a refresh that was refused. */
const retryMs = 10_000

export class Session<P extends Peer> {
  readonly dialog: CallDialog<P>
  readonly #call: LiveCall<P>
  /** What we said last and they agreed to, or that they are to answer. */
  #local: string | null
  #timer: SessionTimer | null = null
  /** Our next offer; a later one takes its place. */
  #wanted: string | null = null
  #isRefreshDue = false
  #isQueued = false
  #attempt: InviteAttempt<P> | null = null

  constructor(call: LiveCall<P>, dialog: CallDialog<P>, local: string | null, timer: SessionTimer | null) {
    this.#call = call
    this.dialog = dialog
    this.#local = local
    this.#setTimer(timer)
  }

  /** An offer of ours from before it stood was agreed on. */
  said(session: string): void {
    this.#local = session
  }

  offer(session: string): void {
    this.#wanted = session
    this.next()
  }

  /** Sends what waits, if now is the time. */
  next(): void {
    const { state, timers } = this.#call
    const isWanted = this.#wanted !== null || this.#isRefreshDue
    if (!isWanted || this.#isQueued || state !== 'confirmed' || timers.has('glare')) return
    this.#isQueued = true
    this.dialog.turn(
      (done) => {
        this.#isQueued = false
        this.#invite(done)
      },
      () => undefined,
    )
  }

  /** An INVITE in the dialog. */
  invited(id: TransactionId, request: SipRequest): void {
    const { dialog } = this
    const { ctx } = this.#call
    const step = stepInvite(dialog.invites, 'received')
    const answer = step.verdict === 'refuse' ? step.status : this.#answer(request)
    if (typeof answer === 'number') {
      if (answer === 491 || answer === 500) refuseForNow(ctx, id, request, answer)
      else respond(ctx, id, request, answer, answer === 422 ? { headers: shortest(ctx.sessionTimer) } : {})
      return
    }
    dialog.invites = step.state
    const parts = { ...answer, headers: { ...this.#ours(), ...answer.headers } }
    const again = (): void => respond(ctx, id, request, 200, parts)
    again()
    const repeater = new Repeater(ctx, { kind: '2xx', again, givenUp: () => this.#call.lost() })
    dialog.awaitAck(request.headers.need('cseq').number, repeater, (ack) => {
      dialog.invites = stepInvite(dialog.invites, 'theirs-done').state
      this.acknowledged(ack)
    })
  }

  /** The ACK to a 2xx of ours, which brings the answer where that made an offer. */
  acknowledged(ack: SipRequest): void {
    const { dialog } = this
    const call = this.#call
    const isOffered = dialog.exchange === 'first-offer-sent' || dialog.exchange === 'offer-sent'
    const theirs = sessionOf(ack)
    if (isOffered && theirs === null) {
      call.lost()
      return
    }
    if (isOffered && theirs !== null) {
      dialog.exchange = 'agreed'
      call.tell((user) => user.agreed(call, theirs))
    }
    this.next()
  }

  updated(id: TransactionId, request: SipRequest): void {
    const { ctx } = this.#call
    const answer = this.#answer(request)
    if (typeof answer !== 'number')
      respond(ctx, id, request, 200, { ...answer, headers: { ...this.#ours(), ...answer.headers } })
    else if (answer === 491 || answer === 500) refuseForNow(ctx, id, request, answer)
    else respond(ctx, id, request, answer, answer === 422 ? { headers: shortest(ctx.sessionTimer) } : {})
  }

  close(): void {
    this.#wanted = null
    this.#isRefreshDue = false
    this.#attempt?.cancel()
  }

  /** Headers and session of our 200, or the status that refuses. @throws SipError when a header is malformed. */
  #answer(request: SipRequest): { readonly headers: HeaderFields; readonly body?: string } | number {
    const { dialog } = this
    const call = this.#call
    const timer = answerTimer(request, call.ctx.sessionTimer, this.#timer)
    if (timer.verdict === 'too-short') return 422
    const theirs = sessionOf(request)
    let ours: string | null = null
    if (theirs !== null) {
      if (exchange(dialog.exchange, 'offer-received') === null) return dialog.exchange === 'offer-sent' ? 491 : 500
      const answer = call.ask((user) => user.offered(call, theirs))
      if (typeof answer === 'number') return answer
      ours = answer
    } else if (request.method === 'INVITE') {
      if (exchange(dialog.exchange, 'offer-sent') === null) return 491
      ours = call.ask((user) => user.wanted(call))
      dialog.exchange = 'offer-sent'
    }
    this.#local = ours ?? this.#local
    this.#setTimer(timer.timer)
    return withSession(ours, timer.headers)
  }

  #ours(): HeaderFields {
    const { userAgent: _, ...ours } = ourselves(this.#call.ctx)
    return { ...ours, contact: this.dialog.contact }
  }

  #invite(done: () => void): void {
    const { dialog } = this
    const wanted = this.#wanted
    const session = wanted ?? this.#local
    const step = stepInvite(dialog.invites, 'sent')
    const offered = exchange(dialog.exchange, 'offer-sent')
    if (step.verdict !== 'go' || offered === null || session === null || this.#call.isOver) {
      done()
      return
    }
    this.#wanted = null
    this.#isRefreshDue = false
    dialog.invites = step.state
    dialog.exchange = offered
    const over = (): void => {
      this.#attempt = null
      dialog.invites = stepInvite(dialog.invites, 'ours-done').state
      dialog.exchange = 'agreed'
      done()
    }
    const failed = (what: 'timeout' | 'unsent'): void => {
      over()
      this.#refused(what === 'timeout' ? 408 : 503, wanted, null)
    }
    const send = (): true => {
      this.#attempt = reInvite(this.#call.ctx, dialog, {
        session,
        headers: () => askTimer(this.#call.ctx.sessionTimer, this.#timer),
        accepted: (response) => {
          over()
          this.#accepted(session, response)
        },
        refused: (response) => {
          over()
          this.#refused(response.status, wanted, response)
        },
        failed,
      })
      return true
    }
    dialog.locate(
      () => {
        if (orNull(send) === null) failed('unsent')
      },
      () => failed('unsent'),
    )
  }

  #accepted(session: string, response: SipResponse): void {
    const call = this.#call
    const theirs = sessionOf(response)
    this.#local = session
    this.dialog.hear(response)
    this.#setTimer(orNull(() => agreedTimer(response)))
    if (theirs === null) call.tell((user) => user.refused(call, 488))
    else call.tell((user) => user.agreed(call, theirs))
    this.next()
  }

  #refused(status: number, wanted: string | null, response: SipResponse | null): void {
    const call = this.#call
    if (call.isOver) return
    if (status === 408 || status === 481) {
      call.lost()
      return
    }
    if (status === 491) {
      // Ours goes again unless a later one has taken its place.
      this.#wanted ??= wanted
      this.#isRefreshDue = this.#wanted === null
      const waitMs = glareWaitMs(call.direction === 'outgoing', call.ctx.ids.chance())
      call.timers.set('glare', waitMs, () => this.next())
      return
    }
    if (status === 422 && response !== null && this.#isLonger(response)) {
      this.#wanted ??= wanted
      this.#isRefreshDue = this.#wanted === null
    } else if (wanted !== null) call.tell((user) => user.refused(call, status))
    else call.timers.set('refresh', retryMs, () => this.#refresh())
    this.next()
  }

  /** Takes the shortest interval that they bear; `false` when that is not longer than ours. */
  #isLonger({ headers }: SipResponse): boolean {
    const min = orNull(() => headers.get('minSe'))?.seconds ?? 0
    const { seconds, isOurs } = this.#timer ?? { seconds: this.#call.ctx.sessionTimer.expiresSeconds, isOurs: true }
    if (min <= seconds) return false
    this.#timer = { seconds: min, isOurs }
    return true
  }

  #setTimer(timer: SessionTimer | null): void {
    const { timers } = this.#call
    this.#timer = timer
    timers.cancel('refresh')
    timers.cancel('expiry')
    if (timer === null || this.#call.isOver) return
    const { refreshMs, giveUpMs } = timerDelays(timer)
    if (refreshMs !== null) timers.set('refresh', refreshMs, () => this.#refresh())
    timers.set('expiry', giveUpMs, () => this.#call.lost())
  }

  #refresh(): void {
    if (this.dialog.allows?.includes('UPDATE') !== true) {
      this.#isRefreshDue = true
      this.next()
      return
    }
    const again = (): void => this.#call.timers.set('refresh', retryMs, () => this.#refresh())
    this.dialog.send(
      'UPDATE',
      { headers: askTimer(this.#call.ctx.sessionTimer, this.#timer) },
      {
        answered: (response) => {
          const { status } = response
          if (this.#call.isOver) return
          if (status < 300) {
            this.dialog.dialog =
              orNull(() => refreshTarget(this.dialog.dialog, 'UPDATE', response)) ?? this.dialog.dialog
            this.#setTimer(orNull(() => agreedTimer(response)))
          } else if (status === 408 || status === 481) this.#call.lost()
          else if (status !== 422 || !this.#isLonger(response)) again()
          else this.#refresh()
        },
        failed: (what) => (what === 'timeout' ? this.#call.lost() : again()),
      },
    )
  }
}
