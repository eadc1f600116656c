/** A fault of something outside: everything takes so many times as long, and a share of it fails. */
import type { RandomStream } from '@callweave/core'

export interface Disturbed {
  /** From now on. A factor of 1 and a ratio of 0 are no fault. */
  disturb(slowerFactor: number, failRatio: number): void
}

export interface Disturbance extends Disturbed {
  /** Whole ms. */
  slowed(tookMs: number): number
  /** Draws only while there is a fault: how much was asked before has no part in what fails. */
  fails(): boolean
}

export const createDisturbance = (stream: RandomStream): Disturbance => {
  let slower = 1
  let share = 0
  return {
    disturb: (slowerFactor, failRatio) => {
      slower = slowerFactor
      share = failRatio
    },
    slowed: (tookMs) => Math.round(tookMs * slower),
    fails: () => share > 0 && stream.next() < share,
  }
}
