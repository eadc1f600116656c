/** Changes of who is in which queue and can do what, while calls are up. */
import type { Listeners } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Queue } from './queue.js'
import { addMember, type Floor } from './state.js'

export const rosterFolds = (floor: Floor): Listeners => ({
  'member.changed': (event) => {
    const queue = floor.queues.get(event.queue) as Queue
    const agent = floor.agents.get(event.agent) as Agent
    const member = agent.members.find((other) => other.queue === queue)
    if (member === undefined) {
      const position = queue.members.reduce((most, other) => Math.max(most, other.position), -1) + 1
      if (event.joined) addMember(agent, queue, position, event.level, event.penalty, event.weight)
    } else if (event.joined) {
      member.level = event.level
      member.penalty = event.penalty
      member.weight = event.weight
    } else {
      agent.members = agent.members.filter((other) => other !== member)
      queue.members = queue.members.filter((other) => other !== member)
    }
    rebuild(floor, queue)
  },
  'skill.changed': (event) => {
    const agent = floor.agents.get(event.agent) as Agent
    const skills = new Map(agent.skills)
    if (event.level === 0) skills.delete(event.skill)
    else skills.set(event.skill, event.level)
    agent.skills = skills
    for (const queue of new Set(agent.members.map((member) => member.queue))) rebuild(floor, queue)
  },
})

/** Makes the queue's indexes anew and puts its calls into them. Costs O(members + live calls), once a change. */
export const rebuild = (floor: Floor, queue: Queue): void => {
  for (const agent of floor.agents.values()) agent.places = agent.places.filter((place) => place.demand.queue !== queue)
  queue.forgetDemands()
  for (const entry of floor.entries.values()) {
    if (entry.queue !== queue) continue
    entry.stage = Math.min(entry.stage, queue.stages.length - 1)
    entry.demand = queue.demandFor(entry.stage, entry.wants, entry.preferred)
    if (entry.slot >= 0) entry.demand.waiting.insert(entry)
  }
}
