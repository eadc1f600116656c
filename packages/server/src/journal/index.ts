export { type DurableJournal, type JournalOptions, type JournalRecovery, openJournal } from './open-journal.js'
export type { LostEvents } from './parts.js'
export { isJournalPath, type JournalReader, type ReadJournalOptions, readJournal } from './read-journal.js'
export type { CutTail } from './segments.js'
