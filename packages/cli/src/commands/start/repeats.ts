/** Keeps one trouble that happens to hundreds of calls from filling the screen, or the file that the output goes to. */
export interface Repeats {
  /** What is added to the message when it is told; null where the same one was told less than 5 s ago, which is counted. */
  take(message: string, nowMs: number): string | null
}

const quietMs = 5_000
/** Messages that are remembered; the oldest is forgotten. */
const mostMessages = 50

export const createRepeats = (): Repeats => {
  const told = new Map<string, { readonly atMs: number; held: number }>()
  return {
    take: (message, nowMs) => {
      const before = told.get(message)
      if (before !== undefined && nowMs - before.atMs < quietMs) {
        before.held += 1
        return null
      }
      told.delete(message)
      told.set(message, { atMs: nowMs, held: 0 })
      const [oldest] = told.keys()
      if (told.size > mostMessages && oldest !== undefined) told.delete(oldest)
      return before === undefined || before.held === 0 ? '' : ` (+${before.held})`
    },
  }
}
