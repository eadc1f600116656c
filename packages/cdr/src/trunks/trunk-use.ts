/**
 * How busy each trunk group is: channels in use over time, calls that came, and calls that found none free.
 *
 * A channel is busy from the arrival of its leg to the leg's end. Calls that we dial out are not counted: the event of
 * an originated leg names no trunk.
 */
import { createIdTable, type Listeners } from '@callweave/core'
import type { Figure } from '../figures/figure.js'
import { ratioOf } from '../figures/figure.js'
import { createIntervals, type Interval, type IntervalOptions } from '../intervals/intervals.js'

export interface TrunkRow extends Interval {
  readonly trunk: string
  readonly arrived: number
  /** Calls that found every channel busy. */
  readonly blocked: number
  /** The sum over channels of the time each was in use; over `watchedMs`, the mean number busy. */
  readonly busyMs: number
  /** The most channels in use at once. Of replications added up, the greatest of them. */
  readonly mostBusy: number
  /** How long the whole group was down. */
  readonly failedMs: number
  /** How long the group was watched: from its first event on, in every replication that was added up. */
  readonly watchedMs: number
}

export interface TrunkUse {
  readonly intervalMs: number
  readonly timeZone: string
  readonly rows: readonly TrunkRow[]
}

export interface TrunkUseFold {
  readonly listeners: Listeners
  /** All until `atMs`. May be asked for again and again. */
  snapshot(atMs: number): TrunkUse
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface Trunk {
  readonly name: string
  row: Writable<TrunkRow> | undefined
  busy: number
  failed: boolean
  sinceMs: number
}

/** @throws CallweaveError `out-of-range` for an interval or a time zone that cannot be. */
export const createTrunkUse = (options: IntervalOptions): TrunkUseFold => {
  const intervals = createIntervals(options)
  const trunks = new Map<string, Trunk>()
  const legs = createIdTable<Trunk>()
  const rows: TrunkRow[] = []

  const trunkNamed = (name: string, atMs: number): Trunk => {
    const known = trunks.get(name)
    if (known !== undefined) return known
    const trunk: Trunk = { name, row: undefined, busy: 0, failed: false, sinceMs: atMs }
    trunks.set(name, trunk)
    return trunk
  }

  const rowAt = (trunk: Trunk, atMs: number): Writable<TrunkRow> => {
    const { startMs, endMs } = intervals.at(atMs)
    const { name, busy } = trunk
    const row = {
      trunk: name,
      startMs,
      endMs,
      arrived: 0,
      blocked: 0,
      busyMs: 0,
      mostBusy: busy,
      failedMs: 0,
      watchedMs: 0,
    }
    trunk.row = row
    rows.push(row)
    return row
  }

  /** Books the use since the last change and returns the row of `atMs`. */
  const book = (trunk: Trunk, atMs: number): Writable<TrunkRow> => {
    let row = trunk.row ?? rowAt(trunk, atMs)
    while (atMs >= row.endMs) {
      bookSpan(trunk, row, row.endMs)
      row = rowAt(trunk, row.endMs)
    }
    bookSpan(trunk, row, atMs)
    return row
  }

  return {
    listeners: {
      'leg.arrived': ({ leg, trunk: name, atMs }) => {
        const trunk = trunkNamed(name, atMs)
        const row = book(trunk, atMs)
        row.arrived += 1
        trunk.busy += 1
        if (trunk.busy > row.mostBusy) row.mostBusy = trunk.busy
        legs.set(leg, trunk)
      },
      'leg.ended': ({ leg, atMs }) => {
        const trunk = legs.get(leg)
        if (trunk === undefined) return
        legs.delete(leg)
        book(trunk, atMs)
        trunk.busy -= 1
      },
      'trunk.busy': ({ trunk: name, atMs }) => {
        book(trunkNamed(name, atMs), atMs).blocked += 1
      },
      'trunk.failed': ({ trunk: name, atMs }) => {
        const trunk = trunkNamed(name, atMs)
        book(trunk, atMs)
        trunk.failed = true
      },
      'trunk.restored': ({ trunk: name, atMs }) => {
        const trunk = trunkNamed(name, atMs)
        book(trunk, atMs)
        trunk.failed = false
      },
    },
    snapshot(atMs) {
      for (const trunk of trunks.values()) book(trunk, atMs)
      return {
        intervalMs: intervals.intervalMs,
        timeZone: intervals.timeZone,
        rows: sortTrunkRows(rows.map((row) => ({ ...row }))),
      }
    },
  }
}

const bookSpan = (trunk: Trunk, row: Writable<TrunkRow>, untilMs: number): void => {
  const spanMs = untilMs - trunk.sinceMs
  if (spanMs <= 0) return
  trunk.sinceMs = untilMs
  row.watchedMs += spanMs
  row.busyMs += spanMs * trunk.busy
  if (trunk.failed) row.failedMs += spanMs
}

const sortTrunkRows = (rows: readonly TrunkRow[]): TrunkRow[] =>
  [...rows].sort((a, b) => a.startMs - b.startMs || (a.trunk < b.trunk ? -1 : a.trunk > b.trunk ? 1 : 0))

/** @throws TypeError when the two were not cut into the same intervals. */
export const mergeTrunkUse = (a: TrunkUse, b: TrunkUse): TrunkUse => {
  if (a.intervalMs !== b.intervalMs || a.timeZone !== b.timeZone) {
    throw new TypeError('figures of different intervals or time zones cannot be added up')
  }
  const sums = new Map<string, Writable<TrunkRow>>()
  for (const row of [...a.rows, ...b.rows]) {
    const key = `${row.startMs} ${row.trunk}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...row })
    else {
      sum.arrived += row.arrived
      sum.blocked += row.blocked
      sum.busyMs += row.busyMs
      sum.mostBusy = Math.max(sum.mostBusy, row.mostBusy)
      sum.failedMs += row.failedMs
      sum.watchedMs += row.watchedMs
    }
  }
  return { ...a, rows: sortTrunkRows([...sums.values()]) }
}

/** Of one trunk group, over all its intervals or of one. */
export const figuresOfTrunkRows = (rows: readonly TrunkRow[]): Figure[] => {
  const sum = (of: (row: TrunkRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const arrived = sum((row) => row.arrived)
  const blocked = sum((row) => row.blocked)
  return [
    {
      name: 'blocking',
      formula: 'blocked-of-arrived-and-blocked',
      queue: null,
      value: ratioOf(blocked, arrived + blocked),
      unit: 'ratio',
    },
    {
      name: 'trunk-load',
      formula: 'mean-busy-channels',
      queue: null,
      value: ratioOf(
        sum((row) => row.busyMs),
        sum((row) => row.watchedMs),
      ),
      unit: 'erlangs',
    },
  ]
}
