/**
 * A response that is sent again until somebody acknowledges it: the 2xx to an INVITE until its ACK (RFC 3261 section
 * 13.3.1.4), a provisional one with RSeq until its PRACK (RFC 3262 section 3). Over any transport, because proxies on the way
 * may change it.
 */
import { defineStates, type StateOf } from '@callweave/core'
import { defaultTiming, type Timing } from '../transactions/transaction.js'

export const repeatStates = defineStates({
  repeating: ['acknowledged', 'given-up'],
  acknowledged: [],
  // 64 T1 went by: the 2xx is followed by a BYE, the provisional one by a refusal with 504
  'given-up': [],
})

export interface Repeat {
  readonly state: StateOf<typeof repeatStates>
  /** When to ask again. */
  readonly dueMs: number
  readonly gapMs: number
  readonly endsMs: number
  readonly mostGapMs: number
}

/** Sent for the first time now. A provisional response doubles its gap without end, a 2xx up to T2. */
export const beginRepeat = (
  nowMs: number,
  kind: '2xx' | 'provisional',
  { t1Ms, t2Ms }: Timing = defaultTiming,
): Repeat => ({
  state: 'repeating',
  dueMs: nowMs + t1Ms,
  gapMs: t1Ms,
  endsMs: nowMs + 64 * t1Ms,
  mostGapMs: kind === '2xx' ? t2Ms : Number.POSITIVE_INFINITY,
})

export interface RepeatStep {
  readonly repeat: Repeat
  readonly send: boolean
}

/** At `dueMs`: sends again, or gives up. */
export const stepRepeat = (repeat: Repeat, nowMs: number): RepeatStep => {
  if (repeat.state !== 'repeating' || nowMs < repeat.dueMs) return { repeat, send: false }
  if (nowMs >= repeat.endsMs) return { repeat: { ...repeat, state: 'given-up' }, send: false }
  const gapMs = Math.min(repeat.gapMs * 2, repeat.mostGapMs)
  return { repeat: { ...repeat, gapMs, dueMs: Math.min(nowMs + gapMs, repeat.endsMs) }, send: true }
}

export const acknowledge = (repeat: Repeat): Repeat =>
  repeat.state === 'repeating' ? { ...repeat, state: 'acknowledged' } : repeat
