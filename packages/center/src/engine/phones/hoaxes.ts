/** An agent marks the caller of the last conversation: the number is refused for a set time (P11). */
import type { Clock, EventLog, Listeners } from '@callweave/core'
import type { CenterSections } from '../../definition/center-definition.js'
import { isNumberPattern } from '../../definition/trunks.js'
import { createBlockLists } from '../block-lists.js'
import type { CallTable, Leg } from '../calls.js'

export interface Hoaxes {
  readonly folds: Listeners
  /** False when the agent has talked to nobody from outside, or to somebody who hid the number. */
  lock(agent: string): boolean
}

export interface HoaxesParts {
  readonly sections: CenterSections
  readonly log: EventLog
  readonly clock: Clock
  readonly table: CallTable
}

const defaultLockMs = 3_600_000

export const createHoaxes = ({ sections, log, clock, table }: HoaxesParts): Hoaxes => {
  const lockMs = sections.dialing?.hoaxLockMs ?? defaultLockMs
  const { block } = createBlockLists(log, clock)
  /** Whom each agent has talked to last: one number for each. */
  const callers = new Map<string, string>()
  const remember = (leg: Leg | undefined): void => {
    if (leg?.agent == null || !Object.hasOwn(sections.trunks, leg.call.trunk)) return
    callers.set(leg.agent, leg.call.caller)
  }
  return {
    folds: {
      'legs.bridged': ({ leg, peer }) => {
        remember(table.legs.get(leg))
        remember(table.legs.get(peer))
      },
    },
    lock: (agent) => {
      const caller = callers.get(agent) ?? ''
      if (!isNumberPattern(caller) || caller.endsWith('*')) return false
      block(caller, clock.nowMs() + lockMs)
      return true
    },
  }
}
