/** Requests within a dialog, ours and theirs: RFC 3261 sections 12.2.1.1, 12.2.2, 13.2.2.4 and 14. */
import { SipError } from '../error.js'
import type { NameAddress } from '../headers/address.js'
import { address } from '../headers/address.js'
import type { Via } from '../headers/via.js'
import { createRequest } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import type { Uri } from '../uri/uri.js'
import { type Dialog, endDialog, isLoose, refreshTarget } from './dialog.js'

export interface DialogRequestParts {
  readonly method: string
  /** Ours, with a branch of its own. */
  readonly via: Via
  /** Contact, body type and whatever else; not what the dialog gives. */
  readonly headers?: HeaderFields
  readonly body?: Uint8Array | string
  /** For an ACK: the CSeq of its INVITE. */
  readonly number?: number
}

export interface DialogRequest {
  readonly dialog: Dialog
  readonly request: SipRequest
  /** Where it is sent: the first route, or the target. */
  readonly nextHop: Uri
}

const mostCSeq = 2_147_483_647

/**
 * Our next request in a dialog, with its route set: the target in the request URI before a loose router; before a strict
 * one that router is there, and the target ends the Route (section 12.2.1.1).
 *
 * @throws SipError `bad-value` when the dialog is over or a header cannot be written.
 */
export const requestInDialog = (dialog: Dialog, parts: DialogRequestParts): DialogRequest => {
  const { method, via, headers = {}, body, number = nextNumber(dialog) } = parts
  if (dialog.state === 'ended') throw new SipError('bad-value', { message: 'the dialog is over', status: 500 })
  const { uri, route, nextHop } = routed(dialog)
  const request = createRequest({
    method,
    uri,
    headers: {
      maxForwards: 70,
      ...headers,
      via: [via],
      route: route.length === 0 ? undefined : route,
      from: { ...dialog.local, tag: dialog.localTag },
      to: { ...dialog.remote, tag: dialog.remoteTag === '' ? null : dialog.remoteTag },
      callId: dialog.callId,
      cseq: { number, method },
    },
    ...(body === undefined ? {} : { body }),
  })
  const next = { ...dialog, localNumber: Math.max(number, dialog.localNumber ?? 0) }
  return { dialog: method === 'BYE' ? endDialog(next) : next, request, nextHop }
}

/** An ACK and a CANCEL have the number of their INVITE; all others one more than the last. */
const nextNumber = ({ localNumber }: Dialog): number => {
  const number = (localNumber ?? 0) + 1
  if (number > mostCSeq)
    throw new SipError('bad-value', { message: 'the numbers of the dialog are used up', status: 500 })
  return number
}

interface Routed {
  readonly uri: Uri
  readonly route: readonly NameAddress[]
  readonly nextHop: Uri
}

export const routed = ({ routeSet, remoteTarget }: Pick<Dialog, 'routeSet' | 'remoteTarget'>): Routed => {
  const [first, ...others] = routeSet
  const target = withoutHeaders(remoteTarget)
  if (first === undefined) return { uri: target, route: [], nextHop: target }
  if (isLoose(first)) return { uri: target, route: routeSet, nextHop: first.uri }
  return { uri: withoutHeaders(first.uri), route: [...others, address(target)], nextHop: first.uri }
}

/** A request URI has no headers, and no `method` parameter (table 1 of section 19.1.1). */
const withoutHeaders = (uri: Uri): Uri => {
  if (uri.kind !== 'sip') return uri
  const hasMethod = uri.params.some(({ name }) => name === 'method')
  if (!hasMethod && uri.headers.length === 0) return uri
  return { ...uri, headers: [], params: uri.params.filter(({ name }) => name !== 'method') }
}

/** What a request of theirs is in a dialog. */
export type DialogVerdict =
  | { readonly verdict: 'taken'; readonly dialog: Dialog }
  /** Answered with this status; the dialog is as it was. */
  | { readonly verdict: 'refused'; readonly status: 481 | 500; readonly because: 'ended' | 'out-of-order' }

/**
 * A request of theirs: numbers rise (a lower one is refused with 500), a target may change, a BYE ends the dialog
 * (sections 12.2.2 and 15.1.2). An ACK has the number of its INVITE.
 *
 * @throws SipError when a header that decides is malformed: 400.
 */
export const receiveInDialog = (dialog: Dialog, request: SipRequest): DialogVerdict => {
  const { method, headers } = request
  if (dialog.state === 'ended') return { verdict: 'refused', status: 481, because: 'ended' }
  if (method === 'ACK' || method === 'CANCEL') return { verdict: 'taken', dialog }
  const { number } = headers.need('cseq')
  if (dialog.remoteNumber !== null && number <= dialog.remoteNumber)
    return { verdict: 'refused', status: 500, because: 'out-of-order' }
  const next = refreshTarget({ ...dialog, remoteNumber: number }, method, request)
  return { verdict: 'taken', dialog: method === 'BYE' ? endDialog(next) : next }
}
