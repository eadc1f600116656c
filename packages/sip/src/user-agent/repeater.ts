/** Sends a response again until it is acknowledged, or nobody did: `until-acknowledged.ts` with a clock. */
import type { TimerId } from '@callweave/core'
import { acknowledge, beginRepeat, type Repeat, stepRepeat } from '../dialogs/until-acknowledged.js'
import type { Peer } from '../transactions/transactions.js'
import type { Context } from './context.js'

export interface RepeaterParts {
  readonly kind: '2xx' | 'provisional'
  readonly again: () => void
  readonly givenUp: () => void
}

export class Repeater<P extends Peer> {
  readonly #ctx: Context<P>
  readonly #parts: RepeaterParts
  #repeat: Repeat
  #timer: TimerId

  /** The response has been sent for the first time just now. */
  constructor(ctx: Context<P>, parts: RepeaterParts) {
    this.#ctx = ctx
    this.#parts = parts
    this.#repeat = beginRepeat(ctx.clock.nowMs(), parts.kind, ctx.timing)
    this.#timer = this.#wait()
  }

  get isRepeating(): boolean {
    return this.#repeat.state === 'repeating'
  }

  /** Its ACK or PRACK came, or it is not wanted any more. */
  stop(): void {
    this.#repeat = acknowledge(this.#repeat)
    this.#ctx.clock.cancel(this.#timer)
  }

  #wait(): TimerId {
    return this.#ctx.clock.at(this.#repeat.dueMs, () => this.#ctx.tells.enter(() => this.#due()), undefined)
  }

  #due(): void {
    const { repeat, send } = stepRepeat(this.#repeat, this.#ctx.clock.nowMs())
    this.#repeat = repeat
    if (repeat.state === 'given-up') {
      this.#parts.givenUp()
      return
    }
    if (send) this.#parts.again()
    this.#timer = this.#wait()
  }
}
