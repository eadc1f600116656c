/** What a call record says about a person, taken out: for exports and logs that must not hold it. */
import type { CallRecord } from './record.js'

/** The same record without the numbers of the caller, of whom we dialed and of whom somebody was put through to. */
export const withoutPersonal = (record: CallRecord): CallRecord => ({
  ...record,
  caller: null,
  dialedOut: null,
  // What was dialed to come in here is ours; what was dialed at a phone of ours may be anybody's.
  dialed: record.direction === 'in' ? record.dialed : null,
  transfers: record.transfers.map((one) => (one.target === 'outside' ? { ...one, toward: '' } : one)),
})
