/** Where a leg stands, as the center knows legs. */
import type { LegStatus } from '@callweave/core'
import type { Leg } from './leg.js'

/** Nothing of a leg that is over, or that the center never heard of. */
export const statusOf = (leg: Leg): readonly LegStatus[] => {
  if (leg.isOver || !leg.isTold) return []
  return [{ call: leg.call, leg: leg.id, state: stateOf(leg) }]
}

const stateOf = ({ state, begins, peer, isHeld, isHeldThere, inConference }: Leg): LegStatus['state'] => {
  if (state === 'ringing') return begins === 'originated' ? 'ringing' : 'arrived'
  if (state !== 'up') return begins
  if (peer === null && !inConference) return 'answered'
  return isHeld || isHeldThere ? 'held' : 'bridged'
}
