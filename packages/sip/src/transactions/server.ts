/** Any other request that comes: RFC 3261 section 17.2.2. */
import { isTimer, move, notSent, opened, pass, start, stay, unlessReliable } from './moves.js'
import { defaultTiming, type Step, type Timing, type Transaction, type TransactionInput } from './transaction.js'

type Server = Transaction<'server'>

export const beginServer = (isReliable: boolean, timing: Timing = defaultTiming): Step<'server'> => ({
  transaction: opened('server', 'trying', isReliable, timing),
  actions: [pass],
})

export const stepServer = (server: Server, input: TransactionInput): Step<'server'> => {
  if (server.state === 'terminated') return stay(server)
  if (input.input === 'unsent') return stay(server, notSent)
  if (input.input === 'request') return server.hasResponse ? stay(server, { do: 'resend-response' }) : stay(server)
  if (server.state === 'completed') return isTimer(input, 'J') ? move(server, 'terminated') : stay(server)
  if (input.input !== 'respond') return stay(server)
  const next: Server = { ...server, hasResponse: true }
  if (input.status >= 200)
    return move(next, 'completed', { do: 'send-response' }, start('J', unlessReliable(server, 64 * server.timing.t1Ms)))
  return server.state === 'trying'
    ? move(next, 'proceeding', { do: 'send-response' })
    : stay(next, { do: 'send-response' })
}
