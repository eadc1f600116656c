/**
 * Joins a definition, a switch, a journal and a clock into a center that runs.
 *
 *     fact -> center -> events -> journal -> written -> records, and the orders that waited for it -> switch
 *
 * Every event is appended in order. What cannot be untold (an answer, a bridge, a phone that rings) happens when the
 * events behind it are written: a kill of the process at any moment loses nothing that anybody was told.
 */
import type { CallRecord } from '@callweave/cdr'
import type { CallStore } from '@callweave/cdr/sqlite'
import { type Center, type CenterDefinition, createCenter, type Lookups } from '@callweave/center'
import {
  type CallEvent,
  type Clock,
  commandId,
  createEventLog,
  type EventLog,
  type Journal,
  type LegId,
  type Random,
  type Switch,
} from '@callweave/core'
import { createBatches } from './batches.js'
import { CenterClock } from './center-clock.js'
import { type ClosedCall, type CutRecording, closeDead } from './close-dead.js'
import { drain } from './drain.js'
import { createRecords } from './records.js'
import { createWrittenFirst } from './written-first.js'

/** A switch as a running center needs it. It takes no calls before it is told to. */
export interface ServerSwitch extends Switch {
  /** Whom to tell facts, and who numbers what arrives. Called once, before the first fact. */
  connect(center: Pick<Center, 'tell' | 'nextCall' | 'nextLeg'>): void
  /** `false`: what arrives from now on is refused by the switch itself, and is no call. */
  takeCalls(takes: boolean): void
  close(): void | Promise<void>
  /** What the last process was recording when it was killed, as far as it is kept: told before the legs are ended. */
  readonly cutRecordings?: readonly CutRecording[]
}

export interface OpenCenterOptions {
  readonly definition: CenterDefinition
  /** The center's from here on: `close` closes it. */
  readonly journal: Journal
  readonly clock: Clock
  readonly random: Random
  readonly lookups: Lookups
  readonly world: 'virtual' | 'embedded' | 'freeswitch'
  /** Makes the switch; facts draw their `seq` from `log` and their `atMs` from `clock`. */
  readonly createSwitch: (parts: { readonly log: EventLog; readonly clock: Clock }) => ServerSwitch
  /** Where call records go. The center's from here on, as the journal. */
  readonly store?: CallStore
  /** Told of each record when the events behind it are written; after a restart also of those told before. */
  readonly onRecord?: (record: CallRecord) => void
  /** Told of each event when it is written: what may be shown to people. Not of those that are replayed. */
  readonly onWritten?: (event: CallEvent) => void
  /**
   * When the last process was alive last (`journal.recovery.before`): calls that died with it end then. By default at the
   * last event of the journal.
   */
  readonly lastAliveMs?: number
  /**
   * How long events that nobody waits for may wait for others before they are written, so that fewer writes are made: what a kill
   * may cost that nobody was told of. Default 0.
   */
  readonly gatherMs?: number
  /** Told when the journal fails (nobody is answered or connected any more), a record cannot be stored, or a tap throws. */
  readonly onTrouble?: (error: unknown) => void
}

/** What a start found. */
export interface StartReport {
  /** Events replayed. */
  readonly events: number
  /** Calls that died with the last process and are over. */
  readonly closed: readonly ClosedCall[]
  /** Legs that died with it. */
  readonly deadLegs: number
  /** When they ended, as their records say. */
  readonly diedAtMs: number
  /** Legs that the switch had and the journal did not know: they were hung up. */
  readonly unknownLegs: readonly LegId[]
  /** How far the clock is behind the journal; time goes on from where the journal ends. */
  readonly clockBehindMs: number
}

export interface RunningCenter {
  readonly definition: CenterDefinition
  readonly center: Center
  readonly log: EventLog
  readonly clock: Clock
  readonly start: StartReport
  /** `failed`: the journal takes nothing more, and nobody is answered or connected. */
  readonly state: 'running' | 'closing' | 'failed'
  readonly world: OpenCenterOptions['world']
  /** Resolves when all that has happened by now is written: before then nobody is told that it has. @throws what failed. */
  written(): Promise<void>
  /** Resolves when all that has happened by now is written, and its records are stored. */
  settled(): Promise<void>
  /**
   * Takes no new calls, waits for those that are up, clears what is left after `drainMs` (default 0) or when `hurry` aborts,
   * writes everything and closes switch, records and journal. The record of a call whose wrap-up goes on comes with the next
   * start.
   *
   * @throws CallweaveError when not everything could be written.
   */
  close(options?: CloseOptions): Promise<{ readonly cleared: number }>
}

export interface CloseOptions {
  readonly drainMs?: number
  readonly hurry?: AbortSignal
}

/**
 * Resolves when the center takes calls, and all that the start had to say is written.
 *
 * @throws CallweaveError when the journal cannot be read or written; TypeError when its events do not fit the definition. The
 * switch is closed then; journal and store are still the caller's.
 */
export const openCenter = async (options: OpenCenterOptions): Promise<RunningCenter> => {
  const { definition, journal, random, lookups, world, onTrouble = () => {} } = options
  const clock = new CenterClock(options.clock)
  const log = createEventLog({ onTapError: onTrouble })
  let failure: { readonly error: unknown } | undefined
  const show = (event: CallEvent): void => {
    try {
      options.onWritten?.(event)
    } catch (error) {
      onTrouble(error)
    }
  }
  // The first of all taps: it hears events in the order of their numbers, also when another tap makes the next.
  const batches = createBatches({
    log,
    journal,
    gatherMs: options.gatherMs ?? 0,
    onWritten: (written) => {
      for (const event of written) {
        records.take(event)
        show(event)
      }
      gate.written((written[written.length - 1] as CallEvent).seq)
    },
    onFailure: (error) => {
      failure = { error }
      board.takeCalls(false)
      gate.lost()
      onTrouble(error)
    },
  })
  const board = options.createSwitch({ log, clock })
  const gate = createWrittenFirst({ switch: board, loggedSeq: () => log.seq, onWaiting: batches.hurry })
  const records = createRecords({ store: options.store, onRecord: options.onRecord, onTrouble })
  const center = createCenter({ definition, log, clock, random, lookups, switch: gate })

  const begin = async (): Promise<StartReport> => {
    const lastMs = await replay(journal, log, records.take)
    const events = log.seq
    const clockBehindMs = clock.beginAt(lastMs)
    gate.written(events)
    board.connect(center)
    const diedAtMs = Math.min(clock.nowMs(), Math.max(lastMs, options.lastAliveMs ?? lastMs))
    const found = recover(diedAtMs)
    await settled()
    if (failure !== undefined) throw failure.error
    board.takeCalls(true)
    return { events, clockBehindMs, diedAtMs, ...found }
  }

  /** In one go: nothing is told meanwhile. */
  function recover(diedAtMs: number): Pick<StartReport, 'closed' | 'deadLegs' | 'unknownLegs'> {
    gate.shut()
    const unknown = board.legs().filter(({ leg }) => center.calls.legs.get(leg) === undefined)
    let dead: ReturnType<typeof closeDead> = { closed: [], legs: new Set() }
    clock.standing(diedAtMs, () => {
      const nowMs = (): number => clock.nowMs()
      dead = closeDead({
        center,
        log,
        switch: board,
        nowMs,
        endTurn: batches.cut,
        cutRecordings: board.cutRecordings ?? [],
      })
    })
    log.emit['log.opened']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'log.opened',
      definitionHash: definition.definitionHash,
      world,
      seed: null,
    })
    center.resume()
    for (const { call, leg } of unknown) {
      gate.do({ do: 'hang-up', command: commandId(0), call, leg, cause: 'normal' })
    }
    const { closed, legs } = dead
    gate.open((command) => !legs.has(command.leg) && !(command.do === 'bridge' && legs.has(command.peer)))
    return { closed, deadLegs: legs.size, unknownLegs: unknown.map(({ leg }) => leg) }
  }

  async function written(): Promise<void> {
    await batches.settled()
    if (failure !== undefined) throw failure.error
  }

  async function settled(): Promise<void> {
    await batches.settled()
    await records.flush()
  }

  let closing: Promise<{ readonly cleared: number }> | undefined
  const close = async ({ drainMs = 0, hurry }: CloseOptions): Promise<{ readonly cleared: number }> => {
    board.takeCalls(false)
    const asked = { drainMs, ...(hurry === undefined ? {} : { hurry }) }
    const cleared = await drain({ center, log, clock, switch: gate, ...asked })
    await board.close()
    batches.cut()
    // First the journal: one that waits for a full disk gives up now, and says so to who waits for it.
    const closed = journal.close().catch((error: unknown) => {
      failure ??= { error }
    })
    await batches.settled()
    await closed
    await records.close()
    if (failure !== undefined) throw failure.error
    return { cleared }
  }

  const start = await begin().catch(async (error: unknown) => {
    await board.close()
    throw error
  })

  return {
    definition,
    center,
    log,
    clock,
    start,
    world,
    get state() {
      if (failure !== undefined) return 'failed'
      return closing === undefined ? 'running' : 'closing'
    },
    written,
    settled,
    close: (asked = {}) => {
      closing ??= close(asked)
      return closing
    },
  }
}

/** Resolves with the instant of the last event, 0 when there is none. */
const replay = async (journal: Journal, log: EventLog, take: (event: CallEvent) => void): Promise<number> => {
  let lastMs = 0
  for await (const event of journal.read(1)) {
    log.replay(event)
    take(event)
    lastMs = event.atMs
  }
  return lastMs
}
