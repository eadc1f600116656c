/** What an agent is doing (A4). Every change is an `agent.changed` event with its cause. */
import { defineStates, type StateOf } from './table.js'

export const agentStates = defineStates({
  'logged-out': ['ready', 'not-ready'],
  /** To `talking` by a call of the agent's own. */
  ready: ['ringing', 'talking', 'not-ready', 'logged-out', 'wrap-up'],
  /** An offer or a call from another phone rings at the agent's; nothing else is offered meanwhile. */
  ringing: ['talking', 'ready', 'not-ready', 'logged-out'],
  talking: ['hold', 'wrap-up', 'ready', 'not-ready', 'logged-out'],
  hold: ['talking', 'wrap-up', 'ready', 'not-ready', 'logged-out'],
  'wrap-up': ['ready', 'talking', 'not-ready', 'logged-out'],
  'not-ready': ['ready', 'talking', 'logged-out', 'not-ready'],
})

export type AgentState = StateOf<typeof agentStates>
