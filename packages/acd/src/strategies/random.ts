/** Random: drawn among the ready members, each as likely as the others; the same seed draws the same. */
import { plain, strategyValue } from '../strategy/built-in.js'
import { nobodyReady, offer } from '../strategy/define.js'

export const random = strategyValue('random')

export const randomCode = plain({
  order: 'chance',
  decide: ({ head }) => (head === null ? nobodyReady : offer(head.agent.id, 'drawn')),
})
