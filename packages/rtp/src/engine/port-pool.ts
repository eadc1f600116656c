/** Pairs of ports that are kept open, so that a call gets one at once: opening them takes a turn of the thread or more. */
import { CallweaveError } from '@callweave/core'
import type { UdpPair, UdpPorts } from '../relay/udp-ports.js'

export class PortPool {
  readonly #ports: UdpPorts
  readonly #spare: number
  readonly #onTrouble: (error: unknown) => void
  readonly #free: UdpPair[] = []
  #opening: Promise<void> | null = null
  #isEnded = false
  /** Why none could be opened the last time; told once, until one can be again. */
  #failure: unknown = null

  constructor(ports: UdpPorts, spare: number, onTrouble: (error: unknown) => void) {
    this.#ports = ports
    this.#spare = Math.max(1, spare)
    this.#onTrouble = onTrouble
  }

  /** @throws CallweaveError `peer-failed` where none is free at this instant. */
  take(): UdpPair {
    const pair = this.#free.shift()
    void this.fill()
    if (pair !== undefined) return pair
    throw new CallweaveError('peer-failed', {
      message: 'no pair of ports is free for media',
      remedy: 'If many calls came in one instant the next finds one; else widen the port range',
    })
  }

  /** Opens pairs until enough are spare; a failure is told, and tried again with the next call. */
  fill(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** The first filling. @throws CallweaveError `peer-failed` where not one pair can be opened. */
  async begin(): Promise<void> {
    await this.fill()
    if (this.#free.length === 0) throw this.#failure
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await this.#opening
    for (const pair of this.#free.splice(0)) this.#ports.close(pair)
  }

  async #open(): Promise<void> {
    try {
      while (!this.#isEnded && this.#free.length < this.#spare) {
        this.#free.push(await this.#ports.open())
        this.#failure = null
      }
    } catch (error) {
      if (this.#failure === null && !this.#isEnded) this.#onTrouble(error)
      this.#failure = error
    }
  }
}
