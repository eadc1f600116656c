/** The legs that are there, by their number, their media and their call of the user agent. */
import type { CallId, LegId } from '@callweave/core'
import type { PartyId } from '@callweave/rtp/engine'
import type { Leg } from './leg.js'
import type { Line } from './line.js'

export class Legs {
  readonly #byId = new Map<LegId, Leg>()
  readonly #byParty = new Map<PartyId, Leg>()
  readonly #byLine = new Map<Line, Leg>()
  readonly #byCall = new Map<CallId, Set<Leg>>()
  /** Those that the center never heard of, too. */
  readonly #all = new Set<Leg>()

  add(leg: Leg): void {
    this.#all.add(leg)
    this.#joins(leg)
    if (leg.isTold) this.#byId.set(leg.id, leg)
  }

  get(id: LegId): Leg | undefined {
    return this.#byId.get(id)
  }

  /** The leg is of that call from now on. */
  moves(leg: Leg, call: CallId): void {
    if (leg.call === call) return
    this.#leaves(leg)
    leg.call = call
    this.#joins(leg)
  }

  hasParty(leg: Leg, party: PartyId): void {
    leg.party = party
    this.#byParty.set(party, leg)
  }

  ofParty(party: PartyId): Leg | undefined {
    return this.#byParty.get(party)
  }

  hasLine(leg: Leg, line: Line): void {
    this.#byLine.set(line, leg)
  }

  dropLine(line: Line): void {
    this.#byLine.delete(line)
  }

  ofLine(line: Line): Leg | undefined {
    return this.#byLine.get(line)
  }

  delete(leg: Leg): void {
    this.#all.delete(leg)
    this.#leaves(leg)
    this.#byId.delete(leg.id)
    if (leg.party !== null) this.#byParty.delete(leg.party)
    if (leg.line !== null) this.#byLine.delete(leg.line)
    for (const line of leg.ringing) this.#byLine.delete(line)
  }

  all(): readonly Leg[] {
    return [...this.#all]
  }

  /** Those of a call that are not over. */
  of(call: CallId): readonly Leg[] {
    return [...(this.#byCall.get(call) ?? [])].filter(({ isOver }) => !isOver)
  }

  besides(leg: Leg): readonly Leg[] {
    return this.of(leg.call).filter((each) => each !== leg)
  }

  /** Everything that is held here: nothing is left behind when it is 0. */
  get size(): number {
    return this.#all.size + this.#byId.size + this.#byParty.size + this.#byLine.size + this.#byCall.size
  }

  #joins(leg: Leg): void {
    const others = this.#byCall.get(leg.call)
    if (others === undefined) this.#byCall.set(leg.call, new Set([leg]))
    else others.add(leg)
  }

  #leaves(leg: Leg): void {
    const others = this.#byCall.get(leg.call)
    others?.delete(leg)
    if (others?.size === 0) this.#byCall.delete(leg.call)
  }
}
