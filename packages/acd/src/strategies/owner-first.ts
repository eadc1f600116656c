/** Owner first: the call goes to the agent who owns the customer, when ready; else as the strategy inside says. */
import { combinator, strategyValue } from '../strategy/built-in.js'
import type { StrategyRef } from '../strategy/define.js'
import { type PreferOptions, preferOptions, preferring } from './preferring.js'

export const ownerFirst = (within: StrategyRef, options?: PreferOptions): StrategyRef =>
  strategyValue('owner-first', { ...options }, within)

export const ownerFirstCode = combinator(preferOptions, (options, inner) =>
  preferring(inner, 'owner', 'owns-customer', options),
)
