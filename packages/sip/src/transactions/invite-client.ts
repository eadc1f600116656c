/** An INVITE that we send: RFC 3261 section 17.1.1, RFC 6026 section 7.2. */
import { isTimer, move, notSent, opened, pass, sending, start, stay, stop, timedOut, unlessReliable } from './moves.js'
import { defaultTiming, type Step, type Timing, type Transaction, type TransactionInput } from './transaction.js'

type Invite = Transaction<'invite-client'>

export const beginInviteClient = (isReliable: boolean, timing: Timing = defaultTiming): Step<'invite-client'> =>
  sending(opened('invite-client', 'calling', isReliable, timing), 'A', 'B')

/** At least 32 s over UDP, so that a refusal that comes again finds its ACK. */
const timerDMs = 32_000

export const stepInviteClient = (invite: Invite, input: TransactionInput): Step<'invite-client'> => {
  switch (invite.state) {
    case 'calling':
    case 'proceeding':
      return open(invite, input)
    case 'completed':
      if (input.input === 'response' && input.status >= 300) return stay(invite, { do: 'send-ack' })
      if (input.input === 'unsent') return move(invite, 'terminated', stop('D'), notSent)
      return isTimer(input, 'D') ? move(invite, 'terminated') : stay(invite)
    case 'accepted':
      if (input.input === 'response' && input.status >= 200 && input.status < 300) return stay(invite, pass)
      return isTimer(input, 'M') ? move(invite, 'terminated') : stay(invite)
    case 'terminated':
      return stay(invite)
  }
}

const open = (invite: Invite, input: TransactionInput): Step<'invite-client'> => {
  const isCalling = invite.state === 'calling'
  const quiet = isCalling ? [...(invite.isReliable ? [] : [stop('A')]), stop('B')] : []
  if (input.input === 'unsent') return move(invite, 'terminated', ...quiet, notSent)
  // A response to what has been sent is still taken, until timer B: without one there is nothing to cancel (section 9.1).
  if (input.input === 'give-up') return isCalling && !invite.isReliable ? stay(invite, stop('A')) : stay(invite)
  if (input.input === 'timer' && isCalling) {
    if (input.timer === 'B') return move(invite, 'terminated', ...(invite.isReliable ? [] : [stop('A')]), timedOut)
    if (input.timer !== 'A') return stay(invite)
    const gapMs = invite.gapMs * 2
    return stay({ ...invite, gapMs }, { do: 'send-request' }, start('A', gapMs))
  }
  if (input.input !== 'response') return stay(invite)
  if (input.status < 200) return isCalling ? move(invite, 'proceeding', ...quiet, pass) : stay(invite, pass)
  if (input.status < 300) return move(invite, 'accepted', ...quiet, start('M', 64 * invite.timing.t1Ms), pass)
  const lingerMs = unlessReliable(invite, timerDMs)
  return move(invite, 'completed', ...quiet, { do: 'send-ack' }, start('D', lingerMs), pass)
}
