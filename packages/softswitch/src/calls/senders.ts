/**
 * Who sent a request that begins something: a trunk by its address, a phone by its password. What comes again is known
 * again, for a digest is good for one request only.
 */
import type { Clock } from '@callweave/core'
import type { SipMessage, SipRequest, SipResponse } from '@callweave/sip'
import type { Admission } from '../admission/admission.js'
import { type Flow, flowKey } from '../flow.js'
import type { Identity } from '../guard/authenticator.js'
import type { Guard } from '../guard/guard.js'

/** Requests under way at once: over that the oldest is asked for its password again. */
const mostKnown = 20_000
/** Nothing comes again after that: its sender gives up after 32 s (RFC 3261 timers B and F), and 5 s are the longest way (T4). */
const knownMs = 37_000

export interface SendersOptions<F extends Flow> {
  readonly clock: Clock
  readonly guard: Pick<Guard, 'gate' | 'busy'>
  readonly admit: (request: SipRequest, from: F) => Admission
  readonly answer: (response: SipResponse, to: F, afterMs: number) => void
}

export interface Senders<F extends Flow> {
  /** Whether it goes on; else it has been answered, or is forgotten. @throws SipError as the guard: 400. */
  pass(message: SipMessage, from: F): boolean
  /** Who sent a request that passed. */
  of(request: SipRequest, from: F): Identity | null
}

export const createSenders = <F extends Flow>({ clock, guard, admit, answer }: SendersOptions<F>): Senders<F> => {
  /** Two maps by turns: what is in the old one came before the young one was begun. */
  let young = new Map<string, Identity>()
  let old = new Map<string, Identity>()
  let turnsAtMs = Number.NEGATIVE_INFINITY

  const keyOf = (request: SipRequest, from: F): string => {
    const branch = request.headers.first('via')?.branch ?? ''
    return `${flowKey(from)} ${branch} ${request.method} ${request.headers.need('callId')}`
  }

  const passRequest = (request: SipRequest, from: F): boolean => {
    const { method, headers } = request
    // Within a dialog its tags are the proof; an ACK and a CANCEL only ever concern what has passed.
    const isWithin = headers.need('to').tag !== null && method !== 'SUBSCRIBE'
    if (method === 'ACK' || method === 'CANCEL' || isWithin) return true
    const nowMs = clock.nowMs()
    if (nowMs >= turnsAtMs || young.size >= mostKnown / 2) turn(nowMs)
    const key = keyOf(request, from)
    if (young.has(key) || old.has(key)) return true
    const admitted = admit(request, from)
    if (admitted.who === 'nobody') {
      if (admitted.response !== null) answer(admitted.response, from, admitted.delayMs)
      return false
    }
    young.set(key, admitted)
    return true
  }

  const turn = (nowMs: number): void => {
    old = nowMs < turnsAtMs + knownMs ? young : new Map()
    young = new Map()
    turnsAtMs = nowMs + knownMs
  }

  return {
    pass: (message, from) => {
      const verdict = guard.gate(from, message.kind)
      if (verdict === 'drop') return false
      if (message.kind === 'response') return true
      if (verdict === 'pass') return passRequest(message, from)
      if (message.method !== 'ACK') answer(guard.busy(message), from, 0)
      return false
    },
    of: (request, from) => {
      const key = keyOf(request, from)
      return young.get(key) ?? old.get(key) ?? null
    },
  }
}
