/** One caller, on one visit: waits as long as the patience lasts, presses keys, and may call again. */
import type { TimerId } from '@callweave/core'
import type { Party } from '../board/party.js'
import type { CollectOrder, VirtualLeg } from '../board/virtual-leg.js'
import type { World } from '../run/world.js'
import { type CallerGroup, keyAt } from './caller-group.js'

export class Caller implements Party {
  readonly world: World
  readonly group: CallerGroup
  readonly number: string
  readonly trunk: string
  readonly dialed: string
  /** How often this person has called before in this matter. */
  readonly attempt: number
  /** Length of the conversation when it is known; -1 when it is drawn. */
  readonly talkMs: number
  /** The key that an exact call presses, and where. */
  readonly fixedKey: string | null
  readonly fixedStep: string | null
  leg: VirtualLeg | null = null
  #patience: TimerId = 0
  #keyTimer: TimerId = 0
  #isWaiting = false
  #isTalking = false
  #wasServed = false

  constructor(
    world: World,
    group: CallerGroup,
    number: string,
    trunk: string,
    dialed: string,
    attempt: number,
    talkMs: number,
    fixedStep: string | null,
    fixedKey: string | null,
  ) {
    this.world = world
    this.group = group
    this.number = number
    this.trunk = trunk
    this.dialed = dialed
    this.attempt = attempt
    this.talkMs = talkMs
    this.fixedStep = fixedStep
    this.fixedKey = fixedKey
  }

  rings(): number {
    return 0
  }

  hears(leg: VirtualLeg, _sounds: unknown, _lengthMs: number, loop: boolean): void {
    // On hold: the conversation is not over.
    if (!loop || leg.peer !== null) return
    this.#isTalking = false
    // Music again, in the queue that a call flowed over to or after an announcement: the patience runs on.
    if (this.#isWaiting || (this.group.patience === null && this.group.whileWaiting === null)) return
    this.#isWaiting = true
    this.leg = leg
    // Not yet: an agent who is free answers at this same instant, and nobody's patience is tried.
    this.world.clock.soon(beginToWait, this)
  }

  /** Music it is: the patience runs from now. */
  wait(): void {
    const { leg, world } = this
    if (leg === null || leg.state === 'ended' || !this.#isWaiting || this.#patience !== 0) return
    const { patience, whileWaiting } = this.group
    const nowMs = world.clock.nowMs()
    if (patience !== null) this.#patience = world.clock.at(nowMs + patience(world.streams.patience), giveUp, this)
    if (whileWaiting !== null && world.streams.keys.next() < whileWaiting.ratio) {
      this.#typed = whileWaiting.key
      this.#keyTimer = world.clock.at(nowMs + whileWaiting.after(world.streams.keys), pressWaiting, this)
    }
  }

  asked(leg: VirtualLeg, collect: CollectOrder, lengthMs: number): void {
    const { world, group } = this
    this.leg = leg
    this.#stopWaiting()
    const step = world.stepOf(leg.call)
    const input = this.#inputAt(step)
    if (input === null) return
    const delayMs = group.keyDelay(world.streams.keys)
    // Whoever knows the menu presses into the prompt; half of them, somewhere in it.
    const intoIt = collect.bargeIn && world.streams.keys.next() < 0.5
    const fromMs = intoIt ? lengthMs * world.streams.keys.next() : lengthMs
    this.#typed = input
    this.#keyTimer = world.clock.at(world.clock.nowMs() + fromMs + delayMs, pressNext, this)
  }

  #typed = ''

  pressNext(): void {
    this.#keyTimer = 0
    const { leg, world } = this
    if (leg === null || leg.state === 'ended' || leg.collect === null) return
    const digit = this.#typed[0]
    if (digit === undefined) return
    this.#typed = this.#typed.slice(1)
    world.board.press(leg, digit)
    if (this.#typed !== '' && leg.collect !== null) {
      this.#keyTimer = world.clock.at(world.clock.nowMs() + 400, pressNext, this)
    }
  }

  pressWhileWaiting(): void {
    this.#keyTimer = 0
    const { leg, world } = this
    if (leg !== null && leg.state !== 'ended' && !this.#isTalking) world.board.press(leg, this.#typed)
  }

  #inputAt(step: string | null): string | null {
    const { group, world } = this
    if (step === null) return null
    if (this.fixedKey !== null && (this.fixedStep === null || this.fixedStep === step)) return this.fixedKey
    const digits = group.digits.get(step)
    if (digits !== undefined && digits.length > 0) return digits[world.streams.keys.int(digits.length)] as string
    const shares = group.keys.get(step)
    return shares === undefined ? null : keyAt(shares, world.streams.keys.next())
  }

  records(leg: VirtualLeg): void {
    const { world, group } = this
    this.leg = leg
    this.#stopWaiting()
    this.#keyTimer = world.clock.at(world.clock.nowMs() + group.message(world.streams.talk), doneSpeaking, this)
  }

  /** Has said it all: the key that ends a recording, or hanging up where there is none. */
  finishMessage(): void {
    this.#keyTimer = 0
    const { leg, world } = this
    if (leg === null || leg.state === 'ended' || leg.recording === 0) return
    if (leg.recordEndsBy === '') world.board.putDown(leg)
    else world.board.press(leg, leg.recordEndsBy[0] as string)
  }

  bridged(leg: VirtualLeg): void {
    this.leg = leg
    this.#isTalking = true
    this.#wasServed = true
    this.#stopWaiting()
  }

  ended(leg: VirtualLeg): void {
    const gaveUp = this.#isWaiting && !this.#wasServed && leg.endedBy === 'caller'
    this.#stopWaiting()
    if (gaveUp) this.world.mayCallAgain(this)
  }

  #stopWaiting(): void {
    if (this.#patience !== 0) this.world.clock.cancel(this.#patience)
    this.#patience = 0
    if (this.#keyTimer !== 0) this.world.clock.cancel(this.#keyTimer)
    this.#keyTimer = 0
    this.#isWaiting = false
  }
}

const beginToWait = (caller: Caller): void => caller.wait()
const pressNext = (caller: Caller): void => caller.pressNext()
const pressWaiting = (caller: Caller): void => caller.pressWhileWaiting()
const giveUp = (caller: Caller): void => caller.world.board.putDown(caller.leg as VirtualLeg)
const doneSpeaking = (caller: Caller): void => caller.finishMessage()
