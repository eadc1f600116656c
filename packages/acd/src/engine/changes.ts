/** Rules, members and skills changed while calls are up: each a fact in the log, and in force at once. */
import { CallweaveError, nearestName, problemsOfZod, refuseProblems } from '@callweave/core'
import type { MemberDefinition, QueueDefinition } from '../definition/queues.js'
import { queueSchema } from '../definition/queues-schema.js'
import { checkStrategy } from '../strategy/check.js'
import { ownCode, type StrategyRef } from '../strategy/define.js'
import type { Agent } from './agent.js'
import { reask } from './deciding.js'
import type { Engine } from './engine.js'
import { memberOf } from './member.js'
import { type Floor, strategyOnFloor } from './state.js'
import { leaveIfNobody, settle } from './waiting-room.js'

type Rules = Omit<QueueDefinition, 'members' | 'strategy'>

/** What can change of a queue: all but who serves it, which `changeMember` does one by one. `null`: as if never said. */
export type RuleChanges = { readonly [R in keyof Rules]?: Rules[R] | null } & { readonly strategy?: StrategyRef }

export interface Changes {
  changeMember(queue: string, agent: string, member: Omit<MemberDefinition, 'agent'> | null): void
  changeSkill(agent: string, skill: string, level: number): void
  changeRules(queue: string, rules: RuleChanges): void
}

export const createChanges = (engine: Engine): Changes => {
  const { floor, log, clock } = engine
  const known = <T>(what: string, name: string, all: ReadonlyMap<string, T>): T => {
    const found = all.get(name)
    if (found !== undefined) return found
    const nearest = nearestName(name, all.keys())
    throw new CallweaveError('out-of-range', {
      message: `there is no ${what} called '${name}'`,
      ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
    })
  }

  return {
    changeMember: (queueId, agentId, member) => {
      const queue = known('queue', queueId, floor.queues)
      const agent: Agent = known('agent', agentId, floor.agents)
      const before = memberOf(agent, queue)
      if (member === null && before === null) return
      const { level = before?.level ?? 1, penalty = before?.penalty ?? 0, weight = before?.weight ?? 1 } = member ?? {}
      checked({ members: [{ agent: agentId, level, penalty, weight }] }, queueId)
      log.emit['member.changed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'member.changed',
        queue: queueId,
        agent: agentId,
        joined: member !== null,
        level,
        penalty,
        weight,
      })
      reaskChanged(engine)
    },
    changeSkill: (agentId, skill, level) => {
      known('agent', agentId, floor.agents)
      if (!Number.isInteger(level) || level < 0 || level > 10) {
        throw new CallweaveError('out-of-range', {
          where: `agents.${agentId}.skills.${skill}`,
          message: 'a skill level is a whole number from 1 to 10, or 0 to take the skill away',
          found: level,
        })
      }
      log.emit['skill.changed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'skill.changed',
        agent: agentId,
        skill,
        level,
      })
      reaskChanged(engine)
    },
    changeRules: (queueId, rules) => {
      known('queue', queueId, floor.queues)
      const said = Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== null))
      checked(
        rules.strategy === undefined ? said : { ...said, strategy: lasting(floor, rules.strategy, queueId) },
        queueId,
      )
      log.emit['rules.changed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'rules.changed',
        queue: queueId,
        rules: JSON.stringify(rules),
      })
      reaskChanged(engine)
    },
  }
}

/** Asks again about the calls of every queue whose agents have changed since the last time. */
export const reaskChanged = (engine: Engine): void => {
  const changed = [...engine.floor.queues.values()].filter((queue) => queue.changed)
  if (changed.length === 0) return
  for (const queue of changed) queue.changed = false
  reask(engine, changed)
  for (const entry of [...engine.floor.entries.values()]) if (changed.includes(entry.queue)) settle(engine, entry)
  for (const queue of changed) leaveIfNobody(engine, queue)
}

/** @throws CallweaveError `definition-invalid` for code that the log could not name: a restart would not find it. */
const lasting = (floor: Floor, ref: StrategyRef, queue: string): StrategyRef => {
  for (let inner: StrategyRef | undefined = ref; inner !== undefined; inner = inner.within) {
    if (ownCode(inner) === undefined || floor.ownStrategies.has(inner.strategy)) continue
    throw new CallweaveError('definition-invalid', {
      where: `queues.${queue}.strategy`,
      message: `the strategy '${inner.strategy}' is in no queue of the definition, so a restart could not find its code`,
      remedy: 'Use it in the definition first',
    })
  }
  return strategyOnFloor(floor, ref)
}

const changeable = queueSchema.partial()

/** @throws CallweaveError `definition-invalid` naming all mistakes; nothing has changed then. */
const checked = (rules: Partial<QueueDefinition>, queue: string): void => {
  const under = ['queues', queue]
  const parsed = changeable.safeParse(rules)
  refuseProblems(
    [
      ...(parsed.success ? [] : problemsOfZod(parsed.error, rules, under)),
      ...(rules.strategy === undefined ? [] : checkStrategy(rules.strategy, [...under, 'strategy'])),
    ],
    'the change',
  )
}
