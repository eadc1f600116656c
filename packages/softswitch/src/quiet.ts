/** Waits for far ends when a switch is closed. */
import type { Clock } from '@callweave/core'

/** Far ends that have not acknowledged their end by then never will. */
const mostClosingMs = 2_000
const closingStepMs = 20

/** Resolves when it is so, or when nobody waits for it any more. */
export const quiet = (clock: Clock, isQuiet: () => boolean): Promise<void> =>
  new Promise((done) => {
    const untilMs = clock.nowMs() + mostClosingMs
    const look = (): void => {
      if (isQuiet() || clock.nowMs() >= untilMs) done()
      else clock.at(clock.nowMs() + closingStepMs, look, undefined)
    }
    look()
  })
