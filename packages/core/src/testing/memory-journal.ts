/** The simulated journal: keeps events in memory, as JSON, so that what comes back is a copy and never what was handed in. */
import type { CallEvent } from '../events/event.js'
import type { Journal } from '../ports/journal.js'

/** `lines` is the disk: a journal opened on the same lines reads what was appended before. */
export const createMemoryJournal = (lines: string[] = []): Journal => ({
  append: async (events) => {
    lines.push(...events.map((event) => JSON.stringify(event)))
  },
  read: async function* (fromSeq) {
    for (const line of lines) {
      const event = JSON.parse(line) as CallEvent
      if (event.seq >= fromSeq) yield event
    }
  },
  close: async () => {},
})
