/** Who is on duty when: shifts, breaks, a plan of heads by interval, and what agents do about their own states. */
import type { CenterDefinition } from '@callweave/center'
import type { Listeners } from '@callweave/core'
import type { CheckedScenario } from '../scenario/checked.js'
import type { AgentBehaviour } from '../scenario/types.js'
import { breakInstants, shiftInstants } from './shifts.js'
import type { World } from './world.js'

export const startDuty = (world: World, definition: CenterDefinition, scenario: CheckedScenario): void => {
  const { clock, center } = world
  const { agents, startMs, lengthMs } = scenario
  const { timeZone } = definition.sections
  const names = Object.keys(definition.sections.agents)
  const endMs = startMs + lengthMs

  const comes = (agent: string): void => center.acd.setState(agent, 'ready', { because: 'shift' })
  const goes = (agent: string): void => center.acd.setState(agent, 'logged-out', { because: 'shift' })

  if (agents.onDuty !== undefined) {
    followPlan(world, names, agents.onDuty, startMs, endMs, comes, goes)
  } else {
    for (const name of names) {
      const behaviour: AgentBehaviour = { ...agents.everyone, ...agents.only?.[name] }
      if (behaviour.shifts === undefined) comes(name)
      else {
        for (const [fromMs, toMs] of shiftInstants(behaviour.shifts, startMs, endMs, timeZone)) {
          clock.at(fromMs, comes, name)
          clock.at(toMs, goes, name)
        }
      }
      if (behaviour.breaks === undefined) continue
      for (const { atMs, lengthMs: restMs, reason } of breakInstants(behaviour.breaks, startMs, endMs, timeZone)) {
        clock.at(atMs, () => takeBreak(world, name, reason), undefined)
        clock.at(atMs + restMs, () => endBreak(world, name, reason), undefined)
      }
    }
  }
  world.log.tap(ownActs(world))
}

const takeBreak = ({ center }: World, agent: string, reason: string): void => {
  if (center.floor.agents.get(agent)?.state !== 'logged-out')
    center.acd.setState(agent, 'not-ready', { reason, because: 'break' })
}

const endBreak = ({ center }: World, agent: string, reason: string): void => {
  const live = center.floor.agents.get(agent)
  if (live?.state === 'not-ready' && live.reason === reason)
    center.acd.setState(agent, 'ready', { because: 'break-over' })
  else if (live?.wanted?.reason === reason) center.acd.setState(agent, 'ready')
}

const followPlan = (
  { clock }: World,
  names: readonly string[],
  { intervalMs, counts }: { readonly intervalMs: number; readonly counts: readonly number[] },
  startMs: number,
  endMs: number,
  comes: (agent: string) => void,
  goes: (agent: string) => void,
): void => {
  let heads = 0
  const change = (to: number): void => {
    for (; heads < to && heads < names.length; heads += 1) comes(names[heads] as string)
    for (; heads > to; heads -= 1) goes(names[heads - 1] as string)
  }
  counts.forEach((count, i) => {
    const atMs = startMs + i * intervalMs
    if (atMs === startMs) change(count)
    else if (atMs < endMs) clock.at(atMs, change, count)
  })
}

/** After-call work ends when the person says so; somebody set not ready for missed calls comes back after a while. */
const ownActs = (world: World): Listeners => {
  const { clock, center, people } = world
  const wraps = [...people.values()].some((person) => person.manner.wrapUp !== null)
  const misses = [...people.values()].some((person) => person.manner.missRatio > 0)
  if (!wraps && !misses) return {}
  const back = (agent: string): void => {
    const live = center.floor.agents.get(agent)
    if (live?.state === 'not-ready' && live.reason === 'misses')
      center.acd.setState(agent, 'ready', { because: 'back' })
  }
  return {
    'agent.changed': ({ agent, to, reason }) => {
      const person = people.get(agent)
      if (person === undefined) return
      if (to === 'wrap-up') person.wrapsUp()
      else if (to === 'not-ready' && reason === 'misses')
        clock.at(clock.nowMs() + person.manner.backAfterMissesMs, back, agent)
    },
  }
}
