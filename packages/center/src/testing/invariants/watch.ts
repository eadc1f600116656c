/**
 * The invariants of routing, watched over an event log while a center runs: every live call in exactly one place, agents'
 * states as their table allows, every offer ended, nobody rung for a caller who has gone, nobody left in a call that is over,
 * counts that balance, legs that all end, numbers without a gap and time that never falls.
 */
import type { CallEvent, EventLog } from '@callweave/core'
import type { CenterSections } from '../../definition/center-definition.js'
import { watchAgents } from './agents.js'
import { watchCalls } from './calls.js'
import { watchLegs } from './legs.js'
import { watchPhones } from './phones.js'
import { checkEnd, checkSettled } from './settled.js'
import type { Watched, WatchedQueue } from './watched.js'

export interface Invariants {
  /** Call when the run is over. `mayWait`: callers without patience may still be in queues. */
  finish(options?: { readonly mayWait?: boolean }): void
  /** Calls that have ended, by outcome. */
  readonly outcomes: ReadonlyMap<string, number>
  readonly queues: ReadonlyMap<string, WatchedQueue>
  readonly events: number
}

/** Throws inside the run, at the first event that breaks one: the stack shows who did it. */
export const watchInvariants = (log: EventLog, sections: CenterSections): Invariants => {
  const recent: CallEvent[] = []
  let events = 0
  let lastMs = Number.NEGATIVE_INFINITY
  let lastSeq = log.seq
  const fail = (what: string): never => {
    const tail = recent.map((event) => `\n  ${JSON.stringify(event)}`)
    throw new Error(`invariant broken: ${what}. The last events:${tail.join('')}`)
  }
  const watched: Watched = {
    calls: new Map(),
    ended: new Set(),
    legs: new Map(),
    offers: new Map(),
    agents: new Map(),
    queues: new Map(),
    touchedCalls: new Set(),
    touchedAgents: new Set(),
    outcomes: new Map(),
    fail,
  }
  log.tapAll((event) => {
    events += 1
    recent.push(event)
    if (recent.length > 12) recent.shift()
    if (event.seq !== lastSeq + 1) fail(`event ${event.seq} follows ${lastSeq}`)
    lastSeq = event.seq
    if (event.atMs < lastMs) fail(`time falls from ${lastMs} to ${event.atMs}`)
    if (!Number.isInteger(event.atMs)) fail(`${event.atMs} is no whole ms`)
    if (event.atMs > lastMs) checkSettled(watched)
    lastMs = event.atMs
  })
  log.tap(watchCalls(watched, sections))
  log.tap(watchPhones(watched))
  log.tap(watchLegs(watched))
  log.tap(watchAgents(watched, sections))
  return {
    finish: ({ mayWait = false } = {}) => {
      checkSettled(watched)
      checkEnd(watched, mayWait)
    },
    outcomes: watched.outcomes,
    queues: watched.queues,
    get events() {
      return events
    },
  }
}
