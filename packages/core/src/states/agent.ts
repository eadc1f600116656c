/** What an agent is doing (A4). Every change is an `agent.changed` event with its cause. */
import { defineStates, type StateOf } from './table.js'

export const agentStates = defineStates({
  'logged-out': ['ready', 'not-ready'],
  ready: ['ringing', 'not-ready', 'logged-out', 'wrap-up'],
  /** An offer rings at the agent's phone; nothing else is offered meanwhile. */
  ringing: ['talking', 'ready', 'not-ready', 'logged-out'],
  talking: ['hold', 'wrap-up', 'ready', 'not-ready', 'logged-out'],
  hold: ['talking', 'wrap-up', 'ready', 'not-ready', 'logged-out'],
  'wrap-up': ['ready', 'not-ready', 'logged-out'],
  'not-ready': ['ready', 'logged-out', 'not-ready'],
})

export type AgentState = StateOf<typeof agentStates>
