/** One phone that an extension is at. */
import type { Contact, SipUri, Via } from '@callweave/sip'
import type { Flow } from '../flow.js'

export interface Binding<F extends Flow> {
  /** Counts from 1; the same as long as the phone is registered under this Contact. */
  readonly id: number
  readonly extension: string
  /** Goes into the request URI of what is sent to the phone. */
  readonly contact: Contact & { readonly uri: SipUri }
  /** Where it is reached: the way its last REGISTER came, so that a NAT lets the answer in. */
  readonly flow: F
  /** Behind a NAT: its Contact names another address or port than the one it was heard from. */
  readonly isTranslated: boolean
  /** From 0 to 1; phones of the highest are rung first. */
  readonly q: number
  readonly callId: string
  readonly cseq: number
  readonly userAgent: string | null
  /** The device, whatever its address (`+sip.instance`, RFC 5626), with `reg-id`; `null` when it does not say. */
  readonly instance: string | null
  readonly registeredAtMs: number
  readonly refreshedAtMs: number
  readonly expiresAtMs: number
  /** Questions in a row that were not answered. */
  readonly misses: number
  readonly isReachable: boolean
}

/** What became of a binding. */
export type BindingChange<F extends Flow> =
  | { readonly what: 'registered' | 'refreshed' | 'reachable' | 'unreachable'; readonly binding: Binding<F> }
  | { readonly what: 'gone'; readonly because: GoneBecause; readonly binding: Binding<F> }

/**
 * `removed`: the phone said so; `replaced`: the same device, or one in its place, came from elsewhere; `lost`: its connection
 * was closed.
 */
export type GoneBecause = 'removed' | 'replaced' | 'expired' | 'forgotten' | 'lost'

export const isTranslated = (
  { uri }: { readonly uri: SipUri },
  via: Via | undefined,
  { source, port }: Flow,
): boolean =>
  uri.host.toLowerCase() !== source.toLowerCase() ||
  (uri.port !== null && uri.port !== port && via?.transport === 'UDP')

/** The order in which phones are rung: reachable ones, by q, the one heard of last first. */
export const byPreference = <F extends Flow>(a: Binding<F>, b: Binding<F>): number =>
  Number(b.isReachable) - Number(a.isReachable) || b.q - a.q || b.refreshedAtMs - a.refreshedAtMs || b.id - a.id
