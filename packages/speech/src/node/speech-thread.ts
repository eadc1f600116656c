/** The worker thread that speech is made in, so that no call waits for a sentence. It starts with the first order. */
import { Worker } from 'node:worker_threads'
import { CallweaveError } from '@callweave/core'
import type { Pcm } from '../sound/pcm.js'
import type { SpeechOrder, SpeechReply } from './speech.worker.js'

interface Waiting {
  readonly order: SpeechOrder
  readonly done: (pcm: Pcm) => void
  readonly failed: (error: CallweaveError) => void
}

export interface SpeechThreadOptions {
  /** An order takes 20 to 100 ms, and 1.5 s for a minute of speech. After this the thread is given up. */
  readonly mostMs?: number
  /** With nothing to do for so long the thread ends, and gives 60 MB back; the next order takes 50 ms more. */
  readonly idleMs?: number
}

/** Orders before an engine says that it is busy. */
const mostWaiting = 500

export class SpeechThread {
  readonly #mostMs: number
  readonly #idleMs: number
  readonly #waiting: Waiting[] = []
  #busy: Waiting | undefined
  #worker: Worker | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({ mostMs = 20_000, idleMs = 30_000 }: SpeechThreadOptions = {}) {
    this.#mostMs = mostMs
    this.#idleMs = idleMs
  }

  /** Samples that are sent are gone here. @throws CallweaveError `peer-failed`, or the code that the order failed with. */
  ask(order: SpeechOrder): Promise<Pcm> {
    if (this.#isClosed) return Promise.reject(away('speech is closed'))
    if (this.#waiting.length >= mostWaiting) return Promise.reject(away('too many texts wait to be spoken'))
    return new Promise((done, failed) => {
      this.#waiting.push({ order, done, failed })
      this.#next()
    })
  }

  /** Makes of an engine's sound what a telephone carries; empty where nothing is heard. @throws as `ask`. */
  finish(pcm: Pcm): Promise<Pcm> {
    return this.ask({ order: 'finish', pcm })
  }

  /** What waits is told that it was given up. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#giveUp('speech is closed')
    for (const { failed } of this.#waiting.splice(0)) failed(away('speech is closed'))
    await worker?.terminate()
  }

  #next(): void {
    if (this.#busy !== undefined || this.#isClosed) return
    this.#busy = this.#waiting.shift()
    clearTimeout(this.#timer)
    if (this.#busy === undefined) this.#rest()
    else this.#begin(this.#busy)
  }

  #begin({ order }: Waiting): void {
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#timer = setTimeout(() => this.#giveUp(`nothing was said within ${this.#mostMs} ms`), this.#mostMs)
    this.#worker.postMessage(order, order.order === 'finish' ? [order.pcm.samples.buffer as ArrayBuffer] : [])
  }

  #rest(): void {
    this.#worker?.unref()
    this.#timer = setTimeout(() => this.#end(), this.#idleMs).unref()
  }

  #end(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
  }

  #start(): Worker {
    const worker = new Worker(new URL('./speech.worker.js', import.meta.url))
    worker.on('message', (reply: SpeechReply) => {
      if (worker !== this.#worker) return
      const busy = this.#settle()
      if ('done' in reply) busy?.done(reply.done)
      else busy?.failed(new CallweaveError(reply.code, reply.failed))
      this.#next()
    })
    worker.on('error', (error) => {
      if (worker === this.#worker) this.#giveUp(error.message)
    })
    return worker
  }

  #settle(): Waiting | undefined {
    const busy = this.#busy
    this.#busy = undefined
    clearTimeout(this.#timer)
    return busy
  }

  /** Ends the thread and what it was about; the next order starts another. */
  #giveUp(why: string): void {
    this.#end()
    this.#settle()?.failed(away(why))
    this.#next()
  }
}

const away = (why: string): CallweaveError =>
  new CallweaveError('peer-failed', { message: `the text was not spoken: ${why}`, remedy: 'Ask again' })
