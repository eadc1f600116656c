/**
 * Least talk time: the call goes to whoever has talked least (hold included, wrap-up not) since the shift began. Ties
 * go to the longest idle, then to the lower id.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const leastTalkTime = strategyValue('least-talk-time')

export const leastTalkTimeCode = plain({
  order: [by('talkMs'), by('idleSinceMs')],
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'least-talk-time', { talkMs: head.agent.talkMs }),
})
