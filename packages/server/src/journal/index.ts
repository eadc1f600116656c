export { type DurableJournal, type JournalOptions, type JournalRecovery, openJournal } from './open-journal.js'
export type { LostEvents } from './parts.js'
export type { CutTail } from './segments.js'
