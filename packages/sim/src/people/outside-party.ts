/** Whoever answers a number outside: picks up after a few rings; a caller who was put through talks for a while. */
import type { Clock } from '@callweave/core'
import type { Party } from '../board/party.js'
import type { VirtualLeg } from '../board/virtual-leg.js'

const picksUpAfterMs = 4_000
const talksMs = 180_000

export class OutsideParty implements Party {
  readonly #clock: Clock
  readonly #putDown: (leg: VirtualLeg) => void

  constructor(clock: Clock, putDown: (leg: VirtualLeg) => void) {
    this.#clock = clock
    this.#putDown = putDown
  }

  rings(): number {
    return picksUpAfterMs
  }
  hears(): void {}
  asked(): void {}
  records(): void {}

  /** An agent ends a conversation by himself; between a caller and the world outside nobody else does. */
  bridged(leg: VirtualLeg, peer: VirtualLeg): void {
    if (peer.side === 'caller') this.#clock.at(this.#clock.nowMs() + talksMs, this.#putDown, leg)
  }
  ended(): void {}
}
