import { writeSync } from 'node:fs'

/** Not by way of a buffer: what was printed has happened before, also when the process dies in the next moment. */
export const print = (text: string): void => {
  for (;;) {
    try {
      writeSync(1, `${text}\n`)
      return
    } catch (error) {
      // The reader is behind.
      if ((error as { readonly code?: string }).code !== 'EAGAIN') throw error
    }
  }
}
