/**
 * The life of a media thread: take what has come, and every 20 ms let all legs send, at `t0 + n * 20 ms`.
 *
 * With ports that block while they wait, nothing else of the thread has a turn: its orders are fetched in `onRound`.
 */
import { Pacer } from './pacer.js'
import type { UdpPorts } from './udp-ports.js'

export interface MediaLoopOptions {
  readonly ports: UdpPorts
  /** A clock that never jumps, in ms with fractions. */
  readonly nowMs: () => number
  /** One tick of all legs; `dueAtMs` is the instant it stands for, a little before now. What it sends is flushed after it. */
  readonly onTick: (dueAtMs: number) => void
  /** Before each wait, at least once a tick: orders are taken here. */
  readonly onRound?: () => Promise<void> | undefined
  /** Ticks left out because the thread had stood still for over 100 ms. */
  readonly onSkipped?: (ticks: number) => void
}

const tickMs = 20

export class MediaLoop {
  readonly #options: MediaLoopOptions
  #isStopped = false

  constructor(options: MediaLoopOptions) {
    this.#options = options
  }

  /** Ends `run` after the round that is running. */
  stop(): void {
    this.#isStopped = true
  }

  /** Runs until it is stopped; rejects with what a tick throws. */
  async run(): Promise<void> {
    const { ports, nowMs, onTick, onRound, onSkipped } = this.#options
    const startedAtMs = nowMs()
    const pacer = new Pacer(startedAtMs, { tickMs })
    let next = 0
    while (!this.#isStopped) {
      // A round is a packet or two when few come at once: nothing is waited for but what takes time.
      const round = onRound?.()
      if (round !== undefined) await round
      const polled = ports.poll(pacer.waitMs(nowMs()))
      if (polled !== undefined) await polled
      const { ticks, skipped } = pacer.take(nowMs())
      if (skipped > 0) onSkipped?.(skipped)
      next += skipped
      for (let i = 0; i < ticks; i += 1) {
        onTick(startedAtMs + next * tickMs)
        next += 1
        ports.flush()
      }
      // What has been promised meanwhile has its turn once a tick.
      if (ticks > 0) await Promise.resolve()
    }
  }
}
