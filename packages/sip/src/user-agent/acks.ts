/**
 * The ACKs to the 2xx of one INVITE of ours, each sent again whenever its 2xx comes again: RFC 3261 section 13.2.2.4. They are
 * all that is kept of the INVITE for the half minute of timer M (RFC 6026), once nobody waits for its answer any more.
 */
import { dialogKeyOfResponse, dialogOfClient } from '../dialogs/dialog.js'
import type { HeaderName } from '../headers/table.js'
import { type HeaderFields, onlyHeaders } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { parseMessage } from '../message/parse.js'
import { writeMessage } from '../message/write.js'
import type { Peer } from '../transactions/transactions.js'
import { CallDialog, type InDialogParts } from './call-dialog.js'
import type { Context } from './context.js'
import type { Logins } from './logins.js'
import { orNull } from './or-null.js'

/** Answers of one INVITE; more are a flood, and get nothing. */
export const mostForks = 20

/** An ACK that is sent again whenever its 2xx comes again. */
interface SentAck<P extends Peer> {
  /** As it was written: its lines are places in texts of theirs, which they would keep. */
  readonly bytes: Uint8Array
  readonly to: P
}

/** What a dialog of another answer is made of. */
export interface Invited<P extends Peer> {
  readonly request: Pick<SipRequest, 'uri' | 'headers'>
  readonly peer: P
  readonly logins: Logins
  /** Credentials that the ACK carries as the INVITE did. */
  readonly auth: HeaderFields
}

export class Acks<P extends Peer> {
  readonly #ctx: Context<P>
  /** By dialog; `null` while where it goes is looked up. */
  readonly #sent = new Map<string, SentAck<P> | null>()

  constructor(ctx: Context<P>) {
    this.#ctx = ctx
  }

  /** Dialogs whose 2xx has come. */
  get size(): number {
    return this.#sent.size
  }

  /** Whether this 2xx, or so many others, came before: nothing is left to do but what has been done here. */
  again(response: SipResponse): boolean {
    const sent = this.#sent.get(keyOf(response))
    if (sent === undefined) return this.#sent.size >= mostForks
    const request = sent === null ? null : orNull(() => parseMessage(sent.bytes))
    if (sent !== null && request !== null) this.#ctx.options.send(request, sent.to, () => undefined)
    return true
  }

  send(dialog: CallDialog<P>, response: SipResponse, parts: InDialogParts, sent: () => void): void {
    const key = keyOf(response)
    this.#sent.set(key, null)
    dialog.ack(response.headers.need('cseq').number, parts, (request, to) => {
      this.#sent.set(key, { bytes: writeMessage(request), to })
      sent()
    })
  }

  /** An answer that nobody waits for is acknowledged and hung up. */
  hangUp(response: SipResponse, { request, peer, logins, auth }: Invited<P>): void {
    if (this.again(response)) return
    const made = orNull(() => dialogOfClient(request, response))
    if (made === null) return
    const dialog = new CallDialog(this.#ctx, made, peer, logins)
    this.send(dialog, response, { headers: auth }, () => dialog.bye())
  }
}

/** All that is kept of a call that has ended: whatever 2xx is still to come is hung up. Of the INVITE this holds two lines. */
export const unwanted = <P extends Peer>(acks: Acks<P>, { request, ...invited }: Invited<P>) => {
  const { uri, headers } = request
  return hangingUp(acks, { ...invited, request: { uri, headers: onlyHeaders(headers, ofDialogs) } })
}

/** What the dialog of an answer is made of. */
const ofDialogs: ReadonlySet<HeaderName> = new Set(['from', 'cseq'])

/** A function of its own: one made above would hold the whole INVITE. */
const hangingUp =
  <P extends Peer>(acks: Acks<P>, invited: Invited<P>) =>
  (response: SipResponse): void =>
    acks.hangUp(response, invited)

const keyOf = (response: SipResponse): string => orNull(() => dialogKeyOfResponse(response)) ?? ''
