/** A switch with somebody at the other end of each leg, for the contract suite. */

import type { CallId, LegId } from '../ids.js'
import type { Switch, SwitchFact } from '../ports/switch.js'

/** What happens at a phone that is rung. */
export type PhoneManner = { readonly answersAfterMs: number } | 'never-answers' | 'rejects' | 'cut-off'

export interface SwitchRig {
  readonly switch: Switch
  /** Everything that the switch has told, oldest first. */
  readonly told: readonly SwitchFact[]
  /** A caller comes in by a trunk: resolves when `leg.arrived` was told. */
  arrive(): Promise<{ readonly call: CallId; readonly leg: LegId }>
  /**
   * Puts a phone at an extension. An extension without one is not known to the switch. One that was cut off says that it is
   * back.
   */
  phone(extension: string, manner: PhoneManner): void
  /** A number for a leg that is about to be originated. */
  nextLeg(): LegId
  /** Whoever is on the leg presses keys, one right after the other. */
  press(leg: LegId, keys: string): void | Promise<void>
  /** Whoever is on the leg hangs up. */
  putDown(leg: LegId): void | Promise<void>
  /** Somebody dials at a phone that `phone` has put there: resolves when `leg.dialed` was told. */
  dials(extension: string, digits: string): Promise<{ readonly call: CallId; readonly leg: LegId }>
  /** The phone at the leg puts the other on hold, or takes up the talk again. */
  holds(leg: LegId, held: boolean): void | Promise<void>
  /**
   * The phone at the leg asks that the other be put through: to a number, or to whom another leg of the same phone talks.
   * When it is told that it was done it may hang up.
   */
  asksTransfer(leg: LegId, to: { readonly toward: string } | { readonly consulted: LegId }): void | Promise<void>
  /** Lets so much time pass, and everything on the way happen. */
  pass(byMs: number): void | Promise<void>
  /** How long the prompt `hello` is. At least 100. */
  readonly helloMs: number
  close?(): void | Promise<void>
}
