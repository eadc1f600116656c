export { beginClient, stepClient } from './client.js'
export { ackOf, cancelOf } from './follow-up.js'
export { beginInviteClient, stepInviteClient } from './invite-client.js'
export { beginInviteServer, stepInviteServer } from './invite-server.js'
export type { TransactionLimits } from './limits.js'
export { cancelledKeyOf, clientKeyOf, magicCookie, mergeKeyOf, serverKeyOf } from './match.js'
export { beginServer, stepServer } from './server.js'
export {
  clientStates,
  inviteClientStates,
  inviteServerStates,
  serverStates,
  type TransactionKind,
  type TransactionState,
  transactionStates,
} from './states.js'
export { stepTransaction } from './step.js'
export {
  type AnyStep,
  type AnyTransaction,
  defaultTiming,
  type Step,
  type TimerName,
  type Timing,
  type Transaction,
  type TransactionAction,
  type TransactionInput,
} from './transaction.js'
export {
  type ClientUser,
  createTransactions,
  type Peer,
  type Received,
  type ServerUser,
  type TransactionId,
  type Transactions,
  type TransactionsOptions,
} from './transactions.js'
