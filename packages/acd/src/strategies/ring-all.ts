/**
 * Ring-all: every ready member's phone rings, and the first to answer gets the call. `atMost` rings no more phones than
 * that at a time; `addEveryMs` begins with one and adds another each time that long has passed without an answer.
 * Whoever has been idle longest is rung first.
 */
import { z } from 'zod'
import { adjustable, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer, wait } from '../strategy/define.js'

export interface RingAllOptions {
  /** Most phones that ring at a time for one call. Default: all. */
  readonly atMost?: number
  /** Ring one phone, then one more each time this long has passed. Default: all at once. */
  readonly addEveryMs?: number
}

export const ringAll = (options?: RingAllOptions) => strategyValue('ring-all', { ...options })

const enoughRing = wait('enough-phones-ring')

export const ringAllCode = adjustable(
  z.strictObject({
    atMost: z.int('atMost is a whole number').min(1, 'at least one phone has to ring').optional(),
    addEveryMs: z
      .int('a span is a whole number of ms')
      .min(1000, 'phones are added at least 1,000 ms apart')
      .optional(),
  }),
  ({ atMost = Number.POSITIVE_INFINITY, addEveryMs }) => ({
    order: [by('idleSinceMs')],
    ringsSeveral: true,
    decide: ({ head, nowMs, ringing, lastOfferMs }) => {
      if (head === null) return nobodyReady
      if (ringing >= atMost) return enoughRing
      if (addEveryMs !== undefined && lastOfferMs !== null && nowMs < lastOfferMs + addEveryMs) {
        return wait('next-phone-later', lastOfferMs + addEveryMs)
      }
      return offer(head.agent.id, 'rings-all', { ringing: ringing + 1, sinceMs: head.agent.idleSinceMs })
    },
  }),
)
