/** Events for tests: name the type and what matters; the rest is filled in by the schema. */
import type { EventOf, EventType } from '../events/event.js'
import type { Field, FieldKind } from '../events/field.js'
import { eventSchema } from '../events/schema.js'

const filler: { readonly [K in FieldKind]: unknown } = {
  int: 1,
  ms: 0,
  name: 'name',
  text: 'text',
  flag: false,
  names: [],
  terms: {},
}

/** `eventOf('queue.entered', { queue: 'service' })`: `seq` 1, `atMs` 0, nothing where there may be nothing. */
export const eventOf = <T extends EventType>(type: T, fields: Partial<Omit<EventOf<T>, 'type'>> = {}): EventOf<T> => {
  const schema: Readonly<Record<string, Field<unknown>>> = eventSchema[type]
  const filled = Object.entries(schema).map(([key, { kind, nullable }]) => [key, nullable ? null : filler[kind]])
  return { seq: 1, atMs: 0, type, ...Object.fromEntries(filled), ...fields } as EventOf<T>
}
