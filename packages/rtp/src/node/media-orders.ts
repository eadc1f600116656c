/** Orders on their way to the thread of the media: those of one turn are one message, and a word both threads have counts it. */
import type { Worker } from 'node:worker_threads'
import type { MediaOrder, ThreadOrder, ToMedia } from './media-messages.js'

export class MediaOrders {
  readonly #worker: Pick<Worker, 'postMessage'>
  readonly #posted: Int32Array
  #waiting: (MediaOrder | ThreadOrder)[] = []
  #isPosting = false

  /** `posted`: a word of shared memory, raised after each message. */
  constructor(worker: Pick<Worker, 'postMessage'>, posted: Int32Array) {
    this.#worker = worker
    this.#posted = posted
  }

  /** Goes at the end of the turn. */
  add(order: MediaOrder | ThreadOrder): void {
    this.#waiting.push(order)
    this.soon()
  }

  /** Goes with what is added next. */
  addQuietly(order: ThreadOrder): void {
    this.#waiting.push(order)
  }

  soon(): void {
    if (this.#isPosting) return
    this.#isPosting = true
    queueMicrotask(() => this.now())
  }

  now(): void {
    const orders: ToMedia = this.#waiting
    this.#waiting = []
    this.#isPosting = false
    if (orders.length === 0) return
    this.#worker.postMessage(orders)
    Atomics.add(this.#posted, 0, 1)
  }
}
