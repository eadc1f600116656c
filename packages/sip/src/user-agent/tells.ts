/**
 * What users are told, in order, once nothing of ours is at work any more: after the message or the timer that led to it, or at
 * the clock's next turn where a function of a call did.
 */
import type { Clock } from '@callweave/core'

export class Tells {
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #depth = 0
  #isTelling = false
  #isAsking = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether a user is being asked: what it orders meanwhile is done afterwards. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  /** A message or a timer: what it leads to is told at its end. */
  enter<T>(run: () => T): T {
    this.#depth += 1
    try {
      return run()
    } finally {
      this.#depth -= 1
      if (this.#depth === 0) this.#drain()
    }
  }

  tell(run: () => void): void {
    this.#waiting.push(run)
    if (this.#depth === 0 && !this.#isTelling && this.#waiting.length === 1) this.#later()
  }

  /** Asked at once, after all that was to be told before. Only inside `enter`. */
  ask<T>(run: () => T): T {
    this.#drain()
    this.#isAsking = true
    try {
      return run()
    } finally {
      this.#isAsking = false
    }
  }

  #later(): void {
    this.#clock.at(this.#clock.nowMs(), () => this.#drain(), undefined)
  }

  #drain(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next()
    } finally {
      this.#isTelling = false
      if (this.#waiting.length > 0) this.#later()
    }
  }
}
