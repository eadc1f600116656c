/** Any other request that we send: RFC 3261 section 17.1.2. */
import { isTimer, move, notSent, opened, pass, sending, start, stay, stop, timedOut, unlessReliable } from './moves.js'
import { defaultTiming, type Step, type Timing, type Transaction, type TransactionInput } from './transaction.js'

type Client = Transaction<'client'>

export const beginClient = (isReliable: boolean, timing: Timing = defaultTiming): Step<'client'> =>
  sending(opened('client', 'trying', isReliable, timing), 'E', 'F')

export const stepClient = (client: Client, input: TransactionInput): Step<'client'> => {
  switch (client.state) {
    case 'trying':
    case 'proceeding':
      return open(client, input)
    case 'completed':
      return isTimer(input, 'K') ? move(client, 'terminated') : stay(client)
    case 'terminated':
      return stay(client)
  }
}

const open = (client: Client, input: TransactionInput): Step<'client'> => {
  const { timing, isReliable } = client
  const stopE = isReliable ? [] : [stop('E')]
  if (input.input === 'unsent') return move(client, 'terminated', ...stopE, stop('F'), notSent)
  if (isTimer(input, 'F')) return move(client, 'terminated', ...stopE, timedOut)
  if (isTimer(input, 'E')) {
    const gapMs = client.state === 'proceeding' ? timing.t2Ms : Math.min(client.gapMs * 2, timing.t2Ms)
    return stay({ ...client, gapMs }, { do: 'send-request' }, start('E', gapMs))
  }
  if (input.input !== 'response') return stay(client)
  if (input.status < 200) return client.state === 'trying' ? move(client, 'proceeding', pass) : stay(client, pass)
  return move(client, 'completed', ...stopE, stop('F'), start('K', unlessReliable(client, timing.t4Ms)), pass)
}
