/** Event types, made from the table in `schema.ts`. */
import type { TypeOfField } from './field.js'
import { eventSchema } from './schema.js'

export type EventType = keyof typeof eventSchema
type Fields<T extends EventType> = (typeof eventSchema)[T]

/** Stands on every event. A type and no interface: so events may be read as records of their fields. */
export type EventHead<T extends EventType> = {
  /** 1, 2, 3... without gaps within one log. */
  readonly seq: number
  /** When it happened: ms since 1970-01-01 UTC, whole. */
  readonly atMs: number
  readonly type: T
}

/** One type of event, by name: `EventOf<'queue.entered'>`. */
export type EventOf<T extends EventType> = T extends EventType
  ? EventHead<T> & { readonly [K in keyof Fields<T>]: TypeOfField<Fields<T>[K]> }
  : never

/** The tagged union of all events. */
export type CallEvent = EventOf<EventType>

/** The version of the event schema; a log carries it in its first event's place in the file. */
export const eventSchemaVersion = 1

/** All types, in the order of the schema: the index of a type is its number in the binary log. */
export const eventTypes = Object.keys(eventSchema) as readonly EventType[]

type Kinds = { readonly [T in EventType]: number }
/** The number of each type. */
export const kindOf: Kinds = Object.fromEntries(eventTypes.map((type, kind) => [type, kind])) as Kinds
