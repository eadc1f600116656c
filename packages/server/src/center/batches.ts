/**
 * From the log to the journal: what one turn of the center logs is one batch, appended when the turn is over. A batch is a
 * block in the journal, whole or not there, so a journal always ends between two turns.
 */
import type { CallEvent, EventLog, Journal } from '@callweave/core'

export interface BatchesOptions {
  readonly log: EventLog
  readonly journal: Journal
  /** Told when a batch is written, in order. */
  readonly onWritten: (events: readonly CallEvent[]) => void
  /** Told once: nothing more is written. */
  readonly onFailure: (error: unknown) => void
}

export interface Batches {
  /** Ends the batch here: what follows is a turn of its own. */
  cut(): void
  /** Resolves when all that has been logged by now is written, or will never be. */
  settled(): Promise<void>
}

export const createBatches = ({ log, journal, onWritten, onFailure }: BatchesOptions): Batches => {
  let batch: CallEvent[] = []
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
    if (batch.length === 0) return
    const events = batch
    batch = []
    // Each is appended at once, and all are told in their order: a journal may have several on their way.
    const before = last
    const appended = append(events)
    last = before.then(() => appended)
  }

  log.tapAll((event) => {
    if (batch.length === 0) queueMicrotask(cut)
    batch.push(event)
  })

  return {
    cut,
    settled: () => {
      cut()
      return last
    },
  }
}
