/** REFER both ways with the subscription that it implies, or without (Refer-Sub): RFC 3515, RFC 4488, Referred-By of RFC 3892. */
import { address } from '../headers/address.js'
import { eventName } from '../headers/event.js'
import { mediaType } from '../headers/media.js'
import type { SipRequest } from '../message/message.js'
import { reasonOf } from '../message/status.js'
import type { Peer, TransactionId } from '../transactions/transactions.js'
import type { Uri } from '../uri/uri.js'
import { formatUri } from '../uri/write-uri.js'
import type { SipReferral } from './call.js'
import type { CallDialog } from './call-dialog.js'
import { respond } from './in-dialog.js'
import type { LiveCall } from './live-call.js'
import { orNull } from './or-null.js'
import { keyNamed, nameForThem, replacesIn, withReplaces } from './replaces.js'
import { textOf } from './session-body.js'

const sipfrag = mediaType('message/sipfrag')

/** REFERs of theirs at a time whose end we have not told. */
const mostReferrals = 8

/** How long they may wait for the next news of theirs. */
const expiresSeconds = '180'

export class Referrals<P extends Peer> {
  readonly #call: LiveCall<P>
  readonly #dialog: CallDialog<P>
  /** REFERs of ours that have not come to an end. */
  #asked = 0
  /** REFERs of theirs, the first of which is told of without an id (section 2.4.6). */
  #theirs = 0
  #open = 0
  #isOver = false

  constructor(call: LiveCall<P>, dialog: CallDialog<P>) {
    this.#call = call
    this.#dialog = dialog
  }

  refer(to: Uri, replaces: CallDialog<P> | null): void {
    const uri = replaces === null || to.kind !== 'sip' ? to : withReplaces(to, nameForThem(replaces.dialog))
    const headers = { referTo: address(uri), referredBy: address(this.#dialog.dialog.local.uri) }
    this.#asked += 1
    this.#dialog.send(
      'REFER',
      { headers },
      {
        answered: ({ status, headers: theirs }) => {
          const isLast = orNull(() => theirs.get('referSub'))?.state === 'false'
          if (status >= 300 || isLast) this.#ended(status)
        },
        failed: (what) => this.#ended(what === 'timeout' ? 408 : 503),
      },
    )
  }

  /** A NOTIFY: how a REFER of ours goes. @throws SipError when a header is malformed. */
  notified(id: TransactionId, request: SipRequest): void {
    const { ctx } = this.#call
    const event = request.headers.need('event').event.toLowerCase()
    const state = request.headers.get('subscriptionState')?.state
    if (event !== 'refer' || this.#asked === 0) {
      respond(ctx, id, request, event === 'refer' ? 481 : 489)
      return
    }
    respond(ctx, id, request, 200)
    const [, told] = /^SIP\/2\.0 ([1-6]\d\d)/i.exec(textOf(request)) ?? []
    const status = told === undefined ? 100 : Number(told)
    // A subscription that ends without a final status says no more.
    if (status >= 200 || state === 'terminated') this.#ended(status >= 200 ? status : 503)
    else this.#tell(status)
  }

  /** A REFER of theirs. @throws SipError when a header is malformed. */
  referred(id: TransactionId, request: SipRequest): void {
    const call = this.#call
    const { ctx } = call
    if (call.state !== 'confirmed' || this.#open >= mostReferrals) {
      respond(ctx, id, request, 480)
      return
    }
    const { uri } = request.headers.need('referTo')
    const name = replacesIn(uri)
    const referredBy = request.headers.get('referredBy')
    const number = String(request.headers.need('cseq').number)
    const isTold = request.headers.get('referSub')?.state !== 'false'
    const notifier = isTold ? this.#notifier(this.#theirs === 0 ? null : number) : silent
    const referral: SipReferral<P> = {
      to: uri,
      replaces: name === null ? null : (ctx.dialogs.get(keyNamed(name))?.call ?? null),
      hasReplaces: name !== null,
      referredBy: referredBy === undefined ? null : formatUri(referredBy.uri),
      notify: (status, phrase) => notifier.notify(status, phrase),
    }
    const verdict = call.ask((user) => user.referred(call, referral))
    if (verdict !== true) {
      respond(ctx, id, request, typeof verdict === 'number' ? verdict : 603)
      return
    }
    this.#theirs += 1
    if (isTold) this.#open += 1
    const referSub = isTold ? {} : { referSub: { state: 'false', params: [] } }
    respond(ctx, id, request, 202, { headers: { contact: this.#dialog.contact, ...referSub } })
    notifier.open()
  }

  close(): void {
    this.#isOver = true
  }

  /** Tells them how it goes, from `open` on and up to the first final status. */
  #notifier(id: string | null) {
    const waiting: { readonly status: number; readonly phrase: string }[] = [{ status: 100, phrase: reasonOf(100) }]
    let isOpen = false
    let isOver = false
    const send = (status: number, phrase: string): void => {
      const isFinal = status >= 200
      const subscriptionState = isFinal
        ? { state: 'terminated', params: [{ name: 'reason', value: 'noresource' }] }
        : { state: 'active', params: [{ name: 'expires', value: expiresSeconds }] }
      if (isFinal) this.#open -= 1
      const ignore = (): void => undefined
      this.#dialog.send(
        'NOTIFY',
        {
          headers: { event: eventName('refer', id), subscriptionState, contentType: sipfrag },
          body: `SIP/2.0 ${status} ${phrase.replace(/[^\x20-\x7e]/g, ' ')}\r\n`,
        },
        {
          answered: (response) => {
            if (response.status === 481) isOver = true
          },
          failed: ignore,
        },
      )
    }
    return {
      open: (): void => {
        isOpen = true
        for (const { status, phrase } of waiting.splice(0)) send(status, phrase)
      },
      notify: (status: number, phrase = reasonOf(status)): void => {
        mustBeStatus(status)
        if (isOver || this.#isOver) return
        if (status >= 200) isOver = true
        if (isOpen) send(status, phrase)
        else waiting.push({ status, phrase })
      },
    }
  }

  #ended(status: number): void {
    if (this.#asked === 0) return
    this.#asked -= 1
    this.#tell(status)
  }

  #tell(status: number): void {
    const call = this.#call
    call.tell((user) => user.referProgress(call, status))
  }
}

const mustBeStatus = (status: number): void => {
  if (!(Number.isInteger(status) && status >= 100 && status <= 699)) throw new TypeError('a status is 100 to 699')
}

/** Of a REFER that wants no news. */
const silent: Pick<SipReferral<Peer>, 'notify'> & { open(): void } = { open: () => undefined, notify: mustBeStatus }
