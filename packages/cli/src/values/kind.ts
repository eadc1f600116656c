import type { Catalogue } from '../text/en.js'

/** A kind of value that may stand on the command line: read strictly, and told in words when it cannot be read. */
export interface Kind<T> {
  /** What a right value looks like, for the sentence after "expected". */
  expected(words: Catalogue): string
  /** `undefined` when the text is no such value. Never half-reads: `3x` is not 3. */
  parse(text: string): T | undefined
  /** What was probably meant by a text that cannot be read. */
  meant?(text: string): string | undefined
  /** The only values there are, where they can be listed. */
  readonly choices?: readonly string[]
}
