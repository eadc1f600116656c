/** How a call ended, closer than its outcome says: an outcome is seen from queues and flows, and phones dial without either. */
import type { CallEnd, CallEvent } from '@callweave/core'

/** What an outcome is told as where its own words do not fit. */
export type Ending = 'code' | 'tap' | 'unanswered' | 'not-reached' | 'inside' | 'outside' | 'called'

export interface EndingFold {
  /** Events of one call, in order. */
  take(event: CallEvent): void
  /** `null` where the outcome's own words fit. */
  of(outcome: CallEnd): Ending | null
}

export const createEndingFold = (): EndingFold => {
  let callerLeg = 0
  let answered = false
  /** A phone of ours began it, or was rung to. */
  let isOwn = false
  let inFlow = false
  let byAgent = false
  let code = false
  let tap = false
  let asked: 'inside' | 'outside' | 'called' = 'called'
  return {
    take: (event) => {
      switch (event.type) {
        case 'leg.arrived':
          callerLeg = event.leg
          break
        case 'leg.dialed':
          callerLeg = event.leg
          isOwn = true
          break
        case 'call.placed':
          isOwn = true
          break
        case 'party.asked':
          if (event.as === 'caller') callerLeg = event.leg
          else if (event.as === 'dialed') asked = event.trunk === null ? 'inside' : 'outside'
          break
        case 'leg.answered':
          if (event.leg === callerLeg) answered = true
          break
        case 'step.entered':
          inFlow = true
          break
        case 'offer.accepted':
          byAgent = true
          break
        case 'code.dialed':
          code = true
          break
        case 'leg.tapped':
          tap = true
          break
        default:
      }
    },
    of: (outcome) => {
      if (outcome === 'self-served' && code) return 'code'
      if (outcome === 'self-served' && tap) return 'tap'
      if (outcome === 'served' && isOwn && !byAgent) return asked
      if (outcome === 'dropped' && isOwn && !inFlow) return 'not-reached'
      if (outcome === 'dropped' && !answered) return 'unanswered'
      return null
    },
  }
}
