/**
 * Weighted: the call goes to whoever has answered the fewest calls of this queue for each unit of weight. Ties go to
 * the longest idle, then to the lower id. Who comes in later takes up where the others stand, so nobody is flooded.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const weighted = strategyValue('weighted')

export const weightedCode = plain({
  order: [by('answeredPerWeight'), by('idleSinceMs')],
  decide: ({ head }) =>
    head === null
      ? nobodyReady
      : offer(head.agent.id, 'least-for-weight', { answered: head.answered, weight: head.weight }),
})
