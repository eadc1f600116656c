/**
 * What this package knows of a header: its names, how its lines are read into one typed value, and how that is written.
 * A file of this folder holds a family of headers of one shape; `table.ts` names them all.
 */
import { SipError } from '../error.js'
import type { Cursor } from '../text/cursor.js'

export interface HeaderKind<V> {
  /** As it is written: `Call-ID`. */
  readonly name: string
  /** One letter, when there is one. */
  readonly compact: string | null
  /** Whether it may stand in a message once only. */
  readonly once: boolean
  /** Reads one line; `before` is what the lines above gave. */
  readonly read: (cursor: Cursor, before: V | undefined) => V
  /** The values of the lines to write. */
  readonly write: (value: V) => readonly string[]
}

/** A header that holds a list, whose first value can be read alone: a proxy looks at the top Via and Route only. */
export interface ListKind<V> extends HeaderKind<readonly V[]> {
  readonly readFirst: (cursor: Cursor) => V
}

export interface Names {
  readonly name: string
  readonly compact?: string
}

/** A header with one value. */
export const one = <V>(
  { name, compact }: Names,
  read: (cursor: Cursor) => V,
  write: (value: V) => string,
): HeaderKind<V> => ({
  name,
  compact: compact ?? null,
  once: true,
  read: (cursor, before) => {
    if (before !== undefined) throw repeated(name, cursor)
    const value = read(cursor)
    cursor.finish()
    return value
  },
  write: (value) => [write(value)],
})

export const repeated = (name: string, { status, at }: { status: number | null; at: number }): SipError =>
  new SipError('repeated-header', { message: `${name} may stand once only`, status, offset: at })

/** How a list stands: `joined` on one line with commas, `lines` of one value each; `empty` when it may hold nothing. */
export interface ListOptions extends Names {
  readonly lines?: boolean
  readonly empty?: boolean
}

/** A header with any number of values, over any number of lines. */
export const list = <V>(
  { name, compact, lines = false, empty = false }: ListOptions,
  read: (cursor: Cursor) => V,
  write: (value: V) => string,
): ListKind<V> => ({
  name,
  compact: compact ?? null,
  once: false,
  read: (cursor, before) => readList(cursor, before, read, empty),
  readFirst: (cursor) => {
    const value = read(cursor)
    if (!cursor.takesComma()) cursor.finish()
    return value
  },
  write: (values) => {
    if (values.length === 0) return empty ? [''] : []
    return lines ? values.map(write) : [values.map(write).join(', ')]
  },
})

/** The values of one more line put behind those before, in the same array: it belongs to the reader until the last line. */
export const readList = <V>(
  cursor: Cursor,
  before: readonly V[] | undefined,
  read: (cursor: Cursor) => V,
  empty: boolean,
): readonly V[] => {
  if (empty && cursor.done()) return before ?? []
  const { values: most } = cursor.limits
  const values = (before ?? []) as V[]
  do {
    if (values.length >= most) cursor.tooMany('values', most)
    values.push(read(cursor))
  } while (cursor.takesComma())
  cursor.finish()
  return values
}
