/**
 * The journal of a running center: events in files of a folder, written by a thread of their own.
 *
 *     append(batch) -> encoded here, as one block with a checksum -> the writer's thread -> file -> the promise is kept
 *
 * A promise that was kept holds against a kill of the process, and with `durability: 'fsync'` against a power cut; without
 * it one may cost what came in the last `fsyncMs`. A block that was being written when the process died is cut off when the
 * journal is opened again: nobody had been told that it was written.
 *
 * Encoding takes 0.1 us an event here, where handing events to the thread as objects would take several.
 */
import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { makeFolders } from '@callweave/cdr/node'
import { type CallEvent, CallweaveError, type ErrorParts, type Journal } from '@callweave/core'
import { journalWorker } from '../journal-worker-file.js'
import { CallKeys, destroyed, keysPath } from './call-keys.js'
import type { FromWriter, Holder, ToWriter, WriterData } from './messages.js'
import { JournalParts, type LostEvents } from './parts.js'
import { readSegments } from './read-segments.js'
import { unsealEvent } from './sealing.js'
import { SegmentWriter } from './segment-writer.js'
import { type CutTail, recoverSegments } from './segments.js'

export interface JournalOptions {
  /**
   * `process` (the default): what is written survives a kill of the process; the disk follows within `fsyncMs`. `fsync`:
   * `append` waits for the disk.
   */
  readonly durability?: 'process' | 'fsync'
  /** Default 50. */
  readonly fsyncMs?: number
  /** A file is ended when it has grown to this; default 16 MiB. */
  readonly segmentBytes?: number
  /**
   * So much may wait for a disk that is slow or full; default 64 MiB, some millions of events. What is appended beyond it is
   * refused, and so is everything after it.
   */
  readonly mostWaitingBytes?: number
  /** Told once when writing fails, with the file. What waits is kept and tried again. */
  readonly onTrouble?: (error: CallweaveError) => void
  /** Told when it goes on after that: nothing was lost. */
  readonly onMended?: () => void
  /**
   * Told when files or the folder were taken away and are there again, but for the events that are `lost`, in older files:
   * the next start needs those back from a copy, or an empty folder.
   */
  readonly onRestored?: (lost: LostEvents | null) => void
}

export interface JournalRecovery {
  /** Who held the journal and died with it. */
  readonly before: Holder | null
  /** What was cut off; nearly always nothing, or one tail. */
  readonly cut: readonly CutTail[]
}

export interface DurableJournal extends Journal {
  readonly folder: string
  /** The newest event that was handed to it, and the newest that is written. */
  readonly lastSeq: number
  readonly writtenSeq: number
  readonly recovery: JournalRecovery
  /**
   * Destroys the key of a call: its numbers, digits and attributes read `erased` from now on, here and wherever the files
   * were copied without their keys. No other byte changes. Resolves when the disk has it.
   */
  erase(call: number): Promise<void>
  /** Why nothing more can be appended, if so. */
  readonly failure: CallweaveError | undefined
}

const mebi = 1 << 20
/** A full disk is asked again so often. */
const retryMs = 200

/**
 * Opens the journal in a folder, which is made when it is not there.
 *
 * ```ts
 * import { openJournal } from '@callweave/server/journal'
 *
 * const journal = await openJournal('journal')
 * for await (const { seq, type } of journal.read(1)) console.log(seq, type)
 * await journal.close()
 * ```
 *
 * @throws CallweaveError `illegal-state` while another process has it; `file-invalid` when its newest file is damaged
 * elsewhere than at its end, or the folder cannot be used.
 */
export const openJournal = async (folder: string, options: JournalOptions = {}): Promise<DurableJournal> => {
  const { durability = 'process', fsyncMs = 50 } = options
  try {
    makeFolders(folder, 0o700)
  } catch (cause) {
    const message = `this folder cannot be made: ${(cause as Error).message}`
    throw new CallweaveError('file-invalid', { where: folder, message, cause })
  }
  const workerData: WriterData = { folder, keysPath: keysPath(folder), fsync: durability === 'fsync', fsyncMs, retryMs }
  const writer = new Worker(journalWorker, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] })
  try {
    const before = await held(writer, folder)
    const { lastSeq, cut } = recoverSegments(folder)
    return new SegmentedJournal(folder, writer, { before, cut }, lastSeq, options)
  } catch (error) {
    await writer.terminate()
    throw error
  }
}

/** Resolves when the folder is ours. */
const held = (writer: Worker, folder: string): Promise<Holder | null> =>
  new Promise((resolve, reject) => {
    writer.once('error', reject)
    writer.once('message', (message: FromWriter) => {
      writer.off('error', reject)
      if ('opened' in message) resolve(message.opened.before)
      else if ('refused' in message) reject(refusal(folder, message.refused, message.holder))
    })
  })

/** Another process has it. */
export class JournalHeld extends CallweaveError {
  /** Which process, where that can be read. */
  readonly holder: number | null

  constructor(parts: ErrorParts, holder: number | null) {
    super('illegal-state', parts)
    this.holder = holder
  }
}

const refusal = (folder: string, why: string, holder: number | null): CallweaveError => {
  if (!why.includes('locked')) {
    return new CallweaveError('file-invalid', { where: folder, message: `this journal cannot be held: ${why}` })
  }
  const who = holder === null ? 'another process' : `process ${holder}`
  const remedy = 'End that process first; a journal has one writer'
  return new JournalHeld({ where: folder, message: `${who} has this journal open`, remedy }, holder)
}

interface Waiting {
  readonly seq: number
  readonly done: () => void
  readonly refuse: (error: CallweaveError) => void
}

class SegmentedJournal implements DurableJournal {
  readonly folder: string
  readonly recovery: JournalRecovery
  writtenSeq: number
  failure: CallweaveError | undefined
  readonly #writer: Worker
  readonly #segments: SegmentWriter
  readonly #keys: CallKeys
  readonly #parts: JournalParts
  readonly #destroying = new Map<number, Waiting>()
  readonly #gone: Promise<void>
  readonly #waiting: Waiting[] = []
  readonly #options: JournalOptions
  readonly #mostWaitingBytes: number
  #waitingBytes = 0
  #lastErased = 0
  #closing: Promise<void> | undefined

  constructor(folder: string, writer: Worker, recovery: JournalRecovery, lastSeq: number, options: JournalOptions) {
    const { segmentBytes = 16 * mebi, mostWaitingBytes = 64 * mebi } = options
    this.folder = folder
    this.recovery = recovery
    this.writtenSeq = lastSeq
    this.#writer = writer
    this.#options = options
    this.#mostWaitingBytes = mostWaitingBytes
    this.#keys = new CallKeys(folder)
    this.#parts = new JournalParts(folder)
    this.#segments = new SegmentWriter({
      folder,
      keys: this.#keys,
      lastSeq,
      segmentBytes,
      write: (write) => {
        this.#waitingBytes += write.bytes.length
        this.#parts.wrote(write.path)
        writer.postMessage({ write } satisfies ToWriter, [write.bytes.buffer as ArrayBuffer])
      },
    })
    this.#gone = new Promise((resolve) => {
      writer.once('exit', () => {
        this.#refuseWaiting()
        resolve()
      })
    })
    writer.on('message', (message: FromWriter) => this.#hear(message))
    writer.on('error', (error) => this.#fail(cannotWrite(folder, error.message)))
  }

  get lastSeq(): number {
    return this.#segments.lastSeq
  }

  /** @throws TypeError for events that do not follow the last one; CallweaveError as `failure`, or when it is closed. */
  append(events: readonly CallEvent[]): Promise<void> {
    if (this.#closing !== undefined) {
      return Promise.reject(isClosed(this.folder))
    }
    if (this.failure === undefined && this.#waitingBytes > this.#mostWaitingBytes) this.#fail(tooFarBehind(this.folder))
    if (this.failure !== undefined) return Promise.reject(this.failure)
    if (events.length === 0) return Promise.resolve()
    try {
      this.#segments.append(events)
    } catch (error) {
      // Half a batch may be encoded: nothing may follow it.
      const why = error instanceof Error ? error.message : String(error)
      this.failure = new CallweaveError('illegal-state', { where: this.folder, message: why, cause: error })
      return Promise.reject(error as Error)
    }
    const seq = this.lastSeq
    const over = events.flatMap((event) => (event.type === 'call.ended' ? [event.call] : []))
    const done = (resolve: () => void) => (): void => {
      for (const call of over) this.#keys.forget(call)
      resolve()
    }
    return new Promise((resolve, refuse) => this.#waiting.push({ seq, done: done(resolve), refuse }))
  }

  async *read(fromSeq: number): AsyncGenerator<CallEvent> {
    const keys = new CallKeys(this.folder)
    const storedKey = (call: number): KeyObject | undefined => {
      const key = keys.storedKey(call)
      if (key === undefined) this.#keys.missed(call)
      return key
    }
    try {
      for await (const event of readSegments(this.folder, fromSeq)) yield unsealEvent(event, storedKey, this.folder)
    } finally {
      keys.close()
    }
  }

  erase(call: number): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(isClosed(this.folder))
    this.#keys.destroy(call)
    this.#lastErased += 1
    const id = this.#lastErased
    this.#writer.postMessage({ destroy: { id, call, key: destroyed() } } satisfies ToWriter)
    return new Promise((done, refuse) => this.#destroying.set(id, { seq: 0, done, refuse }))
  }

  /** Writes what waits, ends the file and lets go of the folder. @throws CallweaveError when not everything could be written. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.failure === undefined) this.#segments.end()
    this.#writer.postMessage({ close: true } satisfies ToWriter)
    await this.#gone
    this.#keys.close()
    if (this.failure === undefined && this.#waiting.length > 0)
      this.#fail(cannotWrite(this.folder, 'its writer is gone'))
    if (this.failure !== undefined) throw this.failure
  }

  #hear(message: FromWriter): void {
    if ('written' in message) {
      this.#waitingBytes -= message.bytes
      this.writtenSeq = message.written
      let count = 0
      while (count < this.#waiting.length && (this.#waiting[count] as Waiting).seq <= message.written) count += 1
      for (const { done } of this.#waiting.splice(0, count)) done()
    } else if ('destroyed' in message) {
      const waiting = this.#destroying.get(message.destroyed)
      this.#destroying.delete(message.destroyed)
      if (message.failed === null) waiting?.done()
      else waiting?.refuse(cannotWrite(keysPath(this.folder), message.failed))
    } else if ('trouble' in message) this.#options.onTrouble?.(cannotWrite(message.path, message.trouble))
    else if ('mended' in message) this.#options.onMended?.()
    else if ('restored' in message) {
      // Keys are read from the file that has their place now.
      this.#keys.close()
      this.#options.onRestored?.(this.#parts.takeLost(this.writtenSeq))
    } else if ('failed' in message) {
      this.#fail(cannotWrite(message.path, message.failed))
      this.#refuseWaiting()
    }
  }

  #refuseWaiting(): void {
    if (this.#waiting.length + this.#destroying.size === 0) return
    const error = this.failure ?? cannotWrite(this.folder, 'its writer is gone')
    this.#fail(error)
    for (const { refuse } of [...this.#waiting.splice(0), ...this.#destroying.values()]) refuse(error)
    this.#destroying.clear()
  }

  /** What waits in the writer may still be written, and is acknowledged then; nothing more is taken. */
  #fail(error: CallweaveError): void {
    if (this.failure !== undefined) return
    this.failure = error
    this.#options.onTrouble?.(error)
  }
}

const isClosed = (where: string): CallweaveError =>
  new CallweaveError('illegal-state', { where, message: 'this journal is closed' })

const cannotWrite = (where: string, why: string): CallweaveError =>
  new CallweaveError('file-invalid', { where, message: `this journal cannot be written: ${why}` })

const tooFarBehind = (where: string): CallweaveError =>
  new CallweaveError('peer-failed', {
    where,
    message: 'the disk is too far behind: this journal takes no more events',
    remedy: 'Make room on the disk and start the center again',
  })
