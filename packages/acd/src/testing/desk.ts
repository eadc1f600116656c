/** A desk that keeps book of what the engine asks of it, and refuses what no desk should be asked. */
import { type CallbackEnd, type CallbackId, type CallId, type LegId, legId, type OfferId } from '@callweave/core'
import type { Callback } from '../engine/callback.js'
import type { AcdDesk, Announcement, QueueOutcome } from '../engine/desk.js'
import type { Offer } from '../engine/offer.js'

export class TestDesk implements AcdDesk {
  readonly ringing = new Set<OfferId>()
  readonly dialing = new Map<OfferId, Callback>()
  readonly connected = new Map<CallId, { readonly agent: string; readonly waitMs: number }>()
  readonly givenBack: { readonly call: CallId; readonly outcome: QueueOutcome }[] = []
  readonly announced: { readonly call: CallId; readonly told: Announcement }[] = []
  readonly callbacksEnded = new Map<CallbackId, CallbackEnd>()
  /** Callers who have hung up. */
  readonly gone = new Set<CallId>()
  /** What to do with a call that comes back; by default nothing. */
  onGivenBack: (call: CallId, outcome: QueueOutcome) => void = () => {}
  #legs = 0

  nextLeg(): LegId {
    this.#legs += 1
    return legId(this.#legs)
  }

  ring(offer: Offer): void {
    const { entry, agent } = offer
    if (this.gone.has(entry.call) && entry.callback === null) throw new Error(`call ${entry.call} rings and is gone`)
    if (agent.state !== 'ringing') throw new Error(`${agent.id} is rung and ${agent.state}`)
    this.ringing.add(offer.id)
  }

  stopRinging(offer: Offer): void {
    if (!this.ringing.delete(offer.id)) throw new Error(`offer ${offer.id} does not ring`)
    this.dialing.delete(offer.id)
  }

  connect(offer: Offer, waitMs: number): void {
    const { entry, agent } = offer
    if (!this.ringing.delete(offer.id)) throw new Error(`offer ${offer.id} is connected and never rang`)
    if (entry.callback !== null && !this.dialing.delete(offer.id)) throw new Error('a callback that was not dialed')
    if (this.connected.has(entry.call)) throw new Error(`call ${entry.call} is connected twice`)
    this.connected.set(entry.call, { agent: agent.id, waitMs })
  }

  giveBack(call: CallId, outcome: QueueOutcome): void {
    this.givenBack.push({ call, outcome })
    this.onGivenBack(call, outcome)
  }

  announce(call: CallId, told: Announcement): void {
    this.announced.push({ call, told })
  }

  dialBack(offer: Offer, callback: Callback): void {
    if (!this.ringing.has(offer.id)) throw new Error('dialed without a reserved agent')
    for (const other of this.dialing.values()) {
      if (other.number === callback.number) throw new Error(`${callback.number} is dialed twice at a time`)
    }
    this.dialing.set(offer.id, callback)
  }

  callbackEnded(callback: Callback, because: CallbackEnd): void {
    if (this.callbacksEnded.has(callback.id)) throw new Error(`callback ${callback.id} ended twice`)
    this.callbacksEnded.set(callback.id, because)
  }
}
