/**
 * Recordings as files, written without waiting: nothing of this is on the way of a packet. A file has its name when it is
 * whole; until then `.part` stands behind it, so that the next start finds what a kill cut off: see `mendRecordings`.
 */
import { type FileHandle, open, rename } from 'node:fs/promises'
import { CallweaveError } from '@callweave/core'
import type { RecordingFiles, RecordingSink } from '../engine/recording.js'

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

  close(header: Uint8Array, done: (failure: unknown) => void): void {
    this.#then(async (file) => {
      await file.write(header, 0, header.length, 0)
    })
    void this.#work.then(() => this.#shut()).then(() => done(this.#told()))
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

  async #shut(): Promise<void> {
    try {
      await (await this.#file).close()
      if (this.#failure === null) await rename(`${this.#path}${unfinished}`, this.#path)
    } catch (error) {
      this.#failure ??= error
    }
  }

  #told(): CallweaveError | null {
    if (this.#failure === null) return null
    const why = this.#failure instanceof Error ? this.#failure.message : String(this.#failure)
    return new CallweaveError('file-invalid', {
      where: this.#path,
      message: `this recording cannot be written: ${why}`,
      cause: this.#failure,
    })
  }
}

export const recordingFiles: RecordingFiles = { create: (path) => new RecordingFile(path) }
