/** An INVITE that comes: RFC 3261 section 17.2.1, RFC 6026 section 7.1. */
import { isTimer, move, notSent, opened, pass, start, stay, stop, timedOut, unlessReliable } from './moves.js'
import {
  defaultTiming,
  type Step,
  type Timing,
  type Transaction,
  type TransactionAction,
  type TransactionInput,
} from './transaction.js'

type Invite = Transaction<'invite-server'>

/** How long the user may keep silent before the caller is told that we are at it. */
const silenceMs = 200

export const beginInviteServer = (isReliable: boolean, timing: Timing = defaultTiming): Step<'invite-server'> => ({
  transaction: opened('invite-server', 'proceeding', isReliable, timing),
  actions: [start('trying', silenceMs), pass],
})

export const stepInviteServer = (invite: Invite, input: TransactionInput): Step<'invite-server'> => {
  if (input.input === 'unsent') return invite.state === 'terminated' ? stay(invite) : stay(invite, notSent)
  switch (invite.state) {
    case 'proceeding':
      return proceeding(invite, input)
    case 'completed':
      return completed(invite, input)
    case 'confirmed':
      return isTimer(input, 'I') ? move(invite, 'terminated') : stay(invite)
    case 'accepted':
      if (input.input === 'ack') return stay(invite, pass)
      if (input.input === 'respond' && isSuccess(input.status)) return stay(invite, { do: 'send-response' })
      return isTimer(input, 'L') ? move(invite, 'terminated') : stay(invite)
    case 'terminated':
      return stay(invite)
  }
}

const proceeding = (invite: Invite, input: TransactionInput): Step<'invite-server'> => {
  const { timing, isReliable, hasResponse } = invite
  if (input.input === 'request') return hasResponse ? stay(invite, { do: 'resend-response' }) : stay(invite)
  if (isTimer(input, 'trying'))
    return hasResponse ? stay(invite) : stay({ ...invite, hasResponse: true }, { do: 'send-trying' })
  if (input.input !== 'respond') return stay(invite)
  const next: Invite = { ...invite, hasResponse: true }
  const sent: TransactionAction[] = [...(hasResponse ? [] : [stop('trying')]), { do: 'send-response' }]
  if (input.status < 200) return stay(next, ...sent)
  if (isSuccess(input.status)) return move(next, 'accepted', ...sent, start('L', 64 * timing.t1Ms))
  return move(
    next,
    'completed',
    ...sent,
    ...(isReliable ? [] : [start('G', timing.t1Ms)]),
    start('H', 64 * timing.t1Ms),
  )
}

const completed = (invite: Invite, input: TransactionInput): Step<'invite-server'> => {
  const { timing, isReliable } = invite
  const stopG = isReliable ? [] : [stop('G')]
  if (input.input === 'request') return stay(invite, { do: 'resend-response' })
  if (input.input === 'ack')
    return move(invite, 'confirmed', ...stopG, stop('H'), start('I', unlessReliable(invite, timing.t4Ms)))
  if (isTimer(input, 'H')) return move(invite, 'terminated', ...stopG, timedOut)
  if (!isTimer(input, 'G')) return stay(invite)
  const gapMs = Math.min(invite.gapMs * 2, timing.t2Ms)
  return stay({ ...invite, gapMs }, { do: 'resend-response' }, start('G', gapMs))
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300
