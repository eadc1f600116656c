/** Time, handed in. The virtual clock jumps from event to event; the real one waits. */

/** Names one appointment; 0 is never used, so a field can say 0 for none. */
export type TimerId = number

export interface Clock {
  /** Now, in whole ms since 1970-01-01 UTC. */
  nowMs(): number
  /**
   * Calls `what(of)` once at `atMs`, or as soon as possible when that has passed; never inside this call.
   * Appointments at the same instant run in the order they were made.
   */
  at<T>(atMs: number, what: (of: T) => void, of: T): TimerId
  /** Takes an appointment back. Harmless when it has run or was taken back before. */
  cancel(timer: TimerId): void
}
