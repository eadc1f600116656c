/** Whether a SUBSCRIBE is taken, before anything is changed: RFC 6665 section 4.2.1. */
import { type EventName, type HeaderFields, type MediaType, paramOf, type SipRequest } from '@callweave/sip'
import type { SubscriptionSettings } from './settings.js'

export const watchedEvents = {
  dialog: 'application/dialog-info+xml',
  'message-summary': 'application/simple-message-summary',
} as const

export type WatchedEvent = keyof typeof watchedEvents

export type SubscribeVerdict =
  | { readonly verdict: 'fit'; readonly event: WatchedEvent; readonly name: EventName; readonly expiresSeconds: number }
  | { readonly verdict: 'refuse'; readonly status: 406 | 423 | 489; readonly headers: HeaderFields }

const isWatched = (event: string): event is WatchedEvent => Object.hasOwn(watchedEvents, event)

/** @throws SipError when a header that decides is malformed: 400. */
export const judgeSubscribe = ({ headers }: SipRequest, settings: SubscriptionSettings): SubscribeVerdict => {
  const name = headers.get('event')
  if (name === undefined || !isWatched(name.event))
    return { verdict: 'refuse', status: 489, headers: { allowEvents: Object.keys(watchedEvents) } }
  if (!isTaken(headers.get('accept'), watchedEvents[name.event])) return { verdict: 'refuse', status: 406, headers: {} }
  const { minExpiresSeconds, maxExpiresSeconds } = settings
  const asked = headers.get('expires') ?? maxExpiresSeconds
  if (asked > 0 && asked < minExpiresSeconds)
    return { verdict: 'refuse', status: 423, headers: { minExpires: minExpiresSeconds } }
  return { verdict: 'fit', event: name.event, name, expiresSeconds: Math.min(asked, maxExpiresSeconds) }
}

/** Nothing said is the type that the event goes with (section 3.1.3). */
const isTaken = (accept: readonly MediaType[] | undefined, wanted: string): boolean =>
  accept === undefined ||
  accept.some(({ type, subtype, params }) => {
    const isNamed =
      `${type}/${subtype}` === wanted || (subtype === '*' && (type === '*' || wanted.startsWith(`${type}/`)))
    return isNamed && Number(paramOf(params, 'q') ?? '1') > 0
  })
