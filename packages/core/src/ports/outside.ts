/** The ports to the world beyond the switch. Each has one simulated implementation and one contract suite. */
import type { CallEvent } from '../events/event.js'

/** Where events are kept. `append` resolves when the batch is written (it survives a kill of the process). */
export interface Journal {
  append(events: readonly CallEvent[]): Promise<void>
  /** Events from that `seq` on, in order. */
  read(fromSeq: number): AsyncIterable<CallEvent>
  close(): Promise<void>
}

/** Turns text into a prompt file and says how long it is. */
export interface Speech {
  speak(text: string, language: string): Promise<{ readonly file: string; readonly lengthMs: number }>
}

/** The customer system. `null` when nobody is known by that number. */
export interface Crm {
  findByPhone(
    phone: string,
  ): Promise<{ readonly id: string; readonly attributes: Readonly<Record<string, string>> } | null>
}

/** Text messages and mail. Resolves when the carrier has taken the message. */
export interface Notify {
  send(message: { readonly to: string; readonly text: string; readonly key: string }): Promise<void>
}
