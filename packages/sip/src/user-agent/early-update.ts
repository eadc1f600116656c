/** An offer of ours before the call is answered, by UPDATE: RFC 3311 section 5.1, RFC 6337 section 2.2. */
import { refreshTarget } from '../dialogs/dialog.js'
import type { Peer } from '../transactions/transactions.js'
import type { CallDialog } from './call-dialog.js'
import type { LiveCall } from './live-call.js'
import { orNull } from './or-null.js'
import { sessionOf, withSession } from './session-body.js'

/** Whether one may go now: the first offer has been answered reliably, and they take UPDATE. */
export const mayUpdate = <P extends Peer>(dialog: CallDialog<P> | null): dialog is CallDialog<P> =>
  dialog !== null &&
  dialog.dialog.state === 'early' &&
  dialog.exchange === 'agreed' &&
  dialog.allows?.includes('UPDATE') === true

/** `over` is called once it has been answered, or was not. */
export const updateEarly = <P extends Peer>(
  call: LiveCall<P>,
  dialog: CallDialog<P>,
  session: string,
  over: () => void,
): void => {
  dialog.exchange = 'offer-sent'
  const done = (tell: () => void): void => {
    if (call.isOver) return
    dialog.exchange = 'agreed'
    // Another fork has been answered: nobody listens to this one.
    if (call.dialog === dialog) tell()
    over()
  }
  const refused = (status: number): void => call.tell((user) => user.refused(call, status))
  dialog.send('UPDATE', withSession(session, {}), {
    answered: (response) =>
      done(() => {
        const { status } = response
        const theirs = status < 300 ? sessionOf(response) : null
        if (theirs === null) {
          refused(status < 300 ? 488 : status)
          return
        }
        dialog.dialog = orNull(() => refreshTarget(dialog.dialog, 'UPDATE', response)) ?? dialog.dialog
        dialog.early = theirs
        dialog.updated = session
        call.session?.said(session)
        call.tell((user) => user.agreed(call, theirs))
      }),
    failed: (what) => done(() => refused(what === 'timeout' ? 408 : 503)),
  })
}
