/** Whoever holds the other end of a leg. The board tells; a party acts through the board. */
import type { Sound } from '@callweave/core'
import type { CollectOrder, VirtualLeg } from './virtual-leg.js'

export interface Party {
  /** The phone rings. Answers after how long it is picked up: 0 at once, Infinity never. */
  rings(leg: VirtualLeg): number
  /** Sounds of that length begin; music has no end (0). */
  hears(leg: VirtualLeg, sounds: readonly Sound[], lengthMs: number, loop: boolean): void
  /** Asked to press keys after sounds of that length. */
  asked(leg: VirtualLeg, collect: CollectOrder, lengthMs: number): void
  /** A recording of what the party says begins. */
  records(leg: VirtualLeg, mostMs: number): void
  /** Talks to the other. */
  bridged(leg: VirtualLeg, peer: VirtualLeg): void
  /** The leg is down. */
  ended(leg: VirtualLeg): void
  /** The other party presses keys, or the center does. */
  keys?(leg: VirtualLeg, digits: string): void
  /** What came of the transfer that this party asked for. */
  transferAnswered?(leg: VirtualLeg, outcome: 'done' | 'refused'): void
}

const nothing = (): void => {}

/** At the other end of a call that reaches no phone. */
export const nobody: Party = {
  rings: () => Number.POSITIVE_INFINITY,
  hears: nothing,
  asked: nothing,
  records: nothing,
  bridged: nothing,
  ended: nothing,
}
