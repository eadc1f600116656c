/**
 * What is received of one source: packets, losses, jitter (RFC 3550, A.1, A.3 and A.8), and the round trip that reports
 * tell (6.4.1).
 */
import { type Arrival, SequenceTracker, timestampGap } from '../packet/sequence.js'
import { middleAt, type ReportBlock } from '../rtcp/packet.js'

export interface ReceptionOptions {
  readonly ssrc: number
  readonly clockHz?: number
}

export class Reception {
  readonly ssrc: number
  readonly #clockHz: number
  readonly #sequences = new SequenceTracker()
  /** In units of the clock. */
  #jitter = 0
  #lastTransit: number | null = null
  #firstAtMs: number | null = null
  #firstTimestamp = 0
  #expectedBefore = 0
  #receivedBefore = 0
  #lastReport = 0
  #lastReportAtMs = 0

  constructor({ ssrc, clockHz = 8_000 }: ReceptionOptions) {
    this.ssrc = ssrc
    this.#clockHz = clockHz
  }

  /**
   * Takes each packet of the source; `jumped` and `on-probation` ones are in no count. `timestamp` is null where it says
   * nothing of the instant it was sent, as in the packets of a telephone-event, which share one.
   */
  take(sequence: number, timestamp: number | null, nowMs: number): Arrival {
    const arrival = this.#sequences.take(sequence)
    if (arrival === 'restarted') this.#lastTransit = null
    if (arrival === 'restarted') {
      this.#firstAtMs = null
      this.#expectedBefore = 0
      this.#receivedBefore = 0
    }
    if (arrival !== 'jumped' && timestamp !== null) this.#takeTransit(timestamp, nowMs)
    return arrival
  }

  /** Takes the instant of a sender report of the source, as it gives it. */
  takeSenderReport(ntpMiddle: number, nowMs: number): void {
    this.#lastReport = ntpMiddle
    this.#lastReportAtMs = nowMs
  }

  get received(): number {
    return this.#sequences.received
  }

  get expected(): number {
    return this.#sequences.expected
  }

  /** Negative where duplicates came. */
  get lost(): number {
    return this.#sequences.lost
  }

  /** Of all packets expected, 0..1. */
  get lostRatio(): number {
    return this.expected === 0 ? 0 : Math.max(0, this.lost) / this.expected
  }

  get jitterMs(): number {
    return (this.#jitter * 1_000) / this.#clockHz
  }

  /** What our next report says of the source. The lost ratio is of what was expected since the last call. */
  report(nowMs: number): ReportBlock {
    const expected = this.expected - this.#expectedBefore
    const received = this.received - this.#receivedBefore
    this.#expectedBefore = this.expected
    this.#receivedBefore = this.received
    return {
      ssrc: this.ssrc,
      lostRatio: expected <= 0 || received >= expected ? 0 : (expected - received) / expected,
      lost: this.lost,
      highest: this.#sequences.extendedHighest,
      jitter: Math.floor(this.#jitter),
      lastReport: this.#lastReport,
      delaySince: this.#lastReport === 0 ? 0 : Math.round(((nowMs - this.#lastReportAtMs) * 65_536) / 1_000),
    }
  }

  #takeTransit(timestamp: number, nowMs: number): void {
    if (this.#firstAtMs === null) {
      this.#firstAtMs = nowMs
      this.#firstTimestamp = timestamp
    }
    const elapsed = ((nowMs - this.#firstAtMs) * this.#clockHz) / 1_000
    const transit = elapsed - timestampGap(this.#firstTimestamp, timestamp)
    if (this.#lastTransit !== null) this.#jitter += (Math.abs(transit - this.#lastTransit) - this.#jitter) / 16
    this.#lastTransit = transit
  }
}

/**
 * The round trip that a block about us tells, by our clock alone: null where the other side has had no report of ours, or
 * says what cannot be.
 */
export const roundTripMs = ({ lastReport, delaySince }: ReportBlock, nowMs: number): number | null => {
  if (lastReport === 0) return null
  const units = (middleAt(nowMs) - lastReport - delaySince) >>> 0
  // An hour or more is the answer to a report that we never sent.
  return units > 3_600 * 65_536 ? null : (units * 1_000) / 65_536
}
