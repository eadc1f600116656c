/** Events written by hand, numbered as they come: `script().at(1_000, 'queue.entered', { ... })`. */
import {
  type CallEvent,
  createEventLog,
  type EventOf,
  type EventType,
  eventSchema,
  type Listeners,
} from '@callweave/core'

type Given<T extends EventType> = Partial<Omit<EventOf<T>, 'seq' | 'atMs' | 'type'>>

/** Numbers may be written without their brand. */
type Plain<G> = {
  [K in keyof G]: G[K] extends number | undefined
    ? number
    : G[K] extends number | null | undefined
      ? number | null
      : G[K]
}

export interface Script {
  /** Adds an event. What is left out is a neutral value of its kind. */
  at<T extends EventType>(atMs: number, type: T, given?: Plain<Given<T>>): Script
  readonly events: readonly CallEvent[]
  /** Hands all events to the listeners, as a log would. */
  play(...listeners: readonly Listeners[]): void
}

const neutral = { int: 0, ms: 0, name: 'x', text: 'x', flag: false, names: [], terms: {} } as const

export const script = (): Script => {
  const events: CallEvent[] = []
  const made: Script = {
    events,
    at(atMs, type, given) {
      const values: Readonly<Record<string, unknown>> = given ?? {}
      const fields = Object.entries(eventSchema[type]).map(([key, field]) => [
        key,
        key in values ? values[key] : field.nullable ? null : neutral[field.kind as keyof typeof neutral],
      ])
      events.push({ seq: events.length + 1, atMs, type, ...Object.fromEntries(fields) } as CallEvent)
      return made
    },
    play(...listeners) {
      const log = createEventLog()
      for (const some of listeners) log.tap(some)
      for (const event of events) {
        log.next()
        ;(log.emit[event.type] as (event: CallEvent) => void)(event)
      }
    },
  }
  return made
}
