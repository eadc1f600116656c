/** An INVITE of ours in a dialog that stands, and the ACK to its 2xx: RFC 3261 section 14.1. */
import { refreshTarget } from '../dialogs/dialog.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipResponse } from '../message/message.js'
import type { Peer } from '../transactions/transactions.js'
import { Acks } from './acks.js'
import type { CallDialog } from './call-dialog.js'
import { type Context, ourselves } from './context.js'
import { InviteAttempt } from './invite-attempt.js'
import { orNull } from './or-null.js'
import { withSession } from './session-body.js'

export interface ReInviteParts {
  readonly session: string
  /** Those of the session timer, as they are when it is sent. */
  readonly headers: () => HeaderFields
  /** The first 2xx; its ACK has been sent. */
  readonly accepted: (response: SipResponse) => void
  readonly refused: (response: SipResponse) => void
  readonly failed: (what: 'timeout' | 'unsent') => void
}

/** @throws SipError `bad-value` when the dialog is over; nothing was sent. */
export const reInvite = <P extends Peer>(
  ctx: Context<P>,
  dialog: CallDialog<P>,
  { session, headers, accepted, refused, failed }: ReInviteParts,
): InviteAttempt<P> => {
  // Nothing rings here that would have to arrive.
  const supported = (ourselves(ctx).supported ?? []).filter((tag) => tag !== '100rel')
  const attempt: InviteAttempt<P> = new InviteAttempt(ctx, {
    make: (auth) => dialog.make('INVITE', withSession(session, { ...headers(), supported, ...auth })),
    to: dialog.peer,
    logins: dialog.logins,
    provisional: () => undefined,
    accepted: (response) => {
      const acks = new Acks(ctx)
      attempt.leave(again(acks))
      if (dialog.dialog.state === 'ended') return
      dialog.dialog = orNull(() => refreshTarget(dialog.dialog, 'INVITE', response)) ?? dialog.dialog
      acks.send(dialog, response, { headers: attempt.auth }, () => undefined)
      accepted(response)
    },
    refused,
    failed,
  })
  return attempt
}

/** All that is kept of it; whoever sent it is not. */
const again =
  <P extends Peer>(acks: Acks<P>) =>
  (response: SipResponse): void =>
    void acks.again(response)
