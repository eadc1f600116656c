/**
 * From the log to the journal: a batch is what one or a few turns of the center have logged, appended when a turn is over. It is
 * a block in the journal, whole or not there, so a journal always ends between two turns.
 *
 * A turn in which a call came, or that ordered something which waits for the write, is appended at its end, with all that was
 * logged before. Others wait a little for company: of the seven turns of a usual call three are waited for, and each write costs
 * two changes of the thread.
 */
import type { CallEvent, EventLog, EventType, Journal } from '@callweave/core'

export interface BatchesOptions {
  readonly log: EventLog
  readonly journal: Journal
  /** How long what nobody waits for may wait for company. 0: each turn is a batch. */
  readonly gatherMs: number
  /** Told when a batch is written, in order. */
  readonly onWritten: (events: readonly CallEvent[]) => void
  /** Told once: nothing more is written. */
  readonly onFailure: (error: unknown) => void
}

export interface Batches {
  /** Ends the batch here: what follows is a turn of its own. */
  cut(): void
  /** Somebody waits for what this turn logs: it is appended when the turn is over. */
  hurry(): void
  /** Resolves when all that has been logged by now is written, or will never be. */
  settled(): Promise<void>
}

export const createBatches = ({ log, journal, gatherMs, onWritten, onFailure }: BatchesOptions): Batches => {
  let batch: CallEvent[] = []
  let isHurried = false
  let timer: NodeJS.Timeout | undefined
  let hasFailed = false
  let last: Promise<void> = Promise.resolve()

  const append = async (events: readonly CallEvent[]): Promise<void> => {
    try {
      await journal.append(events)
    } catch (error) {
      if (!hasFailed) onFailure(error)
      hasFailed = true
      return
    }
    if (hasFailed) return
    onWritten(events)
  }

  const cut = (): void => {
    clearTimeout(timer)
    timer = undefined
    isHurried = false
    if (batch.length === 0) return
    const events = batch
    batch = []
    // Each is appended at once, and all are told in their order: a journal may have several on their way.
    const before = last
    const appended = append(events)
    last = before.then(() => appended)
  }

  const hurry = (): void => {
    if (isHurried) return
    isHurried = true
    queueMicrotask(cut)
  }

  log.tapAll((event) => {
    batch.push(event)
    if (gatherMs === 0 || begins.has(event.type)) hurry()
    else timer ??= setTimeout(cut, gatherMs)
  })

  return {
    cut,
    hurry,
    settled: () => {
      cut()
      return last
    },
  }
}

/** A call that has come is known to the next start whatever happens. */
const begins: ReadonlySet<EventType> = new Set(['leg.arrived', 'leg.dialed'])
