/**
 * Percent allocation: each member's part of the answered calls keeps to the member's weight, to within one call while
 * all are ready. A call is never held for a share: when those who are due are busy, the next in line takes it, and the
 * others make up for it later.
 *
 * Each call of a member has a window in the sequence of calls; of the members whose window has begun, the one whose
 * window ends first is next. Keeping every window keeps every share within one call (Baruah, Cohen, Plaxton and Varvel,
 * "Proportionate progress", Algorithmica 15, 1996); going by the largest deficit does not.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { nobodyReady, offer } from '../strategy/define.js'

export const percentAllocation = strategyValue('percent-allocation')

export const percentAllocationCode = plain({
  order: 'share',
  decide: ({ head }) =>
    head === null ? nobodyReady : offer(head.agent.id, 'share-due', { answered: head.answered, weight: head.weight }),
})
