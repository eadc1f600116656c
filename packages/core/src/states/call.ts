import { defineStates, type StateOf } from './table.js'

/**
 * Where a call stands. `transferred`: with whom phones of ours have brought it together, also a call that began at one. It is in
 * exactly one of these from its first ring to its last hang-up.
 */
export const callStates = defineStates({
  flow: ['waiting', 'transferred', 'ended'],
  waiting: ['offered', 'flow', 'ended'],
  offered: ['waiting', 'bridged', 'flow', 'ended'],
  bridged: ['survey', 'waiting', 'flow', 'transferred', 'ended'],
  transferred: ['flow', 'waiting', 'survey', 'ended'],
  survey: ['flow', 'ended'],
  ended: [],
})

export type CallState = StateOf<typeof callStates>
