/** Last agent first: the call goes to the agent who served this caller last, when ready; else as the strategy inside says. */
import { combinator, strategyValue } from '../strategy/built-in.js'
import type { StrategyRef } from '../strategy/define.js'
import { type PreferOptions, preferOptions, preferring } from './preferring.js'

export const lastAgentFirst = (within: StrategyRef, options?: PreferOptions): StrategyRef =>
  strategyValue('last-agent-first', { ...options }, within)

export const lastAgentFirstCode = combinator(preferOptions, (options, inner) =>
  preferring(inner, 'last', 'served-caller-last', options),
)
