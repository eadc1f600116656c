/** The journal: where events are kept. */
import type { CallEvent } from '../events/event.js'

export interface Journal {
  /** Resolves when the batch is written: it survives a kill of the process. */
  append(events: readonly CallEvent[]): Promise<void>
  /** Events from that `seq` on, in order. */
  read(fromSeq: number): AsyncIterable<CallEvent>
  close(): Promise<void>
}
