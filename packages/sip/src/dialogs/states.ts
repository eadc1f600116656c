/** A dialog as a table: RFC 3261 section 12. */
import { defineStates, type StateOf } from '@callweave/core'

/** What both sides remember of a call or a subscription. RFC 3261 section 12. */
export const dialogStates = defineStates({
  // a provisional response with a tag: one of several that a forked INVITE may make
  early: ['confirmed', 'ended'],
  // a 2xx
  confirmed: ['ended'],
  ended: [],
})

export type DialogState = StateOf<typeof dialogStates>
