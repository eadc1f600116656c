/** The strategies that come with the package, by the name that a definition uses. */
import type { BuiltIn } from '../strategy/built-in.js'
import { bestSkilledCode } from './best-skilled.js'
import { expandingRingsCode } from './expanding-rings.js'
import { fewestCallsCode } from './fewest-calls.js'
import { lastAgentFirstCode } from './last-agent-first.js'
import { leastSkilledCode } from './least-skilled.js'
import { leastTalkTimeCode } from './least-talk-time.js'
import { linearCode } from './linear.js'
import { longestIdleCode } from './longest-idle.js'
import { ownerFirstCode } from './owner-first.js'
import { percentAllocationCode } from './percent-allocation.js'
import { priorityByAbilityCode } from './priority-by-ability.js'
import { randomCode } from './random.js'
import { ringAllCode } from './ring-all.js'
import { roundRobinCode } from './round-robin.js'
import { weightedCode } from './weighted.js'

export const builtIn: { readonly [name: string]: BuiltIn } = {
  'longest-idle': longestIdleCode,
  'ring-all': ringAllCode,
  linear: linearCode,
  'round-robin': roundRobinCode,
  random: randomCode,
  'fewest-calls': fewestCallsCode,
  'least-talk-time': leastTalkTimeCode,
  'priority-by-ability': priorityByAbilityCode,
  'best-skilled': bestSkilledCode,
  'least-skilled': leastSkilledCode,
  weighted: weightedCode,
  'percent-allocation': percentAllocationCode,
  'last-agent-first': lastAgentFirstCode,
  'owner-first': ownerFirstCode,
  'expanding-rings': expandingRingsCode,
}
