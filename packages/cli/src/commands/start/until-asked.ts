/** When a person or a supervisor of processes asks the program to end: once, and once more. */
import type { Host } from '../../frame/host.js'

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
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  let lastMs: number | undefined
  const off = host.onInterrupt(() => {
    const atMs = nowMs()
    if (lastMs === undefined) first.resolve()
    else if (atMs - lastMs >= oneMs) second.resolve()
    lastMs ??= atMs
  })
  return { first: first.promise, second: second.promise, close: off }
}
