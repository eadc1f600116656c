/** What the test phone does in a call. */
export interface Conduct {
  /** Keys pressed from the answer on; a comma is a second. */
  readonly press?: string
  /** Said from the answer on. */
  readonly say?: { readonly file: string; readonly samples: Int16Array }
  /** Where what is heard is written. */
  readonly record?: string
  /** Hangs up so long after the answer; without an answer, after so long of ringing. */
  readonly forMs?: number
}

/** Between two keys, so that nobody takes them for one. */
const eachKeyMs = 250
const pauseMs = 1_000

/** When each key is pressed, counted from the answer. */
export const keysAt = (press: string): readonly { readonly atMs: number; readonly key: string }[] => {
  let atMs = eachKeyMs
  return [...press].flatMap((key) => {
    if (key === ',') {
      atMs += pauseMs
      return []
    }
    const one = { atMs, key }
    atMs += eachKeyMs
    return [one]
  })
}
