/** Longest-idle: the call goes to whoever has waited longest for one. Ties go to the lower id. */
import { by, nobodyReady, offer, type Strategy } from '../strategy/define.js'

export const longestIdle: Strategy = {
  name: 'longest-idle',
  version: 1,
  order: [by('idleSinceMs')],
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'idle-longest', { sinceMs: head.agent.idleSinceMs }),
}
