/** A call: what its user orders goes to the INVITE that opens it, to its dialog, or to the session once it stands. */

import { mayMove } from '@callweave/core'
import type { NameAddress } from '../headers/address.js'
import type { Reason } from '../headers/event.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'
import { Appointments } from './appointments.js'
import { type SipCall, type SipCallEnd, type SipCallState, type SipCallUser, sipCallStates } from './call.js'
import type { CallDialog } from './call-dialog.js'
import type { Context } from './context.js'
import { mayUpdate, updateEarly } from './early-update.js'
import type { Referrals } from './referrals.js'
import type { Session } from './session.js'

/** The INVITE that opens a call, ours or theirs. */
export interface Opening<P extends Peer> {
  readonly request: SipRequest
  readonly peer: P
  ring(session: string | undefined): void
  answer(session: string): void
  /** Whether the first offer and its answer have arrived for certain. */
  readonly isAgreed: boolean
  /** An offer of ours from before the answer is no longer under way. */
  settled(): void
  refuse(status: number, phrase: string | undefined, headers: HeaderFields | undefined): void
  /** The call has ended: of an INVITE that was answered no more is kept than what may still come of it. */
  leave(): void
  /** The call is over for its user; what is under way is brought to its end. */
  hangUp(reason: Reason | undefined): void
}

/** Those that have functions of their own, or none. */
const ownMethods: ReadonlySet<string> = new Set([
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'PRACK',
  'UPDATE',
  'REFER',
  'NOTIFY',
])

/** Has a call that is over. */
const nobody: SipCallUser<Peer> = {
  progress: () => undefined,
  answered: () => undefined,
  offered: () => 488,
  wanted: () => '',
  agreed: () => undefined,
  refused: () => undefined,
  confirmed: () => undefined,
  referred: () => false,
  referProgress: () => undefined,
  digit: () => undefined,
  ended: () => undefined,
}

export interface LiveCallParts {
  readonly id: number
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: NameAddress
}

export class LiveCall<P extends Peer> implements SipCall<P> {
  readonly id: number
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: NameAddress
  readonly ctx: Context<P>
  readonly timers: Appointments
  #state: SipCallState = 'inviting'
  #opening: Opening<P> | null = null
  #user: SipCallUser<P> | null = null
  /** The dialog that is confirmed, or that ours will be once it is answered. */
  dialog: CallDialog<P> | null = null
  #session: Session<P> | null = null
  #referrals: Referrals<P> | null = null
  /** Offered before the session stood. */
  #offered: string | null = null

  constructor(ctx: Context<P>, { id, direction, remote }: LiveCallParts) {
    this.ctx = ctx
    this.id = id
    this.direction = direction
    this.remote = remote
    this.timers = new Appointments(ctx.clock, ctx.tells)
    ctx.calls.add(this)
  }

  begin(opening: Opening<P>): void {
    this.#opening = opening
  }

  /** Who has it from now on. */
  take(user: SipCallUser<P>): void {
    this.#user = user
  }

  /** It is answered: from now on there is a session. */
  stand(session: Session<P>, referrals: Referrals<P>): void {
    this.#session = session
    this.#referrals = referrals
    if (this.#offered !== null) session.offer(this.#offered)
  }

  get session(): Session<P> | null {
    return this.#session
  }

  get referrals(): Referrals<P> | null {
    return this.#referrals
  }

  get state(): SipCallState {
    return this.#state
  }

  get isOver(): boolean {
    return this.#state === 'ended'
  }

  get invite(): SipRequest {
    return this.opening.request
  }

  get peer(): P {
    return this.opening.peer
  }

  get opening(): Opening<P> {
    if (this.#opening === null) throw new TypeError('the call has not begun')
    return this.#opening
  }

  ring(session?: string): void {
    this.#order(() => {
      this.#mustBeIncoming()
      if (this.#isOpen()) this.opening.ring(session)
    })
  }

  answer(session: string): void {
    this.#order(() => {
      this.#mustBeIncoming()
      if (this.#isOpen()) this.opening.answer(session)
    })
  }

  refuse(
    status: number,
    { phrase, headers }: { readonly phrase?: string; readonly headers?: HeaderFields } = {},
  ): void {
    this.#order(() => {
      this.#mustBeIncoming()
      if (!(Number.isInteger(status) && status >= 300 && status <= 699)) throw new TypeError('a refusal is 300 to 699')
      if (this.#isOpen()) this.opening.refuse(status, phrase, headers)
    })
  }

  hangUp(reason?: Reason): void {
    this.#order(() => {
      if (this.isOver) return
      this.opening.hangUp(reason)
      this.end({ by: 'us', status: null, reason: reason ?? null })
    })
  }

  offer(session: string): void {
    this.#order(() => {
      if (this.isOver) return
      if (this.session !== null) this.session.offer(session)
      else {
        this.#offered = session
        this.offerEarly()
      }
    })
  }

  /** Sends what was offered before the answer, where it may go by UPDATE; else it waits for the answer. */
  offerEarly(): void {
    const { dialog } = this
    const session = this.#offered
    if (session === null || this.#session !== null || !this.opening.isAgreed || !mayUpdate(dialog)) return
    this.#offered = null
    updateEarly(this, dialog, session, () => {
      this.opening.settled()
      this.offerEarly()
    })
  }

  refer(to: Uri, replaces?: SipCall<P>): void {
    this.#order(() => {
      if (this.#state === 'confirmed') this.referrals?.refer(to, replaces instanceof LiveCall ? replaces.dialog : null)
      else this.tell((user) => user.referProgress(this, 480))
    })
  }

  send(method: string, { headers, body }: { readonly headers?: HeaderFields; readonly body?: string } = {}): void {
    if (ownMethods.has(method)) throw new TypeError(`${method} is sent by the call itself`)
    this.#order(() => {
      if (this.isOver || this.#state === 'inviting') return
      // Before that the far end may not know the dialog yet.
      const isSure = this.#state === 'confirmed'
      const answered = (status: number): void => {
        if (isSure && method === 'INFO' && (status === 408 || status === 481)) this.lost()
      }
      this.dialog?.send(
        method,
        { ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) },
        {
          answered: (response) => answered(response.status),
          failed: (what) => answered(what === 'timeout' ? 408 : 503),
        },
      )
    })
  }

  move(state: SipCallState): void {
    if (this.#state === state) return
    if (!mayMove(sipCallStates, this.#state, state)) throw new TypeError(`${this.#state} may not become ${state}`)
    this.#state = state
  }

  /** The far end does not know the call any more, or says nothing: RFC 5057 section 5.1. */
  lost(): void {
    if (this.isOver) return
    this.opening.hangUp(undefined)
    this.end({ by: 'fault', status: null, reason: null })
  }

  /** Once; whatever is said to the far end has been said. */
  end(end: SipCallEnd): void {
    if (this.isOver) return
    this.move('ended')
    this.timers.close()
    this.session?.close()
    this.referrals?.close()
    this.#opening?.leave()
    this.ctx.calls.delete(this)
    const user = this.#user
    if (user === null) return
    // Whoever still holds the call would hold all that its user knows.
    this.#user = nobody
    this.ctx.tells.tell(() => user.ended(this, end))
  }

  /** Nothing is told of a call that has ended but that. */
  tell(say: (user: SipCallUser<P>) => void): void {
    const user = this.#user
    if (user === null) return
    this.ctx.tells.tell(() => {
      if (!this.isOver) say(user)
    })
  }

  /** Asks who has it; inside a message or a timer only. */
  ask<T>(question: (user: SipCallUser<P>) => T): T {
    const user = this.#user
    if (user === null) throw new TypeError('nobody has this call')
    return this.ctx.tells.ask(() => question(user))
  }

  #isOpen(): boolean {
    return this.#state === 'inviting' || this.#state === 'early'
  }

  #mustBeIncoming(): void {
    if (this.direction !== 'incoming') throw new TypeError('only a call that came is answered')
  }

  /** While its user is being asked, what it orders waits for the answer. */
  #order(run: () => void): void {
    if (this.ctx.tells.isAsking) this.ctx.tells.tell(run)
    else run()
  }
}
