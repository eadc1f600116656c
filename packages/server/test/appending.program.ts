/** Appends to a journal without a pause, and prints how far it was acknowledged: `appending.ts FOLDER DURABILITY`. */
import { writeSync } from 'node:fs'
import { CallweaveError } from '@callweave/core'
import { openJournal } from '@callweave/server/journal'
import { eventNumber } from './numbered-events.js'

const [folder = '', durability = 'process'] = process.argv.slice(2)
/** Not by way of a buffer: what is printed has been acknowledged before, also when the process dies in the next moment. */
const print = (text: string): void => {
  for (;;) {
    try {
      writeSync(1, `${text}\n`)
      return
    } catch (error) {
      // The reader is behind.
      if ((error as { readonly code?: string }).code !== 'EAGAIN') throw error
    }
  }
}

/** The file has grown to its limit and cannot be ended either. */
const stop = (error: unknown): never => {
  print(error instanceof CallweaveError ? `refused ${error.message}` : `broken ${error}`)
  process.exit(0)
}

const journal = await openJournal(folder, {
  durability: durability === 'fsync' ? 'fsync' : 'process',
  segmentBytes: 60_000,
  onTrouble: (error) => {
    print(`trouble ${error.message}`)
    if (journal.failure === undefined) journal.close().then(() => stop('closed'), stop)
  },
})
print(`opened ${journal.lastSeq}`)
for (let turn = 0; ; turn += 1) {
  const batch = Array.from({ length: 1 + (turn % 7) }, (_, i) => eventNumber(journal.lastSeq + 1 + i))
  const written = journal.append(batch)
  const seq = journal.lastSeq
  written.then(() => print(`written ${seq}`), stop)
  // Sometimes one after the other, sometimes several on their way at once.
  if (turn % 3 === 0) await written.catch(() => {})
}
