/** Subscriptions (RFC 6665), Replaces (RFC 3891), Join (RFC 3911) and Reason (RFC 3326): a word with parameters. */
import type { Cursor } from '../text/cursor.js'
import { noParams, type Params } from '../text/param.js'
import { badValue, formatParams, formatQuoted, formatToken } from '../text/write.js'
import { list, type Names, one } from './kind.js'
import { formatCallId, readCallId } from './tokens.js'

export interface EventName {
  /** The package with its templates: `dialog`, `presence.winfo`. */
  readonly event: string
  readonly id: string | null
  readonly params: Params
}

export interface SubscriptionState {
  /** `active`, `pending`, `terminated`, in small letters. */
  readonly state: string
  /** `;expires=`, `;reason=`, `;retry-after=`. */
  readonly params: Params
}

/** The dialog that a new call takes the place of, or joins; the tags are those of the one who is asked. */
export interface DialogName {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
  /** `;early-only` and others. */
  readonly params: Params
}

export interface Reason {
  /** `SIP`, `Q.850`. */
  readonly protocol: string
  readonly cause: number | null
  readonly text: string | null
  readonly params: Params
}

const readEvent = (cursor: Cursor): EventName => {
  const event = cursor.token()
  let id: string | null = null
  let params = noParams
  for (let name = cursor.nextParam(); name !== null; name = cursor.nextParam()) {
    if (name === 'id' && id === null) id = cursor.paramToken()
    else params = cursor.keepParam(params, name)
  }
  return { event, id, params }
}

const writeEvent = ({ event, id, params }: EventName): string =>
  formatToken(event) + (id === null ? '' : `;id=${formatToken(id)}`) + formatParams(params)

const readState = (cursor: Cursor): SubscriptionState => ({ state: cursor.lowerToken(), params: cursor.params() })

const writeState = ({ state, params }: SubscriptionState): string => formatToken(state) + formatParams(params)

const readDialog = (cursor: Cursor): DialogName => {
  const callId = readCallId(cursor)
  let toTag = ''
  let fromTag = ''
  let params = noParams
  for (let name = cursor.nextParam(); name !== null; name = cursor.nextParam()) {
    if (name === 'to-tag' && toTag === '') toTag = cursor.paramToken()
    else if (name === 'from-tag' && fromTag === '') fromTag = cursor.paramToken()
    else if (name === 'to-tag' || name === 'from-tag') cursor.fail('each tag once')
    else params = cursor.keepParam(params, name)
  }
  if (toTag === '' || fromTag === '') cursor.fail('a to-tag and a from-tag')
  return { callId, toTag, fromTag, params }
}

const writeDialog = ({ callId, toTag, fromTag, params }: DialogName): string =>
  `${formatCallId(callId)};to-tag=${formatToken(toTag)};from-tag=${formatToken(fromTag)}${formatParams(params)}`

const readReason = (cursor: Cursor): Reason => {
  const protocol = cursor.token()
  let cause: number | null = null
  let text: string | null = null
  let params = noParams
  for (let name = cursor.nextParam(); name !== null; name = cursor.nextParam()) {
    if (name === 'cause' && cause === null) cause = cursor.paramNumber(999)
    else if (name === 'text' && text === null)
      text = cursor.takesEquals() ? cursor.value() : cursor.fail("'=' and a text")
    else params = cursor.keepParam(params, name)
  }
  return { protocol, cause, text, params }
}

const writeReason = ({ protocol, cause, text, params }: Reason): string => {
  if (cause !== null && !(Number.isInteger(cause) && cause >= 0 && cause < 1000)) throw badValue('a cause is 0 to 999')
  return (
    formatToken(protocol) +
    (cause === null ? '' : `;cause=${cause}`) +
    (text === null ? '' : `;text=${formatQuoted(text)}`) +
    formatParams(params)
  )
}

const dialog = (names: Names) => one(names, readDialog, writeDialog)

export const event = one({ name: 'Event', compact: 'o' }, readEvent, writeEvent)
export const subscriptionState = one({ name: 'Subscription-State' }, readState, writeState)
/** `true` or `false`: whether a REFER makes a subscription (RFC 4488). */
export const referSub = one({ name: 'Refer-Sub' }, readState, writeState)
export const replaces = dialog({ name: 'Replaces' })
export const join = dialog({ name: 'Join' })
export const reason = list({ name: 'Reason' }, readReason, writeReason)

export const eventName = (name: string, id: string | null = null, params: Params = noParams): EventName => ({
  event: name,
  id,
  params,
})
