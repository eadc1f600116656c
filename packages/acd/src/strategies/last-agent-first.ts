/**
 * Last agent first: the call goes to the agent who served this caller last, when ready; else as the strategy inside
 * says. With `waitMs` the call is held for that agent alone so long.
 */
import { offer, type Strategy, type StrategyRef } from '../strategy/define.js'
import { strategyFor } from '../strategy/registry.js'

export const lastAgentFirst = (ref: StrategyRef): Strategy => preferring(ref, 'last', 'served-caller-last')

/** What both strategies that prefer one agent share. */
export const preferring = (ref: StrategyRef, agent: 'last' | 'owner', because: string): Strategy => {
  const inner = strategyFor(ref.within ?? { strategy: 'longest-idle', version: 1 })
  const waitMs = Number(ref.options?.['waitMs'] ?? 0)
  return {
    name: ref.strategy,
    version: 1,
    order: inner.order,
    prefers: { agent, waitMs },
    ...(inner.rings === undefined ? {} : { rings: inner.rings }),
    ...(inner.ringsSeveral === undefined ? {} : { ringsSeveral: inner.ringsSeveral }),
    decide: (ask) => (ask.preferred === null ? inner.decide(ask) : offer(ask.preferred.agent.id, because)),
  }
}
