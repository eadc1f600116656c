/** Hands out even ports of a range in turn, so that the one closed last is the last to be taken again. */
import { CallweaveError } from '@callweave/core'

export class PortRange {
  readonly size: number
  readonly #first: number
  readonly #taken = new Set<number>()
  #next = 0

  /** @throws CallweaveError `out-of-range` where there is no pair in the range. */
  constructor(leastPort: number, mostPort: number) {
    const isSound =
      Number.isInteger(leastPort) && Number.isInteger(mostPort) && leastPort >= 1_024 && mostPort <= 65_535
    this.#first = leastPort + (leastPort % 2)
    this.size = Math.floor((mostPort - this.#first + 1) / 2)
    if (!isSound || this.size < 1)
      throw new CallweaveError('out-of-range', {
        message: 'no range of ports',
        found: `${leastPort}-${mostPort}`,
        expected: 'an even port and the odd one above it, at least, within 1024-65535',
      })
  }

  /** The next even port that is not taken, and takes it; null where all are. */
  take(): number | null {
    for (let tried = 0; tried < this.size; tried += 1) {
      const port = this.#first + this.#next * 2
      this.#next = (this.#next + 1) % this.size
      if (this.#taken.has(port)) continue
      this.#taken.add(port)
      return port
    }
    return null
  }

  give(port: number): void {
    this.#taken.delete(port)
  }

  /** @throws CallweaveError `peer-failed`, always. */
  refuse(host: string): never {
    throw new CallweaveError('peer-failed', {
      message: 'no pair of ports is free for media',
      where: host,
      found: `${this.#taken.size} of ${this.size} in use by calls`,
      remedy: 'Widen the port range, or see what else listens there',
    })
  }
}

/** @throws CallweaveError `peer-failed`, always. */
export const refuseSocket = (message: string, host: string, found: unknown): never => {
  throw new CallweaveError('peer-failed', {
    message,
    where: host,
    found,
    remedy: 'See whether the address is one of this machine and whether the limit of open files is reached',
  })
}
