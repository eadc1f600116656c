/** Calls that come into queues, move on in them and leave. */
import type { Listeners } from '@callweave/core'
import { Entry } from './entry.js'
import { IndexedDemand } from './indexed-demand.js'
import { isWorking } from './presence.js'
import type { Queue } from './queue.js'
import { stageAt } from './stages.js'
import type { Floor } from './state.js'

export const entryFolds = (floor: Floor): Listeners => ({
  'queue.entered': (event) => {
    const { call, atMs, priority, virtualStartMs } = event
    const callback = event.callback === null ? null : (floor.callbacks.get(event.callback) ?? null)
    const queue = floor.queues.get(event.queue) as Queue
    const wanted = event.wants === null ? queue.plain : queue.demands.wantedFor(event.wants as Record<string, number>)
    const preferred = event.preferred === null ? null : (floor.agents.get(event.preferred) ?? null)
    const waitedMs = atMs - virtualStartMs
    let stage = stageAt(queue.stages, waitedMs, preferred !== null && isWorking(preferred))
    let demand = queue.demands.find(stage, wanted, preferred)
    if (demand instanceof IndexedDemand && demand.only !== null && demand.isHopeless) {
      if (demand.live === 0) queue.demands.drop(demand)
      stage = stageAt(queue.stages, waitedMs, false)
      demand = queue.demands.find(stage, wanted, preferred)
    }
    floor.turn += 1
    const entry = new Entry(
      call,
      queue,
      atMs,
      floor.turn,
      wanted,
      preferred,
      callback,
      priority,
      virtualStartMs,
      stage,
      demand,
    )
    demand.live += 1
    floor.entries.set(call, entry)
    if (callback === null) queue.waitingCount += 1
    else {
      queue.callbackCount += 1
      entry.putOffUntilMs = callback.dueAtMs ?? 0
    }
    if (entry.putOffUntilMs === 0) demand.waiting.insert(entry)
  },
  'queue.widened': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.stage = event.stage
    putWhereItBelongs(entry)
  },
  'queue.announced': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.announcedPosition = event.position
    entry.announcedAtMs = event.atMs
    entry.announcements += 1
  },
  'queue.reprioritized': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    entry.priority = event.priority
    entry.virtualStartMs = event.virtualStartMs
    entry.standing = entry.queue.standingOf(event.priority, event.virtualStartMs)
    putWhereItBelongs(entry)
  },
  'queue.left': (event) => {
    const entry = floor.entries.get(event.call) as Entry
    const { queue, demand } = entry
    if (entry.slot >= 0) demand.waiting.remove(entry)
    queue.demands.release(demand)
    if (entry.callback === null) queue.waitingCount -= 1
    else queue.callbackCount -= 1
    floor.entries.delete(event.call)
    if (event.because === 'abandoned') floor.lastAbandoned = entry
  },
})

/** To the demand that its stage, its wants and its priority call for; an offered call only notes it. */
export const putWhereItBelongs = (entry: Entry): void => {
  const waited = entry.slot >= 0
  if (waited) entry.demand.waiting.remove(entry)
  const { demand, queue } = entry
  entry.demand = queue.demands.find(entry.stage, entry.wanted, entry.preferred)
  entry.demand.live += 1
  queue.demands.release(demand)
  if (waited) entry.demand.waiting.insert(entry)
}

/** Back to its old place: the order of waiting knows nothing of offers. */
export const waitAgain = (entry: Entry): void => {
  if (entry.slot < 0 && waits(entry)) entry.demand.waiting.insert(entry)
}

/** Not while a callback is put off or dialed, and while phones ring only where more may. */
const waits = ({ queue, offers, callback, putOffUntilMs }: Entry): boolean =>
  putOffUntilMs === 0 &&
  (callback === null || callback.dialing === null) &&
  (offers.length === 0 || queue.strategy.ringsSeveral === true)
