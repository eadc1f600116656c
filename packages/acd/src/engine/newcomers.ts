/** Agents who come to the floor while calls are up. */
import { CallweaveError, type Listeners, parseJson, problemsOfZod, refuseProblems } from '@callweave/core'
import { type AgentDefinition, agentSchema } from '../definition/agents.js'
import { Agent } from './agent.js'
import type { Engine } from './engine.js'
import type { Floor } from './state.js'

export interface Newcomers {
  /**
   * Puts somebody new on the floor, logged out and in no queue: `changeMember` and `setState` do the rest.
   *
   * @throws CallweaveError `out-of-range` when the agent is there already or somebody is logged in at the extension,
   * `definition-invalid` for what is no entry of `agents`; nothing has changed then.
   */
  addAgent(agent: string, definition: AgentDefinition): void
}

export const createNewcomers = ({ floor, log, clock }: Engine): Newcomers => ({
  addAgent: (agent, definition) => {
    const parsed = agentSchema.safeParse(definition)
    if (!parsed.success) refuseProblems(problemsOfZod(parsed.error, definition, ['agents', agent]), 'the new agent')
    const refuse = (message: string): CallweaveError =>
      new CallweaveError('out-of-range', { where: `agents.${agent}`, message })
    if (floor.agents.has(agent)) throw refuse(`'${agent}' is on the floor already`)
    for (const other of floor.agents.values()) {
      // Whoever has left for good is on the floor still, and leaves the phone to somebody else.
      if (other.extension === definition.extension && other.state !== 'logged-out') {
        throw refuse(`${other.id} is logged in at the extension ${definition.extension}`)
      }
    }
    log.emit['agent.added']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'agent.added',
      agent,
      definition: JSON.stringify(definition),
    })
  },
})

/** Costs O(agents): everybody behind the newcomer moves up by one, so that ties go to the lower name as ever. */
export const newcomerFolds = (floor: Floor): Listeners => ({
  'agent.added': ({ agent: id, definition }) => {
    const agents = floor.agents as Map<string, Agent>
    const added = new Agent(id, agents.size, parseJson(definition) as AgentDefinition)
    added.rank = 0
    for (const other of agents.values()) {
      if (other.id < id) added.rank += 1
      // Nobody overtakes anybody, so the indexes of ready agents stay in order.
      else other.rank += 1
    }
    agents.set(id, added)
    floor.indexing.columns.learn(added)
  },
})
