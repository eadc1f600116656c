/** A phone on the virtual switch: an extension, and whoever sits at it. */
import type { Party } from './party.js'
import type { VirtualLeg } from './virtual-leg.js'

export class Phone {
  readonly extension: string
  readonly party: Party
  /** The leg that occupies it. */
  leg: VirtualLeg | null = null
  /** Cut off: a call to it fails at once. */
  dead = false

  constructor(extension: string, party: Party) {
    this.extension = extension
    this.party = party
  }
}
