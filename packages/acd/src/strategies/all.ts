/** The strategies that come with the package, by the name that a definition uses. */
import type { Strategy, StrategyRef } from '../strategy/define.js'
import { lastAgentFirst } from './last-agent-first.js'
import { longestIdle } from './longest-idle.js'

export const builtIn: { readonly [name: string]: (ref: StrategyRef) => Strategy } = {
  'longest-idle': () => longestIdle,
  'last-agent-first': lastAgentFirst,
}
