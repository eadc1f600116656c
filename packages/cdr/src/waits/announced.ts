/**
 * What callers were told they would wait, against what they then waited. Each announcement that named a time is
 * compared with the rest of the wait of a call that was answered; of one that was not answered, nobody knows how long
 * it would have been, so those are counted apart.
 */
import { createIdTable, type Listeners } from '@callweave/core'
import type { Figure } from '../figures/figure.js'
import { ratioOf } from '../figures/figure.js'
import { createHistogram, type Histogram, type HistogramData, mergeHistograms } from '../histogram.js'

/** Of one queue. */
export interface AnnouncedWaits {
  /** Announcements to calls that were answered later. */
  readonly compared: number
  /** Announcements to calls that left otherwise. */
  readonly unanswered: number
  readonly announcedMs: number
  readonly waitedMs: number
  /** Answered later than announced, by how much. */
  readonly late: HistogramData
  /** Answered as announced or sooner, by how much. */
  readonly early: HistogramData
}

export type AnnouncedWaitsByQueue = Readonly<Record<string, AnnouncedWaits>>

export interface AnnouncedWaitsFold {
  readonly listeners: Listeners
  snapshot(): AnnouncedWaitsByQueue
}

interface Queue {
  compared: number
  unanswered: number
  announcedMs: number
  waitedMs: number
  readonly late: Histogram
  readonly early: Histogram
}

/** When, and for how much longer: two numbers for each announcement. */
type Told = number[]

export const createAnnouncedWaits = (): AnnouncedWaitsFold => {
  const queues = new Map<string, Queue>()
  const calls = createIdTable<Told>()

  const queueNamed = (name: string): Queue => {
    const known = queues.get(name)
    if (known !== undefined) return known
    const late = createHistogram()
    const queue: Queue = { compared: 0, unanswered: 0, announcedMs: 0, waitedMs: 0, late, early: createHistogram() }
    queues.set(name, queue)
    return queue
  }

  const compare = (queue: Queue, told: Told, answeredAtMs: number): void => {
    for (let i = 0; i < told.length; i += 2) {
      const announcedMs = told[i + 1] as number
      const waitedMs = answeredAtMs - (told[i] as number)
      queue.compared += 1
      queue.announcedMs += announcedMs
      queue.waitedMs += waitedMs
      if (waitedMs > announcedMs) queue.late.record(waitedMs - announcedMs)
      else queue.early.record(announcedMs - waitedMs)
    }
  }

  return {
    listeners: {
      'queue.announced': ({ call, estimatedWaitMs, atMs }) => {
        if (estimatedWaitMs === null) return
        const told = calls.get(call)
        if (told === undefined) calls.set(call, [atMs, estimatedWaitMs])
        else told.push(atMs, estimatedWaitMs)
      },
      'queue.left': ({ call, queue: name, because, atMs }) => {
        const told = calls.get(call)
        if (told === undefined) return
        calls.delete(call)
        const queue = queueNamed(name)
        if (because === 'answered') compare(queue, told, atMs)
        else queue.unanswered += told.length / 2
      },
    },
    snapshot: () =>
      Object.fromEntries(
        [...queues]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { late, early, ...counts }]) => [
            name,
            { ...counts, late: late.toJSON(), early: early.toJSON() },
          ]),
      ),
  }
}

/** Two folds' results as one. */
export const mergeAnnouncedWaits = (a: AnnouncedWaitsByQueue, b: AnnouncedWaitsByQueue): AnnouncedWaitsByQueue => {
  const sum: Record<string, AnnouncedWaits> = { ...a }
  for (const [queue, more] of Object.entries(b)) {
    const had = sum[queue]
    sum[queue] =
      had === undefined
        ? more
        : {
            compared: had.compared + more.compared,
            unanswered: had.unanswered + more.unanswered,
            announcedMs: had.announcedMs + more.announcedMs,
            waitedMs: had.waitedMs + more.waitedMs,
            late: mergeHistograms(had.late, more.late),
            early: mergeHistograms(had.early, more.early),
          }
  }
  return sum
}

export const figuresOfAnnouncedWaits = (waits: AnnouncedWaits, queue: string): Figure[] => {
  const { compared, announcedMs, waitedMs, late, early } = waits
  return [
    {
      name: 'announced-wait',
      formula: 'announced-of-answered',
      queue,
      value: ratioOf(announcedMs, compared),
      unit: 'ms',
    },
    {
      name: 'wait-after-announcement',
      formula: 'waited-of-answered',
      queue,
      value: ratioOf(waitedMs, compared),
      unit: 'ms',
    },
    {
      name: 'announcement-kept',
      formula: 'no-later-than-announced',
      queue,
      value: ratioOf(early.count, compared),
      unit: 'ratio',
    },
    {
      name: 'announcement-error',
      formula: 'mean-absolute',
      queue,
      value: ratioOf(late.sumMs + early.sumMs, compared),
      unit: 'ms',
    },
  ]
}
