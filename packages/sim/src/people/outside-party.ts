/** Whoever answers a number outside: picks up after a few rings and talks until the other hangs up. */
import type { Party } from '../board/party.js'

const picksUpAfterMs = 4_000

export class OutsideParty implements Party {
  rings(): number {
    return picksUpAfterMs
  }
  hears(): void {}
  asked(): void {}
  records(): void {}
  bridged(): void {}
  ended(): void {}
}
