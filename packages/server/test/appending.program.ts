/** Appends to a journal without a pause, and prints how far it was acknowledged: `appending.ts FOLDER DURABILITY`. */
import { CallweaveError } from '@callweave/core'
import { openJournal } from '@callweave/server/journal'
import { eventNumber } from './numbered-events.js'
import { print } from './print.js'

const [folder = '', durability = 'process'] = process.argv.slice(2)
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
