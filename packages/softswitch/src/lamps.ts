/**
 * Busy lamps: phones watch who of the others rings or talks. Message lamps: each shows what lies in its own box. SUBSCRIBE goes
 * past the user agent, which knows calls only.
 */
import type { Clock, RandomStream } from '@callweave/core'
import { createResponse, type SipRequest, type SipResponse, sipUri, viaOf } from '@callweave/sip'
import { asArrived } from '@callweave/sip/dialogs'
import type { LocalAddress, UserAgent } from '@callweave/sip/user-agent'
import { askBy } from './ask-by.js'
import type { Senders } from './calls/senders.js'
import type { Flow } from './flow.js'
import type { Leg } from './legs/leg.js'
import type { Legs } from './legs/legs.js'
import type { SoftswitchSettings } from './settings.js'
import type { WatchedDialog } from './subscriptions/dialog-info.js'
import type { MessageCounts } from './subscriptions/message-summary.js'
import { createSubscriptions } from './subscriptions/subscriptions.js'

export interface LampsOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly agent: UserAgent<Flow>
  readonly settings: SoftswitchSettings
  readonly realm: string
  readonly legs: Legs
  readonly local: (peer: Flow) => LocalAddress
  readonly senders: Pick<Senders<Flow>, 'of'>
  readonly send: (response: SipResponse, to: Flow, unsent: () => void) => void
}

export interface Lamps {
  /** A SUBSCRIBE that came: phones of ours may. @throws SipError when a header that decides is malformed. */
  subscribed(request: SipRequest, from: Flow): void
  /** A leg has begun, rings, was answered or is over. */
  changed(leg: Leg): void
  /** So many messages lie there from now on. An extension that is not ours has no lamp. */
  messages(extension: string, counts: MessageCounts): void
  readonly size: number
  close(): void
}

const none: MessageCounts = { fresh: 0, heard: 0 }

const stateOf = ({ state, begins }: Leg): WatchedDialog['state'] => {
  if (state === 'up') return 'confirmed'
  if (state === 'ringing') return 'early'
  return begins === 'arrived' ? 'proceeding' : 'trying'
}

export const createLamps = (options: LampsOptions): Lamps => {
  const { clock, random, agent, settings, realm, legs, local, senders, send } = options
  const isOurs = (extension: string): boolean => Object.hasOwn(settings.extensions, extension)
  const lit = new Map<string, MessageCounts>()
  const subscriptions = createSubscriptions<Flow>({
    clock,
    random,
    send: (request, to, answered) => askBy(agent, request, to, answered),
    via: (to) => viaOf(local(to)),
    contact: (to) => {
      const { host, port, transport } = local(to)
      const params = transport === 'UDP' ? [] : [{ name: 'transport', value: transport.toLowerCase() }]
      return sipUri({ host, port, params })
    },
    entityOf: (extension) => sipUri({ user: extension, host: realm }),
    dialogsOf: (extension) =>
      isOurs(extension)
        ? legs
            .all()
            .filter((leg) => leg.extension === extension && !leg.isOver)
            .map((leg) => ({
              id: String(leg.id),
              direction: leg.begins === 'arrived' ? 'initiator' : 'recipient',
              state: stateOf(leg),
              ...(leg.name === null ? {} : { name: leg.name }),
            }))
        : null,
    messagesOf: (extension) => (isOurs(extension) ? (lit.get(extension) ?? none) : null),
  })
  return {
    subscribed: (request, from) => {
      const sender = senders.of(request, from)
      const isPhone = sender?.who === 'phone'
      const response = isPhone
        ? subscriptions.subscribe(asArrived(request, local(from)), sender.extension, from)
        : createResponse(request, 403)
      send(response, from, () => undefined)
    },
    changed: ({ extension }) => {
      if (extension !== null) subscriptions.changed('dialog', extension)
    },
    messages: (extension, counts) => {
      if (!isOurs(extension)) return
      lit.set(extension, counts)
      subscriptions.changed('message-summary', extension)
    },
    get size() {
      return subscriptions.size
    },
    close: () => subscriptions.close(),
  }
}
