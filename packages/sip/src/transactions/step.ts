import { unreachable } from '@callweave/core'
import { stepClient } from './client.js'
import { stepInviteClient } from './invite-client.js'
import { stepInviteServer } from './invite-server.js'
import { stepServer } from './server.js'
import type { AnyStep, AnyTransaction, TransactionInput } from './transaction.js'

/** What an input does to a transaction of any kind. An input that means nothing in its state changes nothing. */
export const stepTransaction = (transaction: AnyTransaction, input: TransactionInput): AnyStep => {
  switch (transaction.kind) {
    case 'invite-client':
      return stepInviteClient(transaction, input)
    case 'client':
      return stepClient(transaction, input)
    case 'invite-server':
      return stepInviteServer(transaction, input)
    case 'server':
      return stepServer(transaction, input)
    default:
      return unreachable(transaction)
  }
}
