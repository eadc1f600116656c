/**
 * Fewest calls: the call goes to whoever answered the fewest since the shift began, in all queues together. Ties go to
 * the longest idle, then to the lower id.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const fewestCalls = strategyValue('fewest-calls')

export const fewestCallsCode = plain({
  order: [by('callsHandled'), by('idleSinceMs')],
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'fewest-calls', { calls: head.agent.callsHandled }),
})
