/**
 * What indexes ask of agents most, side by side by the agent's number: whether the agent is ready, and the numbers that
 * orders go by, as they stood when the agent became ready. With 10,000 agents that is 250 kB; the agents themselves lie
 * scattered over megabytes.
 */
import type { Agent } from '../engine/agent.js'

export class Columns {
  isReady = new Uint8Array(0)
  idleSinceMs = new Float64Array(0)
  callsHandled = new Float64Array(0)
  talkMs = new Float64Array(0)

  comes({ number, idleSinceMs, callsHandled, talkMs }: Agent): void {
    if (number >= this.isReady.length) this.#grow(Math.max(64, number * 2))
    this.isReady[number] = 1
    this.idleSinceMs[number] = idleSinceMs
    this.callsHandled[number] = callsHandled
    this.talkMs[number] = talkMs
  }

  goes({ number }: Agent): void {
    this.isReady[number] = 0
  }

  #grow(length: number): void {
    const { isReady, idleSinceMs, callsHandled, talkMs } = this
    this.isReady = new Uint8Array(length)
    this.isReady.set(isReady)
    this.idleSinceMs = longer(idleSinceMs, length)
    this.callsHandled = longer(callsHandled, length)
    this.talkMs = longer(talkMs, length)
  }
}

const longer = (from: Float64Array, length: number): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(length)
  to.set(from)
  return to
}
