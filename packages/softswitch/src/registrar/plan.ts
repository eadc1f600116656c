/** What a REGISTER asks for, judged as a whole before anything is changed: RFC 3261 section 10.3, steps 6 and 7. */
import { type Contact, paramOf, type SipRequest, type SipUri, sameUri } from '@callweave/sip'
import type { Flow } from '../flow.js'
import type { Binding } from './binding.js'
import type { RegistrarSettings } from './settings.js'

/** A Contact to be kept, and what it takes the place of. */
export interface Wanted<F extends Flow> {
  readonly contact: Contact & { readonly uri: SipUri }
  readonly instance: string | null
  readonly expiresSeconds: number
  readonly before: Binding<F> | null
}

export type RegisterPlan<F extends Flow> =
  | {
      readonly plan: 'change'
      readonly wanted: readonly Wanted<F>[]
      readonly removed: readonly Binding<F>[]
      /** Unreachable phones that make way. */
      readonly replaced: readonly Binding<F>[]
    }
  | { readonly plan: 'refuse'; readonly status: 400 | 403 | 423 | 500; readonly because: string }

/** @throws SipError when a header that decides is malformed: 400. */
export const planRegister = <F extends Flow>(
  request: SipRequest,
  bindings: readonly Binding<F>[],
  settings: RegistrarSettings,
): RegisterPlan<F> => {
  const { headers } = request
  const contacts = headers.get('contact') ?? []
  const order: Order = { callId: headers.need('callId'), number: headers.need('cseq').number }
  const expires = headers.get('expires')
  if (contacts === '*') return planRemoval(order, bindings, expires)
  if (contacts.length > settings.contacts) return tooMany
  let asks: Wanted<F>[] = []
  for (const contact of contacts) {
    if (!isSip(contact)) return refuse(400, 'a phone is reached at a sip: address')
    const instance = instanceOf(contact)
    const before = bindings.find((binding) => isSame(binding, contact, instance)) ?? null
    if (before !== null && isLate(before, order)) return late
    const seconds = contact.expires ?? expires ?? settings.defaultExpiresSeconds
    if (seconds > 0 && seconds < settings.minExpiresSeconds) return refuse(423, 'the time is too short')
    // Of what stands twice in one request the last holds.
    asks = asks.filter((ask) => !isSame(ask, contact, instance) && (before === null || ask.before !== before))
    asks.push({ contact, instance, expiresSeconds: Math.min(seconds, settings.maxExpiresSeconds), before })
  }
  const wanted = asks.filter(({ expiresSeconds }) => expiresSeconds > 0)
  const removed = asks.flatMap(({ expiresSeconds, before }) =>
    expiresSeconds === 0 && before !== null ? [before] : [],
  )
  return makeRoom(wanted, removed, bindings, settings)
}

interface Order {
  readonly callId: string
  readonly number: number
}

const refuse = (status: 400 | 403 | 423 | 500, because: string): RegisterPlan<never> => ({
  plan: 'refuse',
  status,
  because,
})

const late = refuse(500, 'a later request has been taken')
const tooMany = refuse(403, 'the extension is at too many phones')

const planRemoval = <F extends Flow>(
  order: Order,
  bindings: readonly Binding<F>[],
  expires: number | undefined,
): RegisterPlan<F> => {
  if (expires !== 0) return refuse(400, 'Contact: * goes with Expires: 0')
  if (bindings.some((binding) => isLate(binding, order))) return late
  return { plan: 'change', wanted: [], removed: bindings, replaced: [] }
}

/** Within one Call-ID numbers rise; another Call-ID is a phone that has started anew. */
const isLate = ({ callId, cseq }: Binding<Flow>, order: Order): boolean =>
  callId === order.callId && order.number <= cseq

const isSip = (contact: Contact): contact is Contact & { readonly uri: SipUri } => contact.uri.kind === 'sip'

/** The same address, or the same device at another one (RFC 5626 section 6). */
const isSame = (
  { contact, instance }: Pick<Wanted<Flow>, 'contact' | 'instance'>,
  other: Contact,
  otherInstance: string | null,
): boolean =>
  instance !== null && otherInstance !== null ? instance === otherInstance : sameUri(contact.uri, other.uri)

const instanceOf = ({ params }: Contact): string | null => {
  const instance = paramOf(params, '+sip.instance') ?? null
  return instance === null ? null : `${instance} ${paramOf(params, 'reg-id') ?? ''}`
}

const makeRoom = <F extends Flow>(
  wanted: readonly Wanted<F>[],
  removed: readonly Binding<F>[],
  bindings: readonly Binding<F>[],
  { contacts }: RegistrarSettings,
): RegisterPlan<F> => {
  const kept = bindings.filter(
    (binding) => !removed.includes(binding) && !wanted.some(({ before }) => before === binding),
  )
  const over = wanted.length + kept.length - contacts
  const lost = over <= 0 ? [] : kept.filter(({ isReachable }) => !isReachable).slice(0, over)
  if (lost.length < over) return tooMany
  return { plan: 'change', wanted, removed, replaced: lost }
}
