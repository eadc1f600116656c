/** What all parts of one user agent share. */
import type { Clock } from '@callweave/core'
import { type Contact, contactOf, type NameAddress } from '../headers/address.js'
import { type Via, viaOf } from '../headers/via.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import type { Timing } from '../transactions/transaction.js'
import type { ClientUser, Peer, TransactionId, Transactions } from '../transactions/transactions.js'
import { sipUri, type Uri } from '../uri/uri.js'
import type { SipCall } from './call.js'
import type { Ids } from './ids.js'
import type { SessionTimerOptions, UserAgentOptions } from './options.js'
import { orNull } from './or-null.js'
import { sdpType } from './session-body.js'
import type { Tells } from './tells.js'

/** Whoever is told of requests within a dialog. */
export interface DialogUser<P extends Peer> {
  /** The call that it is of; `null` for a subscription. */
  readonly call: SipCall<P> | null
  request(id: TransactionId, request: SipRequest, from: P): void
  ack(request: SipRequest): void
}

/** Whoever has an INVITE that came and has no final response. */
export interface InviteUser {
  cancelled(cancel: SipRequest): void
}

/** Whoever waits for the first NOTIFY. */
export interface SubscriptionUser<P extends Peer> {
  notified(id: TransactionId, request: SipRequest, from: P): void
  end(): void
}

export interface Context<P extends Peer> {
  readonly options: UserAgentOptions<P>
  readonly clock: Clock
  readonly timing: Timing
  readonly sessionTimer: SessionTimerOptions
  readonly ids: Ids
  readonly tells: Tells
  readonly transactions: Transactions<P>
  readonly dialogs: Map<string, DialogUser<P>>
  readonly invites: Map<TransactionId, InviteUser>
  readonly calls: Set<SipCall<P>>
  /** Ours that have not ended, by `subscriptionKey`. */
  readonly subscriptions: Map<string, SubscriptionUser<P>>
}

export const allowedMethods: readonly string[] = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'PRACK',
  'UPDATE',
  'INFO',
  'REFER',
  'NOTIFY',
]
/** Option tags that may be required of us. */
export const supportedOptions: readonly string[] = ['100rel', 'timer', 'replaces', 'norefersub']

export const viaFor = <P extends Peer>({ ids, options }: Context<P>, peer: P): Via => {
  const { host, port, transport } = options.local(peer)
  return viaOf({ transport, host, port, branch: ids.branch(), rport: 0 })
}

/** Where we are reached in a dialog, under the user part of who we are there; by `sips:` where the dialog is secure (section 8.1.1.8). */
export const contactFor = <P extends Peer>(
  { options }: Context<P>,
  peer: P,
  me: NameAddress,
  isSecure: boolean,
): readonly Contact[] => {
  const { host, port, transport } = options.local(peer)
  const user = me.uri.kind === 'sip' ? me.uri.user : null
  const params = transport === 'UDP' || isSecure ? [] : [{ name: 'transport', value: transport.toLowerCase() }]
  return [contactOf(sipUri({ scheme: isSecure ? 'sips' : 'sip', user, host, port, params }))]
}

/** Begins a client transaction, by TCP where the request is too large for what it should go by. */
export const begin = <P extends Peer>(ctx: Context<P>, request: SipRequest, to: P, user: ClientUser): TransactionId => {
  const { transactions, tells } = ctx
  const lastStatus = request.method === 'INVITE' ? 300 : 200
  // Who has had the last word is let go: the transaction lives on for up to half a minute.
  let told: ClientUser | null = user
  return transactions.request(request, to, {
    response: (response) => {
      const user = told
      if (response.status >= lastStatus) told = null
      if (user !== null) tells.enter(() => user.response(response))
    },
    // An ACK that cannot be sent does not take back the refusal that it was for.
    failed: (what) => {
      const user = told
      told = null
      if (user !== null) tells.enter(() => user.failed(what))
    },
  })
}

export const fitted = <P extends Peer>({ options }: Context<P>, request: SipRequest, to: P) =>
  options.fit?.(request, to) ?? { request, to }

/** Goes on at once where the target is known at once. */
export const locate = <P extends Peer>(
  { options, tells }: Context<P>,
  uri: Uri,
  last: P | null,
  go: (peer: P) => void,
  fail: () => void,
): void => {
  let found: P | Promise<P>
  try {
    found = options.target(uri, last)
  } catch {
    fail()
    return
  }
  if (!(found instanceof Promise)) {
    go(found)
    return
  }
  found.then(
    (peer) =>
      tells.enter(() => {
        const isGone = orNull(() => {
          go(peer)
          return true
        })
        if (isGone === null) fail()
      }),
    () => tells.enter(fail),
  )
}

/** What an answer to OPTIONS says of us, in a call or outside: RFC 3261 section 11.2. */
export const abilities = <P extends Peer>(ctx: Context<P>): HeaderFields => {
  const { allow, supported } = ourselves(ctx)
  return { allow, supported, accept: [sdpType] }
}

/** Behind what a request itself says. */
export const ourselves = <P extends Peer>({ options }: Context<P>): HeaderFields => ({
  allow: allowedMethods,
  supported: supportedOptions,
  userAgent: options.userAgent,
})
