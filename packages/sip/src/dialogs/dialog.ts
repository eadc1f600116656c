/** What both sides remember of a dialog, and how it is made and changes: RFC 3261 sections 12.1, 12.2 and 13.2.2.4. */
import { mayMove } from '@callweave/core'
import { SipError } from '../error.js'
import type { NameAddress, Party } from '../headers/address.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { paramOf } from '../text/param.js'
import { type Uri, uriParam } from '../uri/uri.js'
import { type DialogState, dialogStates } from './states.js'

export interface Dialog {
  readonly state: DialogState
  readonly callId: string
  readonly localTag: string
  /** Empty where the other side is older than RFC 3261. */
  readonly remoteTag: string
  /** From or To of what we send, with our tag. */
  readonly local: Party
  readonly remote: Party
  /** Where requests go: the Contact of the other side. */
  readonly remoteTarget: Uri
  /** In the order in which our requests pass them. */
  readonly routeSet: readonly NameAddress[]
  /** CSeq of our last request; `null` before the first. */
  readonly localNumber: number | null
  /** CSeq of their last request. */
  readonly remoteNumber: number | null
  /** Made over TLS for a sips: URI: targets stay sips:. */
  readonly isSecure: boolean
}

/** Under which a dialog is found. */
export const dialogKey = (callId: string, localTag: string, remoteTag: string): string =>
  `${callId.length}:${callId} ${localTag} ${remoteTag}`

export const keyOfDialog = ({ callId, localTag, remoteTag }: Dialog): string => dialogKey(callId, localTag, remoteTag)

/** The key of the dialog that a request belongs to; `null` when it begins one. */
export const dialogKeyOfRequest = ({ headers }: SipRequest): string | null => {
  const { tag } = headers.need('to')
  return tag === null ? null : dialogKey(headers.need('callId'), tag, headers.need('from').tag ?? '')
}

/** The key of the dialog that a response to a request of ours makes or belongs to; `null` when it has no tag. */
export const dialogKeyOfResponse = ({ headers }: SipResponse): string | null => {
  const { tag } = headers.need('to')
  return tag === null ? null : dialogKey(headers.need('callId'), headers.need('from').tag ?? '', tag)
}

/** The first Contact, which a dialog cannot be without. @throws SipError `missing-header`, `bad-header`. */
const targetOf = ({ headers, kind }: SipRequest | SipResponse): Uri => {
  const contacts = headers.need('contact')
  const [first] = contacts === '*' ? [] : contacts
  if (first !== undefined) return first.uri
  throw new SipError('bad-header', { message: 'Contact names no address', status: kind === 'request' ? 400 : null })
}

/**
 * The dialog of the one who was called, made with its first response that has a tag (section 12.1.1).
 *
 * @throws SipError when the request lacks what a dialog needs: 400.
 */
export const dialogOfServer = (request: SipRequest, response: SipResponse): Dialog => {
  const local = response.headers.need('to')
  const remote = request.headers.need('from')
  if (local.tag === null) throw new TypeError('a response that makes a dialog has a To tag')
  return {
    state: response.status < 200 ? 'early' : 'confirmed',
    callId: request.headers.need('callId'),
    localTag: local.tag,
    remoteTag: remote.tag ?? '',
    local,
    remote,
    remoteTarget: targetOf(request),
    routeSet: request.headers.get('recordRoute') ?? [],
    localNumber: null,
    remoteNumber: request.headers.need('cseq').number,
    isSecure: isSecure(request),
  }
}

/**
 * The dialog of the one who calls, made by a response with a tag: 101 to 299 (section 12.1.2). Each tag makes one of its
 * own, so that a forked call may have several early ones.
 *
 * @throws SipError when the response lacks what a dialog needs; nobody is answered.
 */
export const dialogOfClient = (request: Pick<SipRequest, 'uri' | 'headers'>, response: SipResponse): Dialog => {
  const { headers, status } = response
  const remote = headers.need('to')
  const local = request.headers.need('from')
  if (status <= 100 || status >= 300) throw new TypeError('a dialog is made by a response from 101 to 299')
  if (local.tag === null) throw new TypeError('a request that makes a dialog has a From tag')
  return {
    state: status < 200 ? 'early' : 'confirmed',
    callId: headers.need('callId'),
    localTag: local.tag,
    remoteTag: remote.tag ?? '',
    local,
    remote,
    remoteTarget: targetOf(response),
    routeSet: [...(headers.get('recordRoute') ?? [])].reverse(),
    localNumber: request.headers.need('cseq').number,
    remoteNumber: null,
    isSecure: isSecure(request),
  }
}

const isSecure = ({ uri }: Pick<SipRequest, 'uri'>): boolean => uri.kind === 'sip' && uri.scheme === 'sips'

/**
 * The 2xx that confirms an early dialog of ours: its Record-Route takes the place of the earlier one (section 13.2.2.4). One
 * that comes again, or answers a later INVITE, leaves the routes as they are.
 *
 * @throws SipError when the response lacks what a dialog needs.
 */
export const confirmDialog = (dialog: Dialog, response: SipResponse): Dialog => {
  if (dialog.state !== 'early') return dialog
  const routeSet = [...(response.headers.get('recordRoute') ?? [])].reverse()
  return { ...moved(dialog, 'confirmed'), remoteTarget: targetOf(response), routeSet }
}

/** Our 2xx has gone out: the dialog that our provisional response made is confirmed. */
export const acceptDialog = (dialog: Dialog): Dialog => (dialog.state === 'early' ? moved(dialog, 'confirmed') : dialog)

export const endDialog = (dialog: Dialog): Dialog => (dialog.state === 'ended' ? dialog : moved(dialog, 'ended'))

const moved = (dialog: Dialog, state: DialogState): Dialog => {
  if (dialog.state === state) return dialog
  if (!mayMove(dialogStates, dialog.state, state))
    throw new TypeError(`a dialog that is ${dialog.state} may not become ${state}`)
  return { ...dialog, state }
}

/** Requests and their 2xx that may name a new Contact for the dialog: INVITE, UPDATE, SUBSCRIBE, NOTIFY, REFER. */
const refreshing: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER'])

/** The target after a request of theirs, or their 2xx to one of ours; as it was when no Contact is named. */
export const refreshTarget = (dialog: Dialog, method: string, message: SipRequest | SipResponse): Dialog =>
  refreshing.has(method) && message.headers.has('contact') ? { ...dialog, remoteTarget: targetOf(message) } : dialog

/** Whether a route is passed with the target kept in the request URI (`lr`, section 16.12). */
export const isLoose = ({ uri }: NameAddress): boolean => uriParam(uri, 'lr') !== undefined

export interface ReplacesVerdict {
  readonly isEarlyOnly: boolean
  readonly key: string
}

/** The dialog that a Replaces header names, seen from us (RFC 3891 section 3); `null` when the request has none. */
export const replacedBy = ({ headers }: SipRequest): ReplacesVerdict | null => {
  const replaces = headers.get('replaces')
  if (replaces === undefined) return null
  const { callId, toTag, fromTag, params } = replaces
  return { key: dialogKey(callId, toTag, fromTag), isEarlyOnly: paramOf(params, 'early-only') !== undefined }
}
