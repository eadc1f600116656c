/** Numbers that are refused while calls are up, beside those of the definition (P11): callers, and numbers that phones dial. */
import { CallweaveError, type Clock, type EventLog } from '@callweave/core'
import { isNumberPattern } from '../definition/trunks.js'

export interface BlockLists {
  /**
   * Refuses callers with that number, or with that beginning (`'0900*'`), from now on, for good or up to an instant.
   *
   * @throws CallweaveError `out-of-range` for what is neither.
   */
  block(number: string, untilMs?: number): void
  /** Lets them in again, also those that the definition blocks. */
  unblock(number: string): void
  /** The same for numbers outside that phones may not dial. @throws CallweaveError `out-of-range` for what is neither. */
  blockOutbound(number: string, untilMs?: number): void
  unblockOutbound(number: string): void
}

/** What is ordered is an event; the router and the dial plan fold it. */
export const createBlockLists = (log: EventLog, clock: Clock): BlockLists => ({
  block: (number, untilMs) => {
    checkPattern(number)
    const until = untilMs ?? null
    log.emit['number.blocked']({ seq: log.next(), atMs: clock.nowMs(), type: 'number.blocked', number, until })
  },
  unblock: (number) =>
    log.emit['number.unblocked']({ seq: log.next(), atMs: clock.nowMs(), type: 'number.unblocked', number }),
  blockOutbound: (number, untilMs) => {
    checkPattern(number)
    const until = untilMs ?? null
    log.emit['outbound.blocked']({ seq: log.next(), atMs: clock.nowMs(), type: 'outbound.blocked', number, until })
  },
  unblockOutbound: (number) =>
    log.emit['outbound.unblocked']({ seq: log.next(), atMs: clock.nowMs(), type: 'outbound.unblocked', number }),
})

const checkPattern = (number: string): void => {
  if (isNumberPattern(number)) return
  throw new CallweaveError('out-of-range', {
    message: 'this is no number to block',
    found: number,
    expected: "a number, or its beginning and a '*': '0900*'",
  })
}
