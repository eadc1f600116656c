/**
 * The one error family. A code for programs, a place, and a sentence that a supervisor could read: what was wrong,
 * where, what was expected, what to do. Bugs are `TypeError` or `unreachable` and are never turned into one of these.
 */

/** What can go wrong by a user's doing; each names who has to act. */
export type ErrorCode =
  /** a definition, a scenario or a setting says something it must not */
  | 'definition-invalid'
  /** a file is missing, empty, too large or not what it should be */
  | 'file-invalid'
  /** a command line that cannot be understood */
  | 'usage'
  /** a value handed to a function is outside its range */
  | 'out-of-range'
  /** a switch, a store or a peer refused, went away or was late */
  | 'peer-failed'
  /** something was asked of a thing in a state that does not allow it */
  | 'illegal-state'

export interface ErrorParts {
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string
  /** Where: a file with its line, or a path like `queues.service.members[1]`. */
  readonly where?: string
  /** What was found there. */
  readonly found?: unknown
  /** What would have been right. */
  readonly expected?: string
  /** What the reader can do about it. */
  readonly remedy?: string
  readonly cause?: unknown
}

/** An error that a user can mend. `message` is the whole sentence; the parts are kept for programs. */
export class CallweaveError extends Error {
  override readonly name = 'CallweaveError'
  readonly code: ErrorCode
  readonly parts: ErrorParts

  constructor(code: ErrorCode, parts: ErrorParts) {
    super(formatParts(parts), parts.cause === undefined ? undefined : { cause: parts.cause })
    this.code = code
    this.parts = parts
  }
}

const formatParts = ({ where, message, found, expected, remedy }: ErrorParts): string => {
  const place = where === undefined ? '' : `${where}: `
  const saw = found === undefined ? '' : ` (found ${showValue(found)})`
  const wanted = expected === undefined ? '' : `; expected ${expected}`
  const act = remedy === undefined ? '' : `. ${remedy}`
  return `${place}${message}${saw}${wanted}${act}`
}

/** A value as a sentence can show it: short, quoted where it is text, never a page of it. */
export const showValue = (value: unknown): string => {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** Marks a branch that the compiler has proved empty. Reaching it is a bug of ours. */
export const unreachable = (value: never): never => {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`)
}
