/**
 * How late the thread is: by how much a timer of 100 ms came too late, the least of the last three. One that stood still once
 * (a collection, a neighbour that took the core) is behind, and catches up; one that is late again and again is not keeping up.
 */

const everyMs = 100
const samples = 3

export interface Lag {
  readonly ms: number
  close(): void
}

export const watchLag = (): Lag => {
  let dueMs = performance.now() + everyMs
  let late: readonly number[] = [0]
  const timer = setInterval(() => {
    const nowMs = performance.now()
    late = [...late.slice(1 - samples), Math.max(0, nowMs - dueMs)]
    dueMs = nowMs + everyMs
  }, everyMs)
  timer.unref()
  return {
    get ms() {
      return Math.min(...late)
    },
    close: () => clearInterval(timer),
  }
}
