/** How long a session lasts without a refresh, and who refreshes it: RFC 4028 sections 7 to 9. */
import { secondsOf } from '../headers/number.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { paramOf } from '../text/param.js'
import type { SessionTimerOptions } from './options.js'

export interface SessionTimer {
  readonly seconds: number
  /** Whether we refresh it. */
  readonly isOurs: boolean
}

export const defaultSessionTimer: SessionTimerOptions = { expiresSeconds: 1800, minSeconds: 90 }

/** No timer runs further than this: 24 days are 2^31 ms. */
const mostSeconds = 1_000_000

/** What a request of ours says: in the first INVITE nobody refreshes yet. */
export const askTimer = (
  { expiresSeconds, minSeconds }: SessionTimerOptions,
  running: SessionTimer | null = null,
): HeaderFields => ({
  sessionExpires: secondsOf(
    running?.seconds ?? Math.max(expiresSeconds, minSeconds),
    running === null ? [] : [{ name: 'refresher', value: running.isOurs ? 'uac' : 'uas' }],
  ),
  minSe: secondsOf(minSeconds),
})

export type TimerVerdict =
  | { readonly verdict: 'go'; readonly timer: SessionTimer | null; readonly headers: HeaderFields }
  /** Refused with 422 and `shortest`. */
  | { readonly verdict: 'too-short' }

/** What a 422 says. */
export const shortest = ({ minSeconds }: SessionTimerOptions): HeaderFields => ({ minSe: secondsOf(minSeconds) })

/**
 * What we answer to an INVITE or UPDATE of theirs. We refresh unless they ask to, so that a call that they have lost is noticed.
 *
 * @throws SipError when one of the headers is malformed.
 */
export const answerTimer = (
  { headers }: SipRequest,
  { expiresSeconds, minSeconds }: SessionTimerOptions,
  running: SessionTimer | null = null,
): TimerVerdict => {
  const asked = headers.get('sessionExpires')
  const theirMin = headers.get('minSe')?.seconds ?? 90
  const knows = headers.get('supported')?.includes('timer') ?? false
  if (asked !== undefined && asked.seconds < minSeconds && knows) return { verdict: 'too-short' }
  if (asked === undefined && !knows) return { verdict: 'go', timer: null, headers: {} }
  const wanted = Math.max(expiresSeconds, minSeconds, theirMin)
  const seconds = Math.min(Math.max(asked === undefined ? wanted : Math.min(asked.seconds, wanted), 90), mostSeconds)
  const refresher = asked === undefined ? undefined : paramOf(asked.params, 'refresher')?.toLowerCase()
  const isOurs = !knows || (refresher === undefined ? (running?.isOurs ?? true) : refresher !== 'uac')
  return {
    verdict: 'go',
    timer: { seconds, isOurs },
    headers: {
      sessionExpires: secondsOf(seconds, [{ name: 'refresher', value: isOurs ? 'uas' : 'uac' }]),
      ...(knows ? { require: ['timer'] } : {}),
    },
  }
}

/** What their 2xx says; without Session-Expires the session lasts for ever. @throws SipError when it is malformed. */
export const agreedTimer = ({ headers }: SipResponse): SessionTimer | null => {
  const agreed = headers.get('sessionExpires')
  if (agreed === undefined) return null
  const isOurs = paramOf(agreed.params, 'refresher')?.toLowerCase() !== 'uas'
  return { seconds: Math.min(Math.max(agreed.seconds, 32), mostSeconds), isOurs }
}

/** When the one who refreshes does, and when the other gives up (section 10). */
export const timerDelays = ({ seconds, isOurs }: SessionTimer) => ({
  refreshMs: isOurs ? (seconds * 1000) / 2 : null,
  giveUpMs: isOurs ? seconds * 1000 : (seconds - Math.min(32, Math.floor(seconds / 3))) * 1000,
})
