/** What the thread of the media has to tell its owner, gathered until the end of a round. */
import type { MediaFact } from '../engine/facts.js'
import type { MediaUser, PartyPorts } from '../engine/media.js'
import type { RecordingFiles, RecordingSink } from '../engine/recording.js'
import { type FileStep, type FromMedia, type MediaUsage, toldOf } from './media-messages.js'

type Post = (told: FromMedia, transfer: ArrayBuffer[]) => void

export class MediaOutbox {
  readonly user: MediaUser = {
    played: (party, token) => this.#tell({ tell: 'played', party, token }),
    pressed: (party, key, durationMs) => this.#tell({ tell: 'pressed', party, key, durationMs }),
    recorded: (party, token, lengthMs, because) => this.#tell({ tell: 'recorded', party, token, lengthMs, because }),
    silent: (party, forMs) => this.#tell({ tell: 'silent', party, forMs }),
    closed: (party, figures) => this.#tell({ tell: 'closed', party, figures }),
    trouble: (error) => this.#tell({ tell: 'trouble', error: toldOf(error) }),
  }
  /** The owner writes them. */
  readonly files: RecordingFiles = { create: (path) => this.#create(path) }
  readonly #post: Post
  /** Told when the owner has closed the file of that number. */
  readonly #closing = new Map<number, (failure: unknown, keptMs?: number) => void>()
  #lastFile = 0
  #facts: MediaFact[] = []
  #spare: PartyPorts[] = []
  #steps: FileStep[] = []
  #usage: { readonly id: number; readonly usage: MediaUsage }[] = []

  constructor(post: Post) {
    this.#post = post
  }

  addSpare(party: PartyPorts): void {
    this.#spare.push(party)
  }

  addUsage(id: number, usage: MediaUsage): void {
    this.#usage.push({ id, usage })
  }

  filed(file: number, failure: unknown, keptMs: number): void {
    this.#closing.get(file)?.(failure, keptMs)
    this.#closing.delete(file)
  }

  send(): void {
    if (this.#facts.length + this.#spare.length + this.#steps.length + this.#usage.length === 0) return
    const told: FromMedia = { facts: this.#facts, spare: this.#spare, files: this.#steps, usage: this.#usage }
    this.#post(
      told,
      this.#steps.flatMap((each) => (each.step === 'write' ? [each.bytes.buffer as ArrayBuffer] : [])),
    )
    this.#facts = []
    this.#spare = []
    this.#steps = []
    this.#usage = []
  }

  #tell(fact: MediaFact): void {
    this.#facts.push(fact)
  }

  #create(path: string): RecordingSink {
    this.#lastFile += 1
    const file = this.#lastFile
    this.#steps.push({ file, step: 'create', path })
    return {
      write: (bytes) => {
        this.#steps.push({ file, step: 'write', bytes })
      },
      close: (header, done) => {
        this.#closing.set(file, done)
        this.#steps.push({ file, step: 'close', header })
      },
    }
  }
}
