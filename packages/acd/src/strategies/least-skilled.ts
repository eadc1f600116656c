/**
 * Least skilled: the lowest level that will do, which keeps the masters free for calls that need them; equals share by
 * longest idle, then by the lower id.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, nobodyReady, offer } from '../strategy/define.js'

export const leastSkilled = strategyValue('least-skilled')

export const leastSkilledCode = plain({
  order: [by('skillLevel'), by('idleSinceMs')],
  decide: ({ head, headSkillLevel }) =>
    head === null
      ? nobodyReady
      : offer(head.agent.id, 'least-skilled', { skillLevel: headSkillLevel, sinceMs: head.agent.idleSinceMs }),
})
