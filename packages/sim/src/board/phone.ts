/** A phone at an extension. */
import type { Party } from './party.js'
import type { VirtualLeg } from './virtual-leg.js'

export class Phone {
  readonly extension: string
  readonly party: Party
  /** Cut off: a call to it fails at once. */
  dead = false
  /** The leg that occupies it: a field of its own, since hardly ever is there a second. */
  #first: VirtualLeg | null = null
  /** Those that were dialed while the first was held. */
  readonly #others: VirtualLeg[] = []

  constructor(extension: string, party: Party) {
    this.extension = extension
    this.party = party
  }

  get isFree(): boolean {
    return this.#first === null
  }

  get legs(): readonly VirtualLeg[] {
    return this.#first === null ? [] : [this.#first, ...this.#others]
  }

  take(leg: VirtualLeg): void {
    if (this.#first === null) this.#first = leg
    else this.#others.push(leg)
  }

  letGo(leg: VirtualLeg): void {
    if (this.#first === leg) this.#first = this.#others.length > 0 ? (this.#others.shift() as VirtualLeg) : null
    else if (this.#others.includes(leg)) this.#others.splice(this.#others.indexOf(leg), 1)
  }
}
