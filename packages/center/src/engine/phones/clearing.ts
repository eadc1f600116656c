/** A conversation that somebody else ends: forced release (P9). */
import type { Leg } from '../calls.js'
import type { Lines, PhoneParts } from './lines.js'

/** Ends the conversation of an agent's leg for everybody in it. */
export const createClearing =
  ({ log, clock }: Pick<PhoneParts, 'log' | 'clock'>, lines: Lines): ((leg: Leg) => void) =>
  ({ call, agent }) => {
    log.emit['call.cleared']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.cleared',
      call: call.id,
      agent: agent ?? '',
    })
    for (const each of [...call.legs]) lines.end(each)
  }
