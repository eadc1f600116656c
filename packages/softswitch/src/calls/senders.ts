/**
 * Who sent a request that begins something: a trunk by its address, a phone by its password. What comes again is known
 * again, for a digest is good for one request only.
 */
import { AgeingMap } from '@callweave/core'
import type { SipMessage, SipRequest, SipResponse } from '@callweave/sip'
import type { Admission } from '../admission/admission.js'
import { type Flow, flowKey } from '../flow.js'
import type { Identity } from '../guard/authenticator.js'
import type { Guard } from '../guard/guard.js'

/** Requests under way at once: over that the oldest is asked for its password again. */
const mostKnown = 20_000

export interface SendersOptions<F extends Flow> {
  readonly guard: Guard
  readonly admit: (request: SipRequest, from: F) => Admission
  readonly answer: (response: SipResponse, to: F, afterMs: number) => void
}

export interface Senders<F extends Flow> {
  /** Whether it goes on; else it has been answered, or is forgotten. @throws SipError as the guard: 400. */
  pass(message: SipMessage, from: F): boolean
  /** Who sent a request that passed. */
  of(request: SipRequest, from: F): Identity | null
}

export const createSenders = <F extends Flow>({ guard, admit, answer }: SendersOptions<F>): Senders<F> => {
  const known = new AgeingMap<string, Identity>()

  const keyOf = (request: SipRequest, from: F): string => {
    const branch = request.headers.first('via')?.branch ?? ''
    return `${flowKey(from)} ${branch} ${request.method} ${request.headers.need('callId')}`
  }

  const passRequest = (request: SipRequest, from: F): boolean => {
    const { method, headers } = request
    // Within a dialog its tags are the proof; an ACK and a CANCEL only ever concern what has passed.
    const isWithin = headers.need('to').tag !== null && method !== 'SUBSCRIBE'
    if (method === 'ACK' || method === 'CANCEL' || isWithin) return true
    const key = keyOf(request, from)
    if (known.has(key)) return true
    const admitted = admit(request, from)
    if (admitted.who === 'nobody') {
      if (admitted.response !== null) answer(admitted.response, from, admitted.delayMs)
      return false
    }
    if (known.size >= mostKnown) known.takeOldest()
    known.set(key, admitted)
    return true
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
    of: (request, from) => known.get(keyOf(request, from)) ?? null,
  }
}
