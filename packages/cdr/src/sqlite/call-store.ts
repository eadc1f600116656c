/**
 * Call records, agent journal and interval reports in an SQLite file, written by a thread of its own.
 *
 * What is added is sent in batches, when so many have come or 50 ms after the first, and each batch is one transaction:
 * the file always holds a prefix of what was added, whatever kills the process. A sender who is far ahead of the disk,
 * such as a simulation that never pauses, waits in `add` until the writer has caught up, so memory stays bounded.
 */
import { Worker } from 'node:worker_threads'
import { CallweaveError } from '@callweave/core'
import type { AgentPeriod } from '../agents/journal.js'
import type { CallRecord } from '../calls/record.js'
import type { QueueFigures } from '../intervals/report.js'
import { type FromWriter, type StoreBatch, stopped, type ToWriter, type WriterData } from './messages.js'
import { storeStatements } from './store-schema.js'

export interface CallStore {
  readonly path: string
  /** Returns at once; on disk with the next batch. Delivering a record again changes nothing. */
  add(record: CallRecord): void
  addPeriod(period: AgentPeriod): void
  /** Takes the place of earlier reports of the same intervals. */
  addFigures(figures: Pick<QueueFigures, 'rows' | 'agents'>): void
  /** Resolves when all that was added before is committed. @throws CallweaveError `file-invalid` when it cannot be. */
  flush(): Promise<void>
  /** Flushes and lets go of the file. @throws as `flush`; the file is let go of all the same. */
  close(): Promise<void>
}

export interface CallStoreOptions {
  /** Names the log that the calls' numbers come from; records of several may share a file. By default `center`. */
  readonly journal?: string
  /**
   * `process` (the default): what is committed survives a kill of the process, and a power cut may cost the last
   * commits but not the file. `fsync`: each commit waits for the disk.
   */
  readonly durability?: 'process' | 'fsync'
  /** How long what was added waits for company; by default 50 ms. */
  readonly commitMs?: number
}

const batchSize = 1_000
/** Batches on their way before a sender has to wait. */
const mostAhead = 32
/** A batch takes milliseconds; a disk that takes this long for one is gone. */
const longestWaitMs = 60_000

// The sources are run as they stand by tests and by Node's own type stripping; the build puts the writer beside us.
const writerUrl = new URL(`./call-store-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

interface LiveBatch extends StoreBatch {
  readonly records: CallRecord[]
  readonly periods: AgentPeriod[]
}

const emptyBatch = (): LiveBatch => ({ records: [], periods: [], queueRows: [], agentRows: [] })

/**
 * Begins a file or goes on with one; mistakes in it are told by `flush` and `close`.
 *
 * ```ts
 * import { createCallRecords } from '@callweave/cdr'
 * import { createCallStore, openCallStore } from '@callweave/cdr/sqlite'
 *
 * const store = createCallStore('calls.sqlite')
 * const records = createCallRecords({ onRecord: store.add }) // records.listeners tap a log
 * await store.close()
 * const long = openCallStore('calls.sqlite').calls({ queue: 'service' }).filter(({ waitMs }) => waitMs > 60_000)
 * ```
 */
export const createCallStore = (path: string, options: CallStoreOptions = {}): CallStore => {
  const { journal = 'center', durability = 'process', commitMs = 50 } = options
  const progress = new SharedArrayBuffer(4)
  const written = new Int32Array(progress)
  const workerData: WriterData = {
    statements: storeStatements,
    stopped,
    path,
    journal,
    fsync: durability === 'fsync',
    progress,
  }
  const writer = new Worker(writerUrl, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const waiting: { readonly batch: number; readonly done: () => void; readonly failed: (error: Error) => void }[] = []
  let batch = emptyBatch()
  let sent = 0
  let timer: NodeJS.Timeout | undefined
  let failure: CallweaveError | undefined
  let closing: Promise<void> | undefined
  const gone = new Promise<void>((resolve) => writer.once('exit', () => resolve()))

  const fail = (message: string): void => {
    failure ??= new CallweaveError('file-invalid', {
      where: path,
      message: `this call store cannot be written: ${message}`,
    })
    for (const { failed } of waiting.splice(0)) failed(failure)
  }
  writer.on('message', (message: FromWriter) => {
    if ('failed' in message) fail(message.failed)
    else if ('written' in message) {
      while (waiting[0] !== undefined && waiting[0].batch <= message.written) waiting.shift()?.done()
    }
  })
  writer.on('error', (error) => fail(error.message))

  const send = (message: ToWriter): void => writer.postMessage(message)

  const sendBatch = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (batch.records.length + batch.periods.length + batch.queueRows.length + batch.agentRows.length === 0) return
    if (failure !== undefined) throw failure
    send({ batch })
    batch = emptyBatch()
    sent += 1
    for (let done = Atomics.load(written, 0); sent - done > mostAhead; done = Atomics.load(written, 0)) {
      if (Atomics.wait(written, 0, done, longestWaitMs) === 'timed-out') fail('its writer does not answer')
      if (failure !== undefined) throw failure
    }
  }

  const added = (): void => {
    if (closing !== undefined) {
      throw new CallweaveError('illegal-state', { where: path, message: 'this call store is closed' })
    }
    if (batch.records.length + batch.periods.length >= batchSize) sendBatch()
    else timer ??= setTimeout(sendLater, commitMs)
  }

  // From a timer there is nobody to throw to: the failure is told by the next call.
  const sendLater = (): void => {
    if (failure === undefined) sendBatch()
  }

  const settled = (): Promise<void> =>
    new Promise((done, failed) => {
      const count = Atomics.load(written, 0)
      if (failure !== undefined) failed(failure)
      // A writer that has stopped says so in a message, which is on its way.
      else if (count >= sent && count !== stopped) done()
      else waiting.push({ batch: sent, done, failed })
    })

  const finish = async (): Promise<void> => {
    try {
      sendBatch()
      await settled()
    } finally {
      send({ close: true })
      await gone
    }
    if (failure !== undefined) throw failure
  }

  return {
    path,
    add(record) {
      batch.records.push(record)
      added()
    },
    addPeriod(period) {
      batch.periods.push(period)
      added()
    },
    addFigures({ rows, agents }) {
      batch = { ...batch, queueRows: [...batch.queueRows, ...rows], agentRows: [...batch.agentRows, ...agents] }
      added()
    },
    async flush() {
      sendBatch()
      await settled()
    },
    close() {
      closing ??= finish()
      return closing
    },
  }
}
