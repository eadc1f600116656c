/**
 * The story of one call: its events, each with how the queue stood just then. The events come from a first reading of
 * the log; where the definition is the log's own, a second one replays the floor and asks the engine for its reasons.
 */
import type { CallExplanation } from '@callweave/acd'
import type { CenterSections } from '@callweave/center'
import type { CallEvent } from '@callweave/core'
import { createFloorFold, type QueueView } from './floor.js'

export interface Moment {
  readonly atMs: number
  /** `null`: a look at a wait that goes on. */
  readonly event: CallEvent | null
  /** What the engine says: before an offer, a widening and the end of a wait, else after the event. */
  readonly explained?: CallExplanation
  /** After a widening, beside what stood before it. */
  readonly then?: CallExplanation
  /** Who was where, before the event: all there is without a replay. */
  readonly queue?: QueueView
}

/** A wait in which nothing happens to the call for so long is looked at in its middle. */
const longWaitMs = 30_000

const isOf = (event: CallEvent, call: number): boolean =>
  'call' in event && event.call === call && event.type !== 'agent.changed'

/** All of them, up to the end of the call. */
export const eventsOf = (log: Iterable<CallEvent>, call: number): readonly CallEvent[] => {
  const events: CallEvent[] = []
  for (const event of log) {
    if (!isOf(event, call)) continue
    events.push(event)
    if (event.type === 'call.ended') break
  }
  return events
}

/** Instants inside its long waits: the middle of each stretch in which no phone rang for it and nothing was decided. */
export const looksInto = (events: readonly CallEvent[]): readonly number[] => {
  const looks: number[] = []
  let sinceMs: number | null = null
  let ringing = 0
  const until = (atMs: number, next: number | null): void => {
    if (sinceMs !== null && atMs - sinceMs >= longWaitMs) looks.push(Math.floor((sinceMs + atMs) / 2))
    sinceMs = next
  }
  for (const { type, atMs } of events) {
    switch (type) {
      case 'queue.entered':
        ringing = 0
        until(atMs, atMs)
        break
      case 'queue.widened':
        if (ringing === 0) until(atMs, atMs)
        break
      case 'offer.made':
        ringing += 1
        until(atMs, null)
        break
      case 'offer.missed':
      case 'offer.rejected':
      case 'offer.withdrawn':
        ringing -= 1
        if (ringing === 0) sinceMs = atMs
        break
      case 'queue.left':
        until(atMs, null)
        break
      default:
    }
  }
  return looks
}

/** Without a replay: where everybody was, as the events themselves say it. */
export const plainMoments = (
  log: Iterable<CallEvent>,
  events: readonly CallEvent[],
  call: number,
  sections: Pick<CenterSections, 'queues'>,
): readonly Moment[] => {
  const floor = createFloorFold(sections)
  const moments: Moment[] = []
  for (const event of log) {
    const { atMs } = event
    if (isOf(event, call)) {
      const wantsView = event.type === 'queue.entered' || event.type === 'offer.made' || event.type === 'queue.left'
      moments.push(wantsView ? { atMs, event, queue: floor.viewOf(event.queue, atMs) } : { atMs, event })
      if (moments.length === events.length) return moments
    }
    floor.take(event)
  }
  return moments
}
