/** What goes wrong in a scenario, at its time, and comes right again. */
import type { CheckedScenario } from '../scenario/checked.js'
import type { Fault } from '../scenario/types.js'
import type { Twins } from './twins.js'
import type { World } from './world.js'

export const startFaults = (world: World, twins: Twins, { startMs, faults }: CheckedScenario): void => {
  for (const fault of faults) {
    const atMs = startMs + fault.afterMs
    world.clock.at(atMs, () => begin(world, twins, fault), undefined)
    world.clock.at(atMs + fault.lengthMs, () => end(world, twins, fault), undefined)
  }
}

const begin = ({ board, center }: World, twins: Twins, fault: Fault): void => {
  if (fault.fault === 'trunk-down') board.failTrunk(fault.trunk, 'fault')
  else if (fault.fault === 'lookups-slow') twins.disturb(fault.slowerFactor, fault.failRatio ?? 0)
  else board.cutOff(center.floor.agents.get(fault.agent)?.extension ?? '', true)
}

const end = ({ board, center }: World, twins: Twins, fault: Fault): void => {
  if (fault.fault === 'trunk-down') board.restoreTrunk(fault.trunk)
  else if (fault.fault === 'lookups-slow') twins.disturb(1, 0)
  else board.cutOff(center.floor.agents.get(fault.agent)?.extension ?? '', false)
}
