/**
 * How far a long run has come. Nothing for the first two seconds; then one line that renews itself on a terminal, or a
 * line every five seconds in a log.
 */
import type { Sink } from '../frame/host.js'

export interface Progress {
  /** @param ratio 0..1 @param note what is going on right now */
  at(ratio: number, note?: string): void
  /** Takes the line off the terminal. */
  done(): void
}

export interface ProgressOptions {
  readonly label: string
  readonly sink: Sink
  readonly silent: boolean
  readonly terminal: boolean
  readonly nowMs?: () => number
}

const quietMs = 2000
const everyMs = { terminal: 100, log: 5000 } as const
const cells = 20

export const createProgress = ({
  label,
  sink,
  silent,
  terminal,
  nowMs = () => performance.now(),
}: ProgressOptions): Progress => {
  const startMs = nowMs()
  let nextMs = startMs + quietMs
  let shown = false
  return {
    at: (ratio, note = '') => {
      const now = nowMs()
      if (silent || now < nextMs) return
      nextMs = now + (terminal ? everyMs.terminal : everyMs.log)
      const share = Math.min(Math.max(ratio, 0), 1)
      const percent = `${Math.floor(share * 100)}%`.padStart(4)
      if (!terminal) return void sink.write(`${label}:${percent} ${note}`.trimEnd().concat('\n'))
      const full = Math.round(share * cells)
      const leftMs = share > 0.02 ? ((now - startMs) / share) * (1 - share) : undefined
      const left = leftMs === undefined ? '' : ` -${Math.ceil(leftMs / 1000)}s`
      const text = `${label} ${'█'.repeat(full)}${'░'.repeat(cells - full)}${percent}${left} ${note}`
      sink.write(`\r\x1b[2K${text.slice(0, Math.max((sink.columns ?? 80) - 1, 20))}`)
      shown = true
    },
    done: () => {
      if (shown) sink.write('\r\x1b[2K')
      shown = false
    },
  }
}
