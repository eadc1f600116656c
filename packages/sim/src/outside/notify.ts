/** The simulated carrier of text messages and mail: takes them in order for each address, each key once. */
import { CallweaveError, canonicalText, type Notice, type Notify, type Outcome } from '@callweave/core'
import type { Disturbed } from './disturbance.js'
import { createPeer, done, type PeerOptions, wrong } from './peer.js'

export interface SimulatedNotify extends Notify, Disturbed {
  /** What it has taken, oldest first. */
  taken(): readonly Notice[]
}

/** Times and failures are drawn from the streams `notify` and `notify-faults`. */
export const createSimulatedNotify = (options: PeerOptions): SimulatedNotify => {
  const peer = createPeer('notify', options)
  const taken = new Map<string, Notice>()
  /** When the last message to an address will be taken. */
  const lastAtMs = new Map<string, number>()

  const take = (notice: Notice): Outcome<null> => {
    const refused = refusalOf(notice)
    if (refused !== null) return refused
    const before = taken.get(notice.key)
    if (before !== undefined && canonicalText(before) !== canonicalText(notice)) return usedBefore(notice.key)
    if (before === undefined) taken.set(notice.key, notice)
    return done(null)
  }

  return {
    disturb: peer.disturb,
    send: (order, within, answer) => {
      const notice = { ...order }
      const { toward } = notice
      const atMs = peer.ask(within, answer, () => take(notice), lastAtMs.get(toward))
      lastAtMs.set(toward, Math.max(atMs, lastAtMs.get(toward) ?? 0))
    },
    taken: () => [...taken.values()],
  }
}

const refusalOf = (notice: Notice): Outcome<never> | null => {
  if (notice.key === '') return wrong('a message without a key cannot be sent once', 'a key')
  if (notice.text.trim() === '') return wrong('a message says nothing', 'a text')
  if (notice.by === 'text-message') {
    return e164.test(notice.toward) ? null : wrong('this is no number', "a '+' and 7 to 15 digits")
  }
  if (!mailbox.test(notice.toward)) return wrong('this is no mail address', 'somebody@somewhere')
  return lineBreak.test(notice.subject) ? wrong('a subject has one line', 'no line break') : null
}

const e164 = /^\+[1-9]\d{6,14}$/
const mailbox = /^[^\s@]+@[^\s@]+$/
const lineBreak = /[\r\n]/

const usedBefore = (key: string): Outcome<never> => ({
  ok: false,
  error: new CallweaveError('illegal-state', {
    message: 'this key has sent another message',
    found: key,
    expected: 'a key of its own for each message',
  }),
})
