/** When a person or a supervisor of processes asks the program to end: once, and once more. */
import type { Host } from '../../frame/host.js'
import { latch } from '../../frame/latch.js'

/**
 * npm passes on a Ctrl-C that the terminal has sent to us already; nobody presses it twice within so short a time.
 */
const oneMs = 300

export interface Asked {
  readonly first: Promise<void>
  readonly second: Promise<void>
  close(): void
}

export const untilAsked = (host: Host, nowMs: () => number = () => performance.now()): Asked => {
  const first = latch()
  const second = latch()
  let lastMs: number | undefined
  const off = host.onInterrupt(() => {
    const atMs = nowMs()
    if (lastMs === undefined) first.open()
    else if (atMs - lastMs >= oneMs) second.open()
    lastMs ??= atMs
  })
  return { first: first.opened, second: second.opened, close: off }
}
