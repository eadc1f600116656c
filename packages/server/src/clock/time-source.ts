/** What a real clock is made of, handed in so that tests can turn the hands. */

export interface TimeSource {
  /** The machine's clock: ms since 1970-01-01 UTC. Somebody may set it. */
  wallMs(): number
  /** Ms since some instant of this process, with fractions; nobody can set it. */
  steadyMs(): number
  /** Calls `what` once, not before so many ms have passed. `holds`: the process stays alive for it. Returns its undoing. */
  wake(afterMs: number, holds: boolean, what: () => void): () => void
}

/** Node's. What is due at once waits for what came from sockets (`setImmediate`), and not for the next millisecond. */
export const nodeTime: TimeSource = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  wake: (afterMs, holds, what) => {
    if (afterMs <= 0) {
      const immediate = setImmediate(what)
      if (!holds) immediate.unref()
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(what, afterMs)
    if (!holds) timer.unref()
    return () => clearTimeout(timer)
  },
}
