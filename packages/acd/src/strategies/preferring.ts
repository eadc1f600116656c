/** What the strategies that would like one agent first have in common. */
import { z } from 'zod'
import type { StrategyCode } from '../strategy/built-in.js'
import { offer, type Strategy, wait } from '../strategy/define.js'

export interface PreferOptions {
  /** How long the call is held for that agent alone while the agent is at work but busy. Default 0: not at all. */
  readonly waitMs?: number
}

export const preferOptions = z.strictObject({
  waitMs: z.int('a span is a whole number of ms').min(0, 'a span of time cannot be negative').optional(),
})

const preferredRings = wait('preferred-rings')

export const preferring = (
  inner: Strategy,
  agent: 'last' | 'owner',
  because: string,
  { waitMs = 0 }: { readonly waitMs?: number | undefined },
): StrategyCode => ({
  ...inner,
  prefers: { agent, waitMs },
  decide: (ask) => {
    if (ask.preferred !== null) return offer(ask.preferred.agent.id, because)
    // Only where several phones ring is a call asked about while one does: the others wait until that one has had its chance.
    return ask.preferredRings ? preferredRings : inner.decide(ask)
  },
})
