/** What the board tells: one function for each fact, each told at the instant it is called. */
import type { Tell } from '@callweave/center'
import type { CallId, CommandId, DigitsEnd, EventLog, LegId } from '@callweave/core'
import type { VirtualClock } from '../clock/virtual-clock.js'
import type { Tap, VirtualLeg } from './virtual-leg.js'

/** What the board needs of the center it tells. */
export interface Told {
  readonly tell: Tell
  nextCall(): CallId
  nextLeg(): LegId
}

/** What was recorded or pressed, on its way to be told. */
export interface Recorded {
  readonly leg: VirtualLeg
  readonly command: CommandId
  readonly lengthMs: number
  readonly because: 'length' | 'terminator' | 'stopped' | 'hung-up'
}
export interface Collected {
  readonly leg: VirtualLeg
  readonly command: CommandId
  readonly digits: string
  readonly isSecret: boolean
  readonly because: DigitsEnd
}

/** A class: see `docs/decisions/joints-are-classes.md`. What the clock is handed are fields, so that each knows where it belongs. */
export class Facts {
  readonly #clock: VirtualClock
  readonly #log: EventLog
  #told!: Told

  constructor(clock: VirtualClock, log: EventLog) {
    this.#clock = clock
    this.#log = log
  }

  connect(center: Told): void {
    this.#told = center
  }

  nextCall(): CallId {
    return this.#told.nextCall()
  }

  nextLeg(): LegId {
    return this.#told.nextLeg()
  }

  trunkBusy(trunk: string, caller: string, dialed: string): void {
    this.#told.tell['trunk.busy']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'trunk.busy',
      trunk,
      caller,
      dialed,
    })
  }

  trunkFailed(trunk: string, because: string): void {
    this.#told.tell['trunk.failed']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'trunk.failed',
      trunk,
      because,
    })
  }

  trunkRestored(trunk: string): void {
    this.#told.tell['trunk.restored']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'trunk.restored',
      trunk,
    })
  }

  phoneRegistered(extension: string): void {
    this.#told.tell['phone.registered']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'phone.registered',
      extension,
    })
  }

  arrived({ id, call, channel }: VirtualLeg, trunk: string, caller: string, dialed: string): void {
    this.#told.tell['leg.arrived']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.arrived',
      call,
      leg: id,
      trunk,
      channel,
      caller,
      dialed,
    })
  }

  dialed({ id, call }: VirtualLeg, extension: string, dialed: string): void {
    this.#told.tell['leg.dialed']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.dialed',
      call,
      leg: id,
      extension,
      dialed,
    })
  }

  ringing({ id, call }: VirtualLeg): void {
    this.#told.tell['leg.ringing']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.ringing',
      call,
      leg: id,
    })
  }

  readonly answered = ({ id, call, state }: VirtualLeg): void => {
    if (state === 'ended') return
    this.#told.tell['leg.answered']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.answered',
      call,
      leg: id,
    })
  }

  bridged({ id, call }: VirtualLeg, peer: VirtualLeg): void {
    this.#told.tell['legs.bridged']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'legs.bridged',
      call,
      leg: id,
      peer: peer.id,
    })
  }

  unbridged({ id, call }: VirtualLeg, peer: VirtualLeg): void {
    this.#told.tell['legs.unbridged']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'legs.unbridged',
      call,
      leg: id,
      peer: peer.id,
    })
  }

  joined({ id, call }: VirtualLeg): void {
    this.#told.tell['conference.joined']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'conference.joined',
      call,
      leg: id,
    })
  }

  readonly left = ({ id, call, state }: VirtualLeg): void => {
    if (state === 'ended') return
    this.#told.tell['conference.left']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'conference.left',
      call,
      leg: id,
    })
  }

  tapped({ id, call }: VirtualLeg, { onto, mode }: Tap): void {
    this.#told.tell['leg.tapped']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.tapped',
      call,
      leg: id,
      onto: onto.id,
      mode,
    })
  }

  readonly untapped = ({ id, call, state }: VirtualLeg): void => {
    if (state === 'ended') return
    this.#told.tell['leg.untapped']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.untapped',
      call,
      leg: id,
    })
  }

  transferAsked({ id, call }: VirtualLeg, toward: string, consulted: LegId | null): void {
    this.#told.tell['transfer.asked']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'transfer.asked',
      call,
      leg: id,
      toward,
      consulted,
    })
  }

  readonly held = ({ id, call, state }: VirtualLeg): void => {
    if (state === 'ended') return
    this.#told.tell['leg.held']({ seq: this.#log.next(), atMs: this.#clock.nowMs(), type: 'leg.held', call, leg: id })
  }

  readonly retrieved = ({ id, call, state }: VirtualLeg): void => {
    if (state === 'ended') return
    this.#told.tell['leg.retrieved']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.retrieved',
      call,
      leg: id,
    })
  }

  readonly ended = ({ id, call, endedBy, cause }: VirtualLeg): void =>
    this.#told.tell['leg.ended']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'leg.ended',
      call,
      leg: id,
      by: endedBy,
      cause,
    })

  soundEnded({ id, call, command }: VirtualLeg): void {
    this.#told.tell['prompt.finished']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'prompt.finished',
      call,
      leg: id,
      command,
    })
  }

  pressed({ id, call }: VirtualLeg, digit: string): void {
    this.#told.tell['digit.pressed']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'digit.pressed',
      call,
      leg: id,
      digit,
    })
  }

  readonly collected = ({ leg, command, digits, isSecret, because }: Collected): void =>
    this.#told.tell['digits.collected'](
      {
        seq: this.#log.next(),
        atMs: this.#clock.nowMs(),
        type: 'digits.collected',
        call: leg.call,
        leg: leg.id,
        command,
        digits: isSecret ? 'x'.repeat(digits.length) : digits,
        because,
      },
      isSecret ? digits : undefined,
    )

  readonly recorded = ({ leg, command, lengthMs, because }: Recorded): void =>
    this.#told.tell['recording.finished']({
      seq: this.#log.next(),
      atMs: this.#clock.nowMs(),
      type: 'recording.finished',
      call: leg.call,
      leg: leg.id,
      command,
      recording: `virtual/${leg.call}-${command}.wav`,
      lengthMs,
      because,
    })
}
