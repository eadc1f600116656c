/** The events of one call, and with those of its waiting, how the floor stood just then. */

import type { CenterSections } from '@callweave/center'
import type { CallEvent } from '@callweave/core'
import { createFloorFold, type FloorFold, type QueueView } from './floor.js'

export interface Moment {
  readonly event: CallEvent
  /** Of the queue that the event is about, before the event; only where it tells why. */
  readonly queue?: QueueView
}

/** Events after which a reader asks: and what about the others? */
const wantsView: readonly CallEvent['type'][] = ['queue.entered', 'offer.made', 'queue.left']

export const momentsOf = (
  events: Iterable<CallEvent>,
  call: number,
  sections: Pick<CenterSections, 'queues'>,
): readonly Moment[] => {
  const floor: FloorFold = createFloorFold(sections)
  const moments: Moment[] = []
  for (const event of events) {
    if ('call' in event && event.call === call && event.type !== 'agent.changed') {
      const view = 'queue' in event && event.queue !== null && wantsView.includes(event.type)
      moments.push(view ? { event, queue: floor.viewOf(event.queue, event.atMs) } : { event })
      if (event.type === 'call.ended') return moments
    }
    floor.take(event)
  }
  return moments
}
