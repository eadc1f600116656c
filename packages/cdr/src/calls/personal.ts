/** What a call record says about a person, taken out: for exports and logs that must not hold it. */
import type { CallRecord } from './record.js'

/** The same record without the numbers of the caller and of whom we dialed. */
export const withoutPersonal = (record: CallRecord): CallRecord => ({ ...record, caller: null, dialedOut: null })
