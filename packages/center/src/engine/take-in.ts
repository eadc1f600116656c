/** What becomes of a call that comes in: joined to the agent who waits for its caller, refused, or led to its flow. */
import type { Clock, EndCause, EventLog } from '@callweave/core'
import type { Ivr } from '@callweave/ivr'
import type { Call, Leg } from './calls.js'
import type { Recalls } from './phones/recalls.js'
import type { Router } from './routes.js'

export interface TakeInOptions {
  readonly log: EventLog
  readonly clock: Clock
  readonly router: Router
  readonly ivr: Pick<Ivr, 'enter'>
  readonly recalls: Pick<Recalls, 'takes'>
  readonly hangUp: (leg: Leg, cause?: EndCause) => void
  /** A call whose only leg was brought into another. */
  readonly endIfOver: (call: Call) => void
}

export const createTakeIn = ({ log, clock, router, ivr, recalls, hangUp, endIfOver }: TakeInOptions) => {
  const { emit } = log

  const refuse = (call: Call, because: 'blocked' | 'no-route'): void => {
    emit['call.refused']({ seq: log.next(), atMs: clock.nowMs(), type: 'call.refused', call: call.id, because })
    hangUp(call.leg as Leg, because === 'blocked' ? 'blocked' : 'unknown-number')
  }

  return (call: Call): void => {
    if (router.isBlocked(call.caller, clock.nowMs())) {
      refuse(call, 'blocked')
      return
    }
    if (recalls.takes(call)) {
      endIfOver(call)
      return
    }
    const tags = router.tagsOf(call.caller)
    const chosen = router.choose(call.dialed, call.trunk, tags, clock.nowMs())
    if (chosen === null) {
      refuse(call, 'no-route')
      return
    }
    const { index, route: taken } = chosen
    emit['call.routed']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.routed',
      call: call.id,
      route: index,
      flow: taken.flow,
      tags,
    })
    ivr.enter(call.id, taken.flow, tags.length === 0 ? undefined : { tags })
  }
}
