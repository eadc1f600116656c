/** What the four machines do: moves that their tables allow, and the actions that go with them. */
import { mayMove } from '@callweave/core'
import { type TransactionKind, type TransactionState, transactionStates } from './states.js'
import type { Step, TimerName, Timing, Transaction, TransactionAction, TransactionInput } from './transaction.js'

export const start = (timer: TimerName, afterMs: number): TransactionAction => ({ do: 'start-timer', timer, afterMs })
export const stop = (timer: TimerName): TransactionAction => ({ do: 'stop-timer', timer })
export const pass: TransactionAction = { do: 'pass' }
export const timedOut: TransactionAction = { do: 'tell', what: 'timeout' }
export const notSent: TransactionAction = { do: 'tell', what: 'unsent' }

/** Nothing happens. */
export const stay = <K extends TransactionKind>(
  transaction: Transaction<K>,
  ...actions: TransactionAction[]
): Step<K> => ({
  transaction,
  actions,
})

/**
 * Moves on. @throws TypeError when the table does not allow it: a bug of ours.
 */
export const move = <K extends TransactionKind>(
  transaction: Transaction<K>,
  state: TransactionState<K>,
  ...actions: TransactionAction[]
): Step<K> => {
  const { kind, state: from } = transaction
  if (!mayMove<string>(transactionStates[kind], from, state))
    throw new TypeError(`${kind}: ${from} may not become ${state}`)
  return { transaction: { ...transaction, state }, actions }
}

export const opened = <K extends TransactionKind>(
  kind: K,
  state: TransactionState<K>,
  isReliable: boolean,
  timing: Timing,
): Transaction<K> => ({ kind, state, isReliable, timing, gapMs: timing.t1Ms, hasResponse: false })

/** Over a transport that brings everything, nothing is waited for. */
export const unlessReliable = ({ isReliable }: { readonly isReliable: boolean }, lengthMs: number): number =>
  isReliable ? 0 : lengthMs

export const isTimer = (input: TransactionInput, timer: TimerName): boolean =>
  input.input === 'timer' && input.timer === timer

/** A client begins: the request goes out, over UDP again and again, until `over` ends it. */
export const sending = <K extends TransactionKind>(
  transaction: Transaction<K>,
  again: TimerName,
  over: TimerName,
): Step<K> => {
  const { isReliable, timing } = transaction
  const sent: TransactionAction[] = [{ do: 'send-request' }]
  if (!isReliable) sent.push(start(again, timing.t1Ms))
  return { transaction, actions: [...sent, start(over, 64 * timing.t1Ms)] }
}
