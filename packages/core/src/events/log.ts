/**
 * The event log of one routing domain, in memory: it numbers events and hands each to those who listen for its type.
 *
 * Who emits builds the whole event, `seq` included (`log.emit['leg.ringing']({ seq: log.next(), ... })`), and names
 * the type as a constant, so that every event type keeps one object shape and every look-up one cache: the virtual
 * world emits millions of events a second. Listeners come in two ranks. Folds change the center's own state and a
 * throw in one is a bug that stops the center; taps only watch, and a throw in one is told to `onTapError` and stops
 * nobody.
 */
import type { CallEvent, EventOf, EventType } from './event.js'
import { eventTypes } from './event.js'

/** What to do on each type of event; types that are left out are not listened for. */
export type Listeners = { readonly [T in EventType]?: (event: EventOf<T>) => void }

/** One function for each type of event: appends it and tells the listeners. */
export type Emitters = { readonly [T in EventType]: (event: EventOf<T>) => void }

export interface EventLog {
  /** The number for the event that is about to be emitted; drawn once for each. */
  next(): number
  readonly emit: Emitters
  /** Listeners of the center's own state, called first and in the order of their registration. */
  fold(listeners: Listeners): void
  /** Watchers. Returns the function that takes them off again. */
  tap(listeners: Listeners): () => void
  /** A watcher of every type. */
  tapAll(listener: (event: CallEvent) => void): () => void
  /** Runs the folds, not the taps, over an event that was logged before. @throws TypeError when `seq` leaves a gap. */
  replay(event: CallEvent): void
  /** The number of the newest event, 0 when there is none. */
  readonly seq: number
}

export interface EventLogOptions {
  /** Told when a tap throws; without it the error is thrown on, which suits tests and simulations. */
  readonly onTapError?: (error: unknown, event: CallEvent) => void
}

type Listener = (event: CallEvent) => void

/** The listeners of one type. Arrays are replaced, never changed, so that a tap may take itself off while running. */
class Channel {
  folds: readonly Listener[] = []
  taps: readonly Listener[] = []
}

/**
 * A class, and not an object literal with a getter: V8 keeps such a literal as a hash table, and every `emit` and `next`
 * would be a look-up in it (seen in the machine code; 1 to 5 % of a simulation's instructions).
 */
class MemoryEventLog implements EventLog {
  readonly emit: Emitters
  readonly #channels: Readonly<Record<EventType, Channel>>
  readonly #onTapError: EventLogOptions['onTapError']
  #seq = 0

  constructor({ onTapError }: EventLogOptions) {
    this.#onTapError = onTapError
    this.#channels = Object.fromEntries(eventTypes.map((type) => [type, new Channel()])) as Record<EventType, Channel>
    this.emit = Object.fromEntries(
      eventTypes.map((type) => [type, this.#emitter(this.#channels[type])]),
    ) as unknown as Emitters
  }

  get seq(): number {
    return this.#seq
  }

  next(): number {
    this.#seq += 1
    return this.#seq
  }

  fold(listeners: Listeners): void {
    this.#add('folds', listeners)
  }

  tap(listeners: Listeners): () => void {
    return this.#add('taps', listeners)
  }

  tapAll(listener: (event: CallEvent) => void): () => void {
    return this.#add('taps', Object.fromEntries(eventTypes.map((type) => [type, listener])))
  }

  replay(event: CallEvent): void {
    if (event.seq !== this.#seq + 1) throw new TypeError(`event ${event.seq} does not follow ${this.#seq}`)
    this.#seq = event.seq
    for (const fold of this.#channels[event.type].folds) fold(event)
  }

  #emitter(channel: Channel): Listener {
    const tellTap = this.#onTapError === undefined ? callTap : this.#guarded(this.#onTapError)
    return (event) => {
      const { folds, taps } = channel
      for (let i = 0; i < folds.length; i += 1) (folds[i] as Listener)(event)
      for (let i = 0; i < taps.length; i += 1) tellTap(taps[i] as Listener, event)
    }
  }

  #guarded(onTapError: (error: unknown, event: CallEvent) => void): (tap: Listener, event: CallEvent) => void {
    return (tap, event) => {
      try {
        tap(event)
      } catch (error) {
        onTapError(error, event)
      }
    }
  }

  #add(rank: 'folds' | 'taps', listeners: Listeners): () => void {
    const channels = this.#channels
    const added = Object.entries(listeners) as [EventType, Listener][]
    for (const [type, listener] of added) {
      const channel = channels[type]
      if (channel === undefined) throw new TypeError(`no event type is called '${type}'`)
      channel[rank] = [...channel[rank], listener]
    }
    return () => {
      for (const [type, listener] of added) channels[type][rank] = channels[type][rank].filter((l) => l !== listener)
    }
  }
}

const callTap = (tap: Listener, event: CallEvent): void => tap(event)

export const createEventLog = (options: EventLogOptions = {}): EventLog => new MemoryEventLog(options)
