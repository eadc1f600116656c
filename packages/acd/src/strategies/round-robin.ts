/** Round-robin: on through the queue's list from the member after the one that was offered a call last, and round. */
import { plain, strategyValue } from '../strategy/built-in.js'
import { nobodyReady, offer } from '../strategy/define.js'

export const roundRobin = strategyValue('round-robin')

export const roundRobinCode = plain({
  order: 'cycle',
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'next-in-turn', { position: head.position }),
})
