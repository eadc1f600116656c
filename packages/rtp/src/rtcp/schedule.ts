/**
 * When the next report is due (RFC 3550, 6.2, 6.3 and A.7): every five seconds or so for a call, less often for a crowd,
 * never at the same instant as the others. Time and chance are handed in.
 */
import type { RandomStream } from '@callweave/core'

export interface ScheduleOptions {
  readonly random: RandomStream
  /** For all RTCP of the session, bytes a second: 5 % of 64 kbit/s. */
  readonly bytesPerSecond?: number
  readonly leastIntervalMs?: number
}

/** e - 1.5: makes up for what reconsideration adds to the mean (6.3.1). */
const compensation = Math.E - 1.5
/** Of an IPv4 and a UDP header, which count as well (6.2). */
const datagramOverhead = 28

export class RtcpSchedule {
  readonly #random: RandomStream
  readonly #bytesPerSecond: number
  readonly #leastIntervalMs: number
  #members = 1
  #senders = 0
  #isSending = false
  #isInitial = true
  #averageBytes = 128
  /** Members when the time was last computed. */
  #plannedMembers = 1
  #lastAtMs: number
  #dueAtMs: number

  constructor(nowMs: number, { random, bytesPerSecond = 400, leastIntervalMs = 5_000 }: ScheduleOptions) {
    this.#random = random
    this.#bytesPerSecond = bytesPerSecond
    this.#leastIntervalMs = leastIntervalMs
    this.#lastAtMs = nowMs
    this.#dueAtMs = nowMs + this.#intervalMs()
  }

  /** The instant to ask `isDue` again. */
  get dueAtMs(): number {
    return this.#dueAtMs
  }

  /** Who is in the session, ourselves among them, and how many of them send. Fewer members bring the report nearer (6.3.4). */
  setMembers(members: number, senders: number, isSending: boolean, nowMs: number): void {
    if (members < this.#plannedMembers) {
      const share = members / this.#plannedMembers
      this.#dueAtMs = nowMs + share * Math.max(0, this.#dueAtMs - nowMs)
      this.#lastAtMs = nowMs - share * (nowMs - this.#lastAtMs)
      this.#plannedMembers = members
    }
    this.#members = members
    this.#senders = senders
    this.#isSending = isSending
  }

  /** Of a compound packet that came or went. */
  heard(sizeBytes: number): void {
    this.#averageBytes += (sizeBytes + datagramOverhead - this.#averageBytes) / 16
  }

  /** Whether a report is to be sent now. More members since it was planned put it off (6.3.6). */
  isDue(nowMs: number): boolean {
    if (nowMs < this.#dueAtMs) return false
    const reconsidered = this.#lastAtMs + this.#intervalMs()
    if (reconsidered > nowMs) {
      this.#dueAtMs = reconsidered
      this.#plannedMembers = this.#members
      return false
    }
    this.#isInitial = false
    this.#lastAtMs = nowMs
    this.#dueAtMs = nowMs + this.#intervalMs()
    this.#plannedMembers = this.#members
    return true
  }

  /** Drawn anew each time: 0.5 to 1.5 times the computed one (6.3.1). */
  #intervalMs(): number {
    const leastMs = this.#isInitial ? this.#leastIntervalMs / 2 : this.#leastIntervalMs
    let members = this.#members
    let bytesPerSecond = this.#bytesPerSecond
    if (this.#senders > 0 && this.#senders <= members / 4) {
      bytesPerSecond *= this.#isSending ? 0.25 : 0.75
      members = this.#isSending ? this.#senders : members - this.#senders
    }
    const computedMs = (this.#averageBytes * members * 1_000) / bytesPerSecond
    return (Math.max(leastMs, computedMs) * (this.#random.next() + 0.5)) / compensation
  }
}
