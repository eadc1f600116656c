/** The timers of one transaction: one or two at a time, in a list, since a Map for each weighed as much as all else of it. */
import type { TimerId } from '@callweave/core'
import type { TimerName } from './transaction.js'

export interface ArmedTimer {
  readonly timer: TimerName
  readonly id: TimerId
}

/** Takes it from the list; 0 when there is none of that name. */
export const takeTimer = (timers: ArmedTimer[], name: TimerName): TimerId => {
  const at = timers.findIndex(({ timer }) => timer === name)
  return at < 0 ? 0 : (timers.splice(at, 1)[0]?.id ?? 0)
}
