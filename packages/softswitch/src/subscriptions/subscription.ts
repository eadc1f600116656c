/** One watcher of one thing, and all of them by what they watch. */
import type { EventName } from '@callweave/sip'
import type { Dialog } from '@callweave/sip/dialogs'
import type { Flow } from '../flow.js'
import type { WatchedEvent } from './judge.js'

/** Why a subscription ends, as Subscription-State says it (RFC 6665 section 4.1.3). */
export type EndReason = 'timeout' | 'noresource' | 'probation'

export interface Subscription<F extends Flow> {
  /** Under which its dialog is found. */
  readonly key: string
  readonly event: WatchedEvent
  /** As the watcher named it: `id` goes into every NOTIFY. */
  readonly name: EventName
  readonly watcher: string
  readonly extension: string
  /** CSeq of the SUBSCRIBE that began it. */
  readonly askedBy: number
  dialog: Dialog
  flow: F
  expiresAtMs: number
  /** Of the next document. */
  version: number
  /** A NOTIFY is out and not answered: the next waits for that, and says then what is so then. */
  isOut: boolean
  isChanged: boolean
  ending: EndReason | null
}

export class SubscriptionTable<F extends Flow> {
  readonly #all = new Map<string, Subscription<F>>()
  readonly #of = new Map<string, Set<Subscription<F>>>()
  readonly #watchers = new Map<string, number>()

  get size(): number {
    return this.#all.size
  }

  get(key: string): Subscription<F> | undefined {
    return this.#all.get(key)
  }

  all(): readonly Subscription<F>[] {
    return [...this.#all.values()]
  }

  of(event: WatchedEvent, extension: string): readonly Subscription<F>[] {
    return [...(this.#of.get(`${event} ${extension}`) ?? [])]
  }

  /** What this watcher has of the same, oldest first. */
  alike({
    event,
    extension,
    watcher,
  }: Pick<Subscription<F>, 'event' | 'extension' | 'watcher'>): readonly Subscription<F>[] {
    return this.of(event, extension).filter((one) => one.watcher === watcher)
  }

  ofWatcher(watcher: string): number {
    return this.#watchers.get(watcher) ?? 0
  }

  add(one: Subscription<F>): void {
    const watched = `${one.event} ${one.extension}`
    this.#all.set(one.key, one)
    this.#of.set(watched, (this.#of.get(watched) ?? new Set()).add(one))
    this.#watchers.set(one.watcher, this.ofWatcher(one.watcher) + 1)
  }

  delete(one: Subscription<F>): void {
    if (!this.#all.delete(one.key)) return
    const watched = `${one.event} ${one.extension}`
    const others = this.#of.get(watched)
    others?.delete(one)
    if (others?.size === 0) this.#of.delete(watched)
    const left = this.ofWatcher(one.watcher) - 1
    if (left === 0) this.#watchers.delete(one.watcher)
    else this.#watchers.set(one.watcher, left)
  }
}
