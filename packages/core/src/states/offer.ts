import { defineStates, type StateOf } from './table.js'

/** A call put to an agent. Every offer ends in exactly one of the last four. */
export const offerStates = defineStates({
  made: ['accepted', 'missed', 'rejected', 'withdrawn'],
  accepted: [],
  missed: [],
  rejected: [],
  withdrawn: [],
})

export type OfferState = StateOf<typeof offerStates>
