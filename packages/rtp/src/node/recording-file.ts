/**
 * Recordings as files, written without waiting: nothing of this is on the way of a packet. A file has its name when it is
 * whole; until then `.part` stands behind it, so that the next start finds what a kill cut off: see `mendRecordings`. What could be
 * written before the disk was full is kept.
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import type { RecordingFiles, RecordingSink } from '../engine/recording.js'
import { mendHeader } from './mend-header.js'

/** Stands behind the name of a file that is being written. */
export const unfinished = '.part'

/** A minute of one recording: a disk that is further behind has failed. */
const mostWaiting = 60

class RecordingFile implements RecordingSink {
  readonly #path: string
  readonly #file: Promise<FileHandle>
  #work: Promise<void> = Promise.resolve()
  #waiting = 0
  #failure: unknown = null

  constructor(path: string) {
    this.#path = path
    this.#file = open(`${path}${unfinished}`, 'w', 0o600)
    this.#then(async () => undefined)
  }

  write(bytes: Uint8Array): void {
    if (this.#waiting >= mostWaiting) this.#failure ??= new Error('the disk is more than a minute behind')
    if (this.#failure === null) this.#then((file) => file.writeFile(bytes))
  }

  close(header: Uint8Array, done: (failure: unknown, keptMs?: number) => void): void {
    this.#then(async (file) => {
      await file.write(header, 0, header.length, 0)
    })
    void this.#work.then(() => this.#shut()).then((keptMs) => done(this.#told(), keptMs))
  }

  #then(step: (file: FileHandle) => Promise<void>): void {
    this.#waiting += 1
    this.#work = this.#work.then(async () => {
      try {
        const file = await this.#file
        if (this.#failure === null) await step(file)
      } catch (error) {
        this.#failure ??= error
      }
      this.#waiting -= 1
    })
  }

  /** Where it has failed: how much of it is a file all the same. */
  async #shut(): Promise<number> {
    const part = `${this.#path}${unfinished}`
    try {
      await (await this.#file).close()
      const keptMs = this.#failure === null ? 0 : await mendHeader(part)
      if (keptMs === null) await rm(part)
      else await rename(part, this.#path)
      return keptMs ?? 0
    } catch (error) {
      this.#failure ??= error
      return 0
    }
  }

  #told(): CallweaveError | null {
    if (this.#failure === null) return null
    const why = this.#failure instanceof Error ? this.#failure.message : String(this.#failure)
    return new CallweaveError('file-invalid', {
      where: this.#path,
      message: `this recording cannot be written: ${why}`,
      remedy: 'Make room on the disk: what was said until then is kept, and the next recording is tried again',
      cause: this.#failure,
    })
  }
}

export const recordingFiles: RecordingFiles = { create: (path) => new RecordingFile(path) }
