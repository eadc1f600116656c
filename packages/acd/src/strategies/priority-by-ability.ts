/**
 * Priority by ability: the ablest first, always. Ability is the level in the skills that the call wants (the lowest,
 * when it wants several), then the place in the queue's list, which is written in order of ability.
 */
import { plain, strategyValue } from '../strategy/built-in.js'
import { by, byMost, nobodyReady, offer } from '../strategy/define.js'

export const priorityByAbility = strategyValue('priority-by-ability')

export const priorityByAbilityCode = plain({
  order: [byMost('skillLevel'), by('position')],
  decide: ({ head, headSkillLevel }) =>
    head === null
      ? nobodyReady
      : offer(head.agent.id, 'ablest', { skillLevel: headSkillLevel, position: head.position }),
})
