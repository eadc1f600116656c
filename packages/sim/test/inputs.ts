/**
 * What came to a center from outside, read from its log: what callers and agents did, what lines did, what functions answered,
 * what supervisors changed. What the center did itself, by order or by timer, is none: a leg that it answered or took down, a
 * prompt that was heard to its end, the state of an agent that followed from a call.
 */
import type { EventLog, LegId } from '@callweave/core'

/** Why agents change state when they do it of their own accord; what is asked for in a call is taken up after it. */
const ownAccord: ReadonlySet<string> = new Set(['asked', 'shift', 'break', 'break-over', 'back'])

export const countInputs = (log: EventLog): { readonly inputs: number } => {
  const count = { inputs: 0 }
  const callers = new Set<LegId>()
  const one = (): void => {
    count.inputs += 1
  }
  log.tap({
    'trunk.busy': one,
    'trunk.failed': one,
    'trunk.restored': one,
    'leg.arrived': ({ leg }) => {
      callers.add(leg)
      one()
    },
    // The center answers the caller; everybody else answers of their own accord.
    'leg.answered': ({ leg }) => {
      if (!callers.has(leg)) one()
    },
    'leg.ended': ({ by }) => {
      if (by !== 'center') one()
    },
    'leg.dialed': one,
    'transfer.asked': one,
    'leg.held': one,
    'leg.retrieved': one,
    'call.placed': one,
    'digit.pressed': one,
    'digits.collected': ({ because }) => {
      if (because !== 'hung-up') one()
    },
    'recording.finished': ({ because }) => {
      if (because !== 'hung-up' && because !== 'stopped') one()
    },
    'lookup.returned': one,
    'agent.changed': ({ because }) => {
      if (ownAccord.has(because)) one()
    },
    'member.changed': one,
    'skill.changed': one,
    'phone.registered': one,
    'phone.lost': one,
    'queue.reprioritized': one,
  })
  return count
}
