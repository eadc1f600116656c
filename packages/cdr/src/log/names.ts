/** The names of one block: each is spelled out where it first occurs and is a small number from then on. */
import type { ByteSink, ByteSource } from './bytes.js'

/** Past so many names the table is begun anew with the next block; a center has hundreds. */
const mostNames = 1 << 16

export class BlockNames {
  readonly #sink: ByteSink
  /** Every name met so far, in whatever block, so that a new block costs no new strings. */
  readonly #known = new Map<string, number>()
  /** By that number: its number in this block, -1 for not yet. */
  readonly #inBlock: number[] = []
  #next = 0

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  begin(): void {
    if (this.#known.size > mostNames) {
      this.#known.clear()
      this.#inBlock.length = 0
    }
    this.#inBlock.fill(-1)
    this.#next = 0
  }

  write(name: string): void {
    const known = this.#known.get(name)
    const id = known === undefined ? -1 : (this.#inBlock[known] as number)
    if (id < 0) {
      this.#spell(name, known)
      return
    }
    this.#sink.room(8)
    this.#sink.unsigned(id + 2)
  }

  #spell(name: string, known: number | undefined): void {
    if (typeof name !== 'string') throw new TypeError(`expected a name, found ${String(name)}`)
    if (known === undefined) {
      this.#known.set(name, this.#inBlock.length)
      this.#inBlock.push(this.#next)
    } else this.#inBlock[known] = this.#next
    this.#next += 1
    this.#sink.room(8)
    this.#sink.byte(1)
    this.#sink.text(name, 0)
  }
}

/** The reading side. */
export class SpelledNames {
  readonly #names: string[] = []

  read(source: ByteSource): string | null {
    const code = source.unsigned()
    if (code === 0) return null
    if (code === 1) {
      const name = source.text(source.unsigned())
      this.#names.push(name)
      return name
    }
    const name = this.#names[code - 2]
    if (name === undefined) throw new RangeError(`name ${code - 2} was not spelled`)
    return name
  }
}
