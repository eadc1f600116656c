/**
 * The kinds of field an event may have. One table of them (`schema.ts`) is the source of the event types, the binary
 * log, the marks on personal values and the event catalogue in the docs.
 */

export type FieldKind =
  /** an identity or a count: an integer from 0 */
  | 'int'
  /** an instant in ms since 1970-01-01 UTC, or a span in ms */
  | 'ms'
  /** a name from the definition or a code: few different values, many times */
  | 'name'
  /** free text: many different values */
  | 'text'
  | 'flag'
  /** a list of names */
  | 'names'
  /** the terms behind a decision: code to number or name */
  | 'terms'

export interface Field<T> {
  readonly kind: FieldKind
  readonly nullable: boolean
  /** Holds something about a person: sealed in a durable journal, never in a program's own log. */
  readonly personal: boolean
  /** Of a code: all that there are, or, where it is open, those of ours among others. */
  readonly codes?: readonly string[]
  readonly isOpen?: boolean
  /** Carries the type only; never set. */
  readonly type?: T
}

/** Codes and terms of a decision: numbers with their unit in the key (`sinceMs`), or names. */
export type Terms = Readonly<Record<string, number | string>>

const field = <T>(kind: FieldKind): Field<T> => ({ kind, nullable: false, personal: false })

export const int = <T extends number = number>(): Field<T> => field<T>('int')
export const ms = (): Field<number> => field('ms')
export const name = <T extends string = string>(): Field<T> => field<T>('name')
/** One of these and no other. */
export const code = <const T extends string>(codes: readonly T[]): Field<T> => ({ ...field<T>('name'), codes })
/** One of these, or a name that somebody else has given. */
export const openCode = (codes: readonly string[]): Field<string> => ({ ...field('name'), codes, isOpen: true })
export const text = (): Field<string> => field('text')
export const flag = (): Field<boolean> => field('flag')
export const names = (): Field<readonly string[]> => field('names')
export const terms = (): Field<Terms> => field('terms')
export const nullable = <T>({ type: _, ...of }: Field<T>): Field<T | null> => ({ ...of, nullable: true })
export const personal = <T>(of: Field<T>): Field<T> => ({ ...of, personal: true })

export type TypeOfField<F> = F extends Field<infer T> ? T : never
