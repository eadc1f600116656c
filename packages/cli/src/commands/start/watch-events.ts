/** Of all events the few that somebody who watches a small center wants to see. */
import type { CallEvent, Listeners } from '@callweave/core'
import { createEndingFold, type EndingFold } from '../../text/ending.js'
import type { Teller } from './teller.js'

const begins: ReadonlySet<string> = new Set(['leg.arrived', 'leg.dialed', 'call.placed'])

/** To be told of each event that is written. */
export const watchEvents = ({ tell }: Pick<Teller, 'tell'>): ((event: CallEvent) => void) => {
  /** By call that is up: its first attempt to call the caller back, until it has failed. */
  const recalls = new Map<number, { readonly leg: number; readonly number: string } | null>()
  /** Of calls that are up. */
  const endings = new Map<number, EndingFold>()
  const shown: Listeners = {
    'leg.arrived': ({ call, caller, dialed }) => tell({ notice: 'call-arrived', call, caller, dialed }),
    'leg.dialed': ({ call, extension, dialed }) => tell({ notice: 'call-dialed', call, extension, dialed }),
    'call.refused': ({ call, because }) => tell({ notice: 'call-refused', call, because }),
    'queue.entered': ({ call, queue, callback }) => {
      if (callback === null) tell({ notice: 'call-waits', call, queue })
    },
    'offer.accepted': ({ call, agent }) => tell({ notice: 'call-talks', call, agent }),
    'caller.cleared': ({ call, agent, untilMs, atMs }) =>
      tell({ notice: 'call-kept', call, agent, forMs: untilMs - atMs }),
    'party.asked': ({ call, leg, as, toward }) => {
      if (as === 'recall' && !recalls.has(call)) recalls.set(call, { leg, number: toward })
    },
    'leg.answered': ({ call, leg }) => {
      if (recalls.get(call)?.leg === leg) recalls.set(call, null)
    },
    'leg.ended': ({ call, leg, by, cause }) => {
      const first = recalls.get(call)
      if (first?.leg !== leg) return
      recalls.set(call, null)
      if (by !== 'center') tell({ notice: 'recall-failed', call, number: first.number, because: cause })
    },
    'caller.back': ({ call, how }) => tell({ notice: 'caller-back', call, how }),
    'message.left': ({ call, box, recording }) => tell({ notice: 'message-left', call, box, recording }),
    'messages.heard': ({ call, box, count }) => tell({ notice: 'messages-heard', call, box, count }),
    'number.blocked': ({ atMs, number, until }) =>
      tell({ notice: 'number-blocked', number, forMs: until === null ? null : until - atMs }),
    'call.ended': ({ call, outcome }) => {
      recalls.delete(call)
      const how = endings.get(call)?.of(outcome) ?? null
      endings.delete(call)
      tell({ notice: 'call-ended', call, outcome, ...(how === null ? {} : { how }) })
    },
    'agent.changed': ({ agent, to, because }) => tell({ notice: 'agent-changed', agent, state: to, because }),
    'trunk.busy': ({ trunk, dialed }) => tell({ notice: 'trunk-busy', trunk, dialed }),
    'trunk.failed': ({ trunk, because }) => tell({ notice: 'trunk-failed', trunk, because }),
    'trunk.restored': ({ trunk }) => tell({ notice: 'trunk-restored', trunk }),
  }
  const byType: { readonly [type: string]: ((event: never) => void) | undefined } = shown
  return (event) => {
    if (begins.has(event.type) && 'call' in event) endings.set(event.call as number, createEndingFold())
    if ('call' in event) endings.get(event.call as number)?.take(event)
    byType[event.type]?.(event as never)
  }
}
