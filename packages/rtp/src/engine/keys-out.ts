/** Keys sent to one party: as telephone-events, or sounded where it has none of those. */
import { CallweaveError } from '@callweave/core'
import { dtmfTones } from '../dtmf/keypad.js'
import { EventSender } from '../telephone-event/sender.js'
import { TonePlayer } from '../tone/player.js'

const mostSounding = 64

export class KeysOut {
  #sender: EventSender | null = null
  #tones: TonePlayer | null = null
  readonly #pending: { readonly key: string; readonly onMs: number }[] = []

  /** @throws CallweaveError `out-of-range` for what is no key, a length outside 40..8,000 ms, or too many at once. */
  press(keys: string, eachMs: number, isEvent: boolean): void {
    // Judged as a whole before any of them is sent.
    const sender = new EventSender()
    for (const key of keys) sender.press(key, eachMs)
    if (isEvent) {
      if (this.#sender === null || !this.#sender.isBusy) this.#sender = sender
      else for (const key of keys) this.#sender.press(key, eachMs)
      return
    }
    if (this.#pending.length + keys.length > mostSounding)
      throw new CallweaveError('out-of-range', {
        message: 'too many keys at once',
        expected: `${mostSounding} at most`,
      })
    for (const key of keys) this.#pending.push({ key, onMs: eachMs })
  }

  get isBusy(): boolean {
    return this.#sender?.isBusy === true || this.isSounding
  }

  get isSounding(): boolean {
    return this.#pending.length > 0 || this.#tones !== null
  }

  /** Those that wait are given up, as when the party says that it has other payload types. */
  clear(): void {
    this.#sender = null
    this.#tones = null
    this.#pending.length = 0
  }

  /** The sender while it has something to send. */
  get sender(): EventSender | null {
    return this.#sender?.isBusy === true ? this.#sender : null
  }

  /** The next 20 ms of tones. */
  sound(frame: Int16Array): void {
    if (this.#tones === null) {
      const next = this.#pending.shift()
      if (next !== undefined) this.#tones = new TonePlayer(dtmfTones(next.key, { onMs: next.onMs }), { rampMs: 1 })
    }
    if (this.#tones === null) frame.fill(0)
    else this.#tones.fill(frame)
    if (this.#tones?.isOver === true) this.#tones = null
  }
}
