/**
 * Best skilled: the highest level in the skills that the call wants (the lowest of them, when it wants several); equals
 * share by longest idle, then by the lower id.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, byMost, nobodyReady, offer } from '../strategy/define.js'

export const bestSkilled = strategyValue('best-skilled')

export const bestSkilledCode = plain({
  order: [byMost('skillLevel'), by('idleSinceMs')],
  decide: ({ head, headSkillLevel }) =>
    head === null
      ? nobodyReady
      : offer(head.agent.id, 'best-skilled', { skillLevel: headSkillLevel, sinceMs: head.agent.idleSinceMs }),
})
