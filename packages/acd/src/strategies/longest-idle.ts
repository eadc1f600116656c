/** Longest-idle: the call goes to whoever has waited longest for one. Ties go to the lower id. */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const longestIdle = strategyValue('longest-idle')

export const longestIdleCode = plain({
  order: [by('idleSinceMs')],
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'idle-longest', { sinceMs: head.agent.idleSinceMs }),
})
