/** What is changed of the center in a scenario, at its time: the same as on a center that runs. */
import { unreachable } from '@callweave/core'
import type { Change } from '../scenario/changes.js'
import type { CheckedScenario } from '../scenario/checked.js'
import type { World } from './world.js'

export const startChanges = (world: World, { startMs, changes }: CheckedScenario): void => {
  for (const change of changes) world.clock.at(startMs + change.afterMs, () => make(world, change), undefined)
}

const make = ({ center, clock }: World, change: Change): void => {
  switch (change.change) {
    case 'member': {
      const { queue, agent, joined = true, change: _change, afterMs: _afterMs, ...standing } = change
      center.acd.changeMember(queue, agent, joined ? standing : null)
      return
    }
    case 'skill':
      center.acd.changeSkill(change.agent, change.skill, change.level)
      return
    case 'rules':
      center.acd.changeRules(change.queue, change.set)
      return
    case 'block':
      center.block(change.number, change.lengthMs === undefined ? undefined : clock.nowMs() + change.lengthMs)
      return
    default:
      unreachable(change)
  }
}
