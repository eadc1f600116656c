/**
 * The four transactions as tables: RFC 3261 section 17 as corrected by RFC 6026. A sentence for each state says what has
 * gone over the wire.
 */
import { defineStates, type StateOf } from '@callweave/core'

/** An INVITE of ours. RFC 3261 section 17.1.1. */
export const inviteClientStates = defineStates({
  // INVITE sent, nothing heard: it is sent again, ever more slowly
  calling: ['proceeding', 'accepted', 'completed', 'terminated'],
  // a provisional response came: no more is sent
  proceeding: ['accepted', 'completed', 'terminated'],
  // a refusal came and was acknowledged: one that comes again is acknowledged again
  completed: ['terminated'],
  // a 2xx came: further ones, from other branches too, are passed on
  accepted: ['terminated'],
  terminated: [],
})

/** Any other request of ours. Section 17.1.2. */
export const clientStates = defineStates({
  // sent, nothing heard
  trying: ['proceeding', 'completed', 'terminated'],
  // a provisional response came: still sent again, slowly
  proceeding: ['completed', 'terminated'],
  // the final response came: further ones are swallowed
  completed: ['terminated'],
  terminated: [],
})

/** An INVITE of theirs. Section 17.2.1. */
export const inviteServerStates = defineStates({
  // INVITE came, no final response sent
  proceeding: ['accepted', 'completed', 'terminated'],
  // a refusal was sent, again and again until its ACK comes
  completed: ['confirmed', 'terminated'],
  // its ACK came: further ones are swallowed
  confirmed: ['terminated'],
  // a 2xx was sent: INVITEs that come again are swallowed, the user sends the 2xx again until its ACK comes
  accepted: ['terminated'],
  terminated: [],
})

/** Any other request of theirs. Section 17.2.2. */
export const serverStates = defineStates({
  // a request came, nothing sent
  trying: ['proceeding', 'completed', 'terminated'],
  // a provisional response was sent, and is sent again when the request comes again
  proceeding: ['completed', 'terminated'],
  // the final response was sent, and is sent again when the request comes again
  completed: ['terminated'],
  terminated: [],
})

export const transactionStates = {
  'invite-client': inviteClientStates,
  client: clientStates,
  'invite-server': inviteServerStates,
  server: serverStates,
}

export type TransactionKind = keyof typeof transactionStates
export type TransactionState<K extends TransactionKind> = StateOf<(typeof transactionStates)[K]>
