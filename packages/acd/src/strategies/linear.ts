/** Linear, top-down: the first ready member of the queue's list gets the call, however many went there before. */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const linear = strategyValue('linear')

export const linearCode = plain({
  order: [by('position')],
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'first-in-list', { position: head.position }),
})
