/** Causes in the numbers that telephone networks give them: ITU-T Q.850, as RFC 3398 section 8.2.6.1 pairs them with SIP. */
import type { EndCause } from './codes.js'

/** The Q.850 number of each cause: 16 after talk, 1 for a number that nobody has... */
export const q850: Readonly<Record<EndCause, number>> = {
  normal: 16,
  busy: 17,
  'no-answer': 19,
  rejected: 21,
  unreachable: 20,
  cancelled: 16,
  failed: 41,
  'unknown-number': 1,
  'not-allowed': 21,
  blocked: 21,
  unavailable: 41,
  congested: 34,
}
