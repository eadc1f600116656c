/** A phone on the virtual switch: an extension, and whoever sits at it. */
import type { Party } from './party.js'
import type { VirtualLeg } from './virtual-leg.js'

export class Phone {
  readonly extension: string
  readonly party: Party
  /** The legs that occupy it: one that rang or was dialed there, and more that were dialed while that one was held. */
  readonly legs: VirtualLeg[] = []
  /** Cut off: a call to it fails at once. */
  dead = false

  constructor(extension: string, party: Party) {
    this.extension = extension
    this.party = party
  }

  letGo(leg: VirtualLeg): void {
    const { legs } = this
    // Nearly always the only one.
    if (legs.at(-1) === leg) legs.pop()
    else if (legs.includes(leg)) legs.splice(legs.indexOf(leg), 1)
  }
}
