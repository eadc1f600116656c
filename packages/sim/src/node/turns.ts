/**
 * Numbers from 0 up, each given to one thread only: the replications of a run, taken by whoever is free. Threads share the
 * memory, so none has to wait for another that is busy with a replication of its own.
 */
export class Turns {
  /** `[the next, how many there are]` */
  readonly shared: SharedArrayBuffer
  readonly #numbers: Int32Array

  /** @param of how many there are, or the memory of those that another thread has begun to take. */
  constructor(of: number | SharedArrayBuffer) {
    this.shared = typeof of === 'number' ? new SharedArrayBuffer(8) : of
    this.#numbers = new Int32Array(this.shared)
    if (typeof of === 'number') this.#numbers[1] = of
  }

  /** The next one; null when all are taken. */
  take(): number | null {
    const next = Atomics.add(this.#numbers, 0, 1)
    return next < (this.#numbers[1] as number) ? next : null
  }

  /** How many nobody has taken. */
  get left(): number {
    return Math.max(0, (this.#numbers[1] as number) - Atomics.load(this.#numbers, 0))
  }
}
