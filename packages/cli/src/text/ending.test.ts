import { type CallEnd, type CallEvent, callId, legId } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'
import { expect, test } from 'vitest'
import { createEndingFold, type Ending } from './ending.js'

const at = { seq: 1, atMs: 0 }
const arrived = eventOf('leg.arrived', { ...at, call: callId(1), leg: legId(1) })
const dialed = eventOf('leg.dialed', { ...at, call: callId(1), leg: legId(1) })
const placed = eventOf('call.placed', { ...at, call: callId(1), what: 'dial' })
const answered = eventOf('leg.answered', { ...at, call: callId(1), leg: legId(1) })
const stepped = eventOf('step.entered', { ...at, call: callId(1) })
const toPhone = eventOf('party.asked', { ...at, call: callId(1), leg: legId(2), as: 'dialed', trunk: null })
const toOutside = eventOf('party.asked', { ...at, call: callId(1), leg: legId(2), as: 'dialed', trunk: 'main' })
const toGroup = eventOf('party.asked', { ...at, call: callId(1), leg: legId(2), as: 'group', trunk: null })
const other = eventOf('leg.answered', { ...at, call: callId(1), leg: legId(2) })
const accepted = eventOf('offer.accepted', { ...at, call: callId(1) })
const coded = eventOf('code.dialed', { ...at, call: callId(1) })
const tapped = eventOf('leg.tapped', { ...at, call: callId(1) })

const table: readonly (readonly [string, readonly CallEvent[], CallEnd, Ending | null])[] = [
  ['a feature code', [dialed, coded], 'self-served', 'code'],
  ['listening by order', [placed, tapped], 'self-served', 'tap'],
  ['a menu', [arrived, answered, stepped], 'self-served', null],
  ['a caller in a menu', [arrived, answered, stepped], 'dropped', null],
  ['a caller who heard sound and was not answered', [arrived, stepped], 'dropped', 'unanswered'],
  ['a desk that dials a menu', [dialed, answered, stepped], 'dropped', null],
  ['out, given up', [dialed, toOutside], 'dropped', 'not-reached'],
  ['out, somebody there', [dialed, toOutside, other], 'served', 'outside'],
  ['out by order', [placed, toOutside, other], 'served', 'outside'],
  ['desk to desk', [dialed, toPhone, other], 'served', 'inside'],
  ['desk to a group', [dialed, toGroup, other], 'served', 'called'],
  ['a desk that dials a queue', [dialed, answered, stepped, accepted], 'served', null],
  ['a caller with an agent', [arrived, answered, stepped, accepted], 'served', null],
  ['a caller who waited before the answer', [arrived, stepped], 'abandoned', null],
]

test.each(table)('%s', (_, events, outcome, ending) => {
  const fold = createEndingFold()
  for (const event of events) fold.take(event)
  expect(fold.of(outcome)).toBe(ending)
})
