/** Changes of who is in which queue and can do what, and of the rules, while calls are up. */
import { type Listeners, parseJson } from '@callweave/core'
import type { QueueDefinition } from '../definition/queues.js'
import { strategyFor } from '../strategy/registry.js'
import type { Agent } from './agent.js'
import type { RuleChanges } from './changes.js'
import { waitAgain } from './entry-folds.js'
import { type Member, memberOf } from './member.js'
import { isWorking } from './presence.js'
import type { Queue } from './queue.js'
import { stageAt } from './stages.js'
import { addMember, type Floor, remembersAgents, strategyOnFloor } from './state.js'

export const rosterFolds = (floor: Floor): Listeners => ({
  'member.changed': (event) => {
    const queue = floor.queues.get(event.queue) as Queue
    const agent = floor.agents.get(event.agent) as Agent
    const levels = queue.levels()
    let member = memberOf(agent, queue)
    if (member !== null) count(member, -1)
    if (member !== null && !event.joined) dropMember(member)
    if (event.joined && member === null) {
      const position = queue.members.reduce((most, other) => Math.max(most, other.position), -1) + 1
      member = addMember(agent, queue, position, event.level, event.penalty, event.weight)
      member.share = queue.shareClock * event.weight
    } else if (event.joined && member !== null) {
      member.level = event.level
      member.penalty = event.penalty
      member.share = (member.share / member.weight) * event.weight
      member.weight = event.weight
    }
    if (event.joined && member !== null) count(member, 1)
    if (queue.definition.tiers === undefined || sameLevels(levels, queue.levels())) replace(queue, member, event.joined)
    else moveToNewStages(floor, queue, event.atMs)
  },
  'skill.changed': (event) => {
    const agent = floor.agents.get(event.agent) as Agent
    const skills = new Map(agent.skills)
    if (event.level === 0) skills.delete(event.skill)
    else skills.set(event.skill, event.level)
    agent.skills = skills
    floor.indexing.columns.learn(agent)
    for (const member of agent.members) replace(member.queue, member, true)
  },
  'rules.changed': (event) => {
    const queue = floor.queues.get(event.queue) as Queue
    const rules = parseJson(event.rules) as RuleChanges
    const changed = Object.entries({ ...queue.definition, ...rules }).filter(([, rule]) => rule !== null)
    const definition = Object.fromEntries(changed) as unknown as QueueDefinition
    const { plain, strategy } = queue
    queue.use(definition, rules.strategy === undefined ? strategy : strategyFor(strategyOnFloor(floor, rules.strategy)))
    floor.remembersAgents = remembersAgents(floor)
    for (const entry of floor.entries.values()) if (entry.wanted === plain) entry.wanted = queue.plain
    moveToNewStages(floor, queue, event.atMs)
  },
})

const dropMember = (member: Member): void => {
  member.joined = false
  const { agent, queue } = member
  agent.members = agent.members.filter((other) => other !== member)
  agent.queues = agent.members.map((other) => other.queue)
  queue.members = queue.members.filter((other) => other !== member)
}

const count = ({ queue, agent, weight }: Member, sign: 1 | -1): void => {
  if (isWorking(agent)) queue.workingCount += sign
  if (agent.state !== 'logged-out') queue.presentWeight += sign * weight
}

const sameLevels = (a: ReturnType<Queue['levels']>, b: ReturnType<Queue['levels']>): boolean =>
  a.length === b.length && a.every(({ level, staffed }, i) => level === b[i]?.level && staffed === b[i]?.staffed)

/** Puts one member where it belongs now in each demand of the queue. */
const replace = (queue: Queue, member: Member | null, joined: boolean): void => {
  if (member === null) return
  for (const demand of queue.demands.indexed()) {
    demand.unplace(member)
    if (joined && (demand.only === null || demand.only === member.agent)) demand.place(member)
  }
  if (joined) queue.demands.learn(member)
  queue.changed = true
}

/** Makes the queue's stages and indexes anew and puts its calls into them. Costs O(members + live calls), once a change. */
export const moveToNewStages = (floor: Floor, queue: Queue, atMs: number): void => {
  const { stages } = queue
  queue.refresh()
  for (const entry of floor.entries.values()) {
    if (entry.queue !== queue) continue
    const stage = stages[entry.stage]
    const waitedMs = Math.max(atMs - entry.virtualStartMs, stage?.afterMs ?? 0)
    entry.stage = stageAt(queue.stages, waitedMs, stage?.preferredOnly === true && entry.preferred !== null)
    // In another heap from now on, and in none while one phone rings under a strategy that rings one at a time.
    entry.slot = -1
    entry.demand = queue.demands.find(entry.stage, entry.wanted, entry.preferred)
    entry.demand.live += 1
    entry.standing = queue.standingOf(entry.priority, entry.virtualStartMs)
    waitAgain(entry)
  }
  queue.changed = true
}
