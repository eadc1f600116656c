/** How late the thread is: by how much a timer of 100 ms came too late last. */

const everyMs = 100

export interface Lag {
  readonly ms: number
  close(): void
}

export const watchLag = (): Lag => {
  let dueMs = performance.now() + everyMs
  let ms = 0
  const timer = setInterval(() => {
    const nowMs = performance.now()
    ms = Math.max(0, nowMs - dueMs)
    dueMs = nowMs + everyMs
  }, everyMs)
  timer.unref()
  return {
    get ms() {
      return ms
    },
    close: () => clearInterval(timer),
  }
}
