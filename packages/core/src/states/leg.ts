import { defineStates, type StateOf } from './table.js'

/** One party's connection. A leg of ours starts `originated`, a caller's `arrived`. */
export const legStates = defineStates({
  arrived: ['answered', 'ended'],
  originated: ['ringing', 'answered', 'ended'],
  ringing: ['answered', 'ended'],
  answered: ['bridged', 'ended'],
  bridged: ['answered', 'held', 'ended'],
  held: ['bridged', 'answered', 'ended'],
  ended: [],
})

export type LegState = StateOf<typeof legStates>
