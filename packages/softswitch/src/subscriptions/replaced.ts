/** Subscriptions that a phone opens again outside the dialog that it has (RFC 6665 section 4.2.1): which of the old ones go. */
import { sameUri } from '@callweave/sip'
import type { Dialog } from '@callweave/sip/dialogs'
import type { Flow } from '../flow.js'
import type { Subscription } from './subscription.js'

/** Of one thing at one phone: keys that show the same lamp. */
const mostAlike = 4

/** The same call of the phone. */
export const isAgain = (a: Dialog, b: Dialog): boolean => a.callId === b.callId && a.remoteTag === b.remoteTag

export const isAtOnePhone = (a: Dialog, b: Dialog): boolean => sameUri(a.remoteTarget, b.remoteTarget)

/**
 * Those that a new one takes the place of, which nobody is told: it asks with the tags of the old one, or has so many alike that
 * it cannot know of them all. `alike`: what its watcher has of the same, oldest first; `mayHave`: how many more beside those
 * that there are.
 */
export const replacedBy = <F extends Flow>(
  dialog: Dialog,
  alike: readonly Subscription<F>[],
  mayHave: number,
): readonly Subscription<F>[] => {
  const again = alike.filter((one) => isAgain(one.dialog, dialog))
  const others = alike.filter((one) => !again.includes(one) && isAtOnePhone(one.dialog, dialog))
  const isFull = again.length + mayHave <= 0
  return [...again, ...others.slice(0, Math.max(isFull ? 1 : 0, others.length + 1 - mostAlike))]
}
