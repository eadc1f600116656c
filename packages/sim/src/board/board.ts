/**
 * The virtual switch: boards with channels, a PBX with phones, and nobody at the other end but simulated people. It
 * implements the same port as the embedded switch and FreeSWITCH; what it tells is told at the same instant but never
 * from inside `do`.
 */

import type { Tell } from '@callweave/center'
import {
  type CallId,
  type CommandId,
  createIdTable,
  type DigitsEnd,
  type EventLog,
  type LegId,
  type LegStatus,
  type Sound,
  type Switch,
  type SwitchAbilities,
  type SwitchCommand,
} from '@callweave/core'
import type { VirtualClock } from '../clock/virtual-clock.js'
import type { Party } from './party.js'
import { Phone } from './phone.js'
import { TrunkGroup } from './trunk-group.js'
import { type CollectOrder, VirtualLeg } from './virtual-leg.js'

export interface BoardOptions {
  readonly clock: VirtualClock
  readonly log: EventLog
  readonly trunks: { readonly [trunk: string]: { readonly channels: number } }
  /** How long sounds are, so that virtual time spends what real time would. */
  readonly soundsLengthMs: (sounds: readonly Sound[]) => number
  /** Whoever answers a number outside. */
  readonly outside: (number: string) => Party
}

/** What the board needs of the center it tells. */
export interface Told {
  readonly tell: Tell
  nextCall(): CallId
  nextLeg(): LegId
}

export interface Board extends Switch {
  /** Connects the center that is told. Once, before the first call. */
  connect(told: Told): void
  addPhone(extension: string, party: Party): Phone
  readonly trunks: ReadonlyMap<string, TrunkGroup>
  /** A caller dials. Null when every channel is busy. */
  arrive(trunk: string, caller: string, dialed: string, party: Party): VirtualLeg | null
  /** What people do. */
  pickUp(leg: VirtualLeg): void
  reject(leg: VirtualLeg): void
  putDown(leg: VirtualLeg): void
  press(leg: VirtualLeg, digit: string): void
  /** Faults. */
  cutOff(extension: string, dead: boolean): void
  failTrunk(trunk: string, because: string): void
  restoreTrunk(trunk: string): void
}

/** What was recorded or pressed, on its way to be told. */
interface Recorded {
  readonly leg: VirtualLeg
  readonly command: CommandId
  readonly lengthMs: number
  readonly because: 'length' | 'terminator' | 'stopped' | 'hung-up'
}
interface Collected {
  readonly leg: VirtualLeg
  readonly command: CommandId
  readonly digits: string
  readonly isSecret: boolean
  readonly because: DigitsEnd
}

const takeDigits = (leg: VirtualLeg, { secret = false }: CollectOrder, because: DigitsEnd): Collected => ({
  leg,
  command: leg.command,
  digits: leg.digits,
  isSecret: secret,
  because,
})

const abilities: SwitchAbilities = { earlyMedia: true, record: true, conference: false, monitor: false, fax: false }

export const createBoard = (options: BoardOptions): Board => {
  const { clock, log, soundsLengthMs, outside } = options
  const trunks = new Map(
    Object.entries(options.trunks).map(([name, { channels }]) => [name, new TrunkGroup(name, channels)]),
  )
  const phones = new Map<string, Phone>()
  const legs = createIdTable<VirtualLeg>()
  let told!: Told

  // Facts, each told a moment after what caused it.
  const tellRinging = (leg: VirtualLeg): void => {
    if (leg.state !== 'ringing') return
    told.tell['leg.ringing']({ seq: log.next(), atMs: clock.nowMs(), type: 'leg.ringing', call: leg.call, leg: leg.id })
    if (leg.state !== 'ringing') return
    const afterMs = leg.party.rings(leg)
    if (afterMs === 0) answer(leg)
    else if (afterMs < leg.ringTimeoutMs) leg.timer = clock.at(clock.nowMs() + afterMs, answer, leg)
    else leg.timer = clock.at(clock.nowMs() + leg.ringTimeoutMs, ringsOut, leg)
  }
  const tellAnswered = (leg: VirtualLeg): void => {
    if (leg.state === 'ended') return
    told.tell['leg.answered']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'leg.answered',
      call: leg.call,
      leg: leg.id,
    })
  }
  const tellBridged = (leg: VirtualLeg): void => {
    const { peer } = leg
    if (peer === null || leg.state === 'ended') return
    told.tell['legs.bridged']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'legs.bridged',
      call: leg.call,
      leg: leg.id,
      peer: peer.id,
    })
    leg.party.bridged(leg, peer)
    peer.party.bridged(peer, leg)
  }
  const tellEnded = (leg: VirtualLeg): void => {
    told.tell['leg.ended']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'leg.ended',
      call: leg.call,
      leg: leg.id,
      by: leg.endedBy,
      cause: leg.cause,
    })
  }

  const stopSounds = (leg: VirtualLeg): void => {
    if (leg.timer !== 0) clock.cancel(leg.timer)
    leg.timer = 0
    if (leg.recording !== 0) clock.soon(tellRecorded, takeRecording(leg, 'stopped'))
    leg.collect = null
    leg.digits = ''
    leg.command = 0 as typeof leg.command
  }

  /** Takes the leg down at once; the fact follows. */
  const end = (leg: VirtualLeg, by: VirtualLeg['endedBy'], cause: VirtualLeg['cause']): void => {
    if (leg.state === 'ended') return
    // What was said or pressed until the last moment is told before the leg's end.
    if (leg.recording !== 0) clock.soon(tellRecorded, takeRecording(leg, 'hung-up'))
    if (leg.collect !== null) clock.soon(tellCollected, takeDigits(leg, leg.collect, 'hung-up'))
    stopSounds(leg)
    leg.state = 'ended'
    leg.endedBy = by
    leg.cause = cause
    if (leg.peer !== null) {
      leg.peer.peer = null
      leg.peer = null
    }
    if (leg.trunk !== null) leg.trunk.release(leg.channel)
    if (leg.phone !== null && leg.phone.leg === leg) leg.phone.leg = null
    legs.delete(leg.id)
    leg.party.ended(leg)
    clock.soon(tellEnded, leg)
  }

  const soundEnds = (leg: VirtualLeg): void => {
    leg.timer = 0
    const { command } = leg
    told.tell['prompt.finished']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'prompt.finished',
      call: leg.call,
      leg: leg.id,
      command,
    })
  }

  const tellCollected = ({ leg, command, digits, isSecret, because }: Collected): void =>
    told.tell['digits.collected'](
      {
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'digits.collected',
        call: leg.call,
        leg: leg.id,
        command,
        digits: isSecret ? 'x'.repeat(digits.length) : digits,
        because,
      },
      isSecret ? digits : undefined,
    )
  const collected = (leg: VirtualLeg, because: DigitsEnd): void => {
    const taken = takeDigits(leg, leg.collect as CollectOrder, because)
    stopSounds(leg)
    tellCollected(taken)
  }
  const firstDigitLate = (leg: VirtualLeg): void => collected(leg, 'first-digit-timeout')
  const nextDigitLate = (leg: VirtualLeg): void => collected(leg, 'inter-digit-timeout')

  const takeRecording = (leg: VirtualLeg, because: Recorded['because']): Recorded => {
    const command = leg.recording
    leg.recording = 0 as typeof command
    return { leg, command, lengthMs: clock.nowMs() - leg.recordStartMs, because }
  }
  const tellRecorded = ({ leg, command, lengthMs, because }: Recorded): void =>
    told.tell['recording.finished']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'recording.finished',
      call: leg.call,
      leg: leg.id,
      command,
      recording: `virtual/${leg.call}-${command}.wav`,
      lengthMs,
      because,
    })
  const recordingEnds = (leg: VirtualLeg, because: Recorded['because']): void => {
    const taken = takeRecording(leg, because)
    stopSounds(leg)
    tellRecorded(taken)
  }
  const recordEnds = (leg: VirtualLeg): void => recordingEnds(leg, 'length')

  const hold = (leg: VirtualLeg): void => {
    if (leg.peer === null || leg.isHeld) return
    leg.isHeld = true
    clock.soon(tellHeld, leg)
  }
  const tellHeld = (leg: VirtualLeg): void => {
    if (leg.state === 'ended') return
    told.tell['leg.held']({ seq: log.next(), atMs: clock.nowMs(), type: 'leg.held', call: leg.call, leg: leg.id })
  }
  const retrieve = (leg: VirtualLeg): void => {
    if (!leg.isHeld) return
    leg.isHeld = false
    clock.soon(tellRetrieved, leg)
  }
  const tellRetrieved = (leg: VirtualLeg): void => {
    if (leg.state === 'ended') return
    const { call, id } = leg
    told.tell['leg.retrieved']({ seq: log.next(), atMs: clock.nowMs(), type: 'leg.retrieved', call, leg: id })
  }

  const ringsOut = (leg: VirtualLeg): void => {
    leg.timer = 0
    if (leg.state === 'ringing') end(leg, 'switch', 'no-answer')
  }

  const originate = (command: Extract<SwitchCommand, { readonly do: 'originate' }>): void => {
    const phone = command.trunk === null ? (phones.get(command.toward) ?? null) : null
    const trunk = command.trunk === null ? null : (trunks.get(command.trunk) ?? null)
    const channel = trunk?.take() ?? 0
    const party = phone?.party ?? outside(command.toward)
    const side = command.purpose === 'agent' ? 'agent' : 'outside'
    const leg = new VirtualLeg(command.leg, command.call, side, party, channel === 0 ? null : trunk, channel, phone)
    legs.set(leg.id, leg)
    if (command.trunk !== null && channel === 0) end(leg, 'switch', 'failed')
    else if (command.trunk === null && (phone === null || phone.dead)) end(leg, 'switch', 'unreachable')
    else if (phone !== null && phone.leg !== null) {
      const occupied = phone.leg
      end(leg, 'switch', 'busy')
      phone.leg = occupied
    } else {
      if (phone !== null) phone.leg = leg
      leg.ringTimeoutMs = command.ringTimeoutMs
      clock.soon(tellRinging, leg)
    }
  }

  const answer = (leg: VirtualLeg): void => {
    if (leg.state !== 'ringing') return
    if (leg.timer !== 0) clock.cancel(leg.timer)
    leg.timer = 0
    leg.state = 'up'
    clock.soon(tellAnswered, leg)
  }

  const play = (leg: VirtualLeg, command: Extract<SwitchCommand, { readonly do: 'play' | 'ring' }>): void => {
    stopSounds(leg)
    leg.command = command.command
    const loop = command.do === 'ring' || command.loop
    const lengthMs = soundsLengthMs(command.sounds)
    if (!loop) leg.timer = clock.at(clock.nowMs() + lengthMs, soundEnds, leg)
    leg.party.hears(leg, command.sounds, lengthMs, loop)
  }

  const startCollect = (leg: VirtualLeg, command: CollectOrder): void => {
    stopSounds(leg)
    leg.command = command.command
    leg.collect = command
    const lengthMs = soundsLengthMs(command.sounds)
    leg.timer = clock.at(clock.nowMs() + lengthMs + command.firstDigitTimeoutMs, firstDigitLate, leg)
    leg.party.asked(leg, command, lengthMs)
  }

  const orders = (leg: VirtualLeg, command: SwitchCommand): void => {
    switch (command.do) {
      case 'answer':
        answer(leg)
        return
      case 'bridge': {
        const peer = legs.get(command.peer)
        if (peer === undefined) return
        stopSounds(leg)
        stopSounds(peer)
        leg.isHeld = false
        peer.isHeld = false
        leg.peer = peer
        peer.peer = leg
        clock.soon(tellBridged, leg)
        return
      }
      case 'hang-up':
        end(leg, 'center', command.cause)
        return
      case 'play':
      case 'ring':
        play(leg, command)
        return
      case 'collect':
        startCollect(leg, command)
        return
      case 'record':
        stopSounds(leg)
        leg.command = command.command
        leg.recording = command.command
        leg.recordEndsBy = command.terminators
        leg.recordStartMs = clock.nowMs()
        leg.timer = clock.at(clock.nowMs() + command.maxMs, recordEnds, leg)
        leg.party.records(leg, command.maxMs)
        return
      case 'stop':
        stopSounds(leg)
        return
      case 'hold':
        hold(leg)
        return
      case 'retrieve':
        retrieve(leg)
        return
      case 'originate':
        return
    }
  }

  return {
    can: abilities,
    trunks,
    connect: (center) => {
      told = center
    },
    addPhone: (extension, party) => {
      const phone = new Phone(extension, party)
      phones.set(extension, phone)
      return phone
    },
    do: (command) => {
      if (command.do === 'originate') {
        originate(command)
        return
      }
      const leg = legs.get(command.leg)
      // A command for a leg that has just ended: the fact is on its way, nothing else to tell.
      if (leg !== undefined) orders(leg, command)
    },
    legs: () =>
      [...legs.values()].map(
        (leg): LegStatus => ({
          call: leg.call,
          leg: leg.id,
          state: leg.state === 'ringing' ? 'ringing' : leg.peer === null ? 'answered' : leg.isHeld ? 'held' : 'bridged',
        }),
      ),
    arrive: (trunkName, caller, dialed, party) => {
      const trunk = trunks.get(trunkName) as TrunkGroup
      const channel = trunk.take()
      if (channel === 0) {
        told.tell['trunk.busy']({
          seq: log.next(),
          atMs: clock.nowMs(),
          type: 'trunk.busy',
          trunk: trunkName,
          caller,
          dialed,
        })
        return null
      }
      const leg = new VirtualLeg(told.nextLeg(), told.nextCall(), 'caller', party, trunk, channel, null)
      legs.set(leg.id, leg)
      told.tell['leg.arrived']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'leg.arrived',
        call: leg.call,
        leg: leg.id,
        trunk: trunkName,
        channel,
        caller,
        dialed,
      })
      return leg
    },
    pickUp: answer,
    reject: (leg) => end(leg, 'agent', 'rejected'),
    putDown: (leg) => end(leg, leg.side, 'normal'),
    press: (leg, digit) => {
      if (leg.state === 'ended') return
      const { collect } = leg
      if (leg.recording !== 0 && leg.recordEndsBy.includes(digit)) {
        recordingEnds(leg, 'terminator')
        return
      }
      if (collect === null) {
        told.tell['digit.pressed']({
          seq: log.next(),
          atMs: clock.nowMs(),
          type: 'digit.pressed',
          call: leg.call,
          leg: leg.id,
          digit,
        })
        return
      }
      if (collect.terminators.includes(digit)) {
        collected(leg, 'terminator')
        return
      }
      leg.digits += digit
      if (leg.digits.length >= collect.maxDigits) {
        collected(leg, 'complete')
        return
      }
      clock.cancel(leg.timer)
      leg.timer = clock.at(clock.nowMs() + collect.interDigitTimeoutMs, nextDigitLate, leg)
    },
    cutOff: (extension, dead) => {
      const phone = phones.get(extension)
      if (phone === undefined) return
      phone.dead = dead
      if (dead && phone.leg !== null) end(phone.leg, 'switch', 'failed')
    },
    failTrunk: (name, because) => {
      const trunk = trunks.get(name) as TrunkGroup
      trunk.down = true
      told.tell['trunk.failed']({ seq: log.next(), atMs: clock.nowMs(), type: 'trunk.failed', trunk: name, because })
      for (const leg of [...legs.values()]) if (leg.trunk === trunk) end(leg, 'switch', 'failed')
    },
    restoreTrunk: (name) => {
      ;(trunks.get(name) as TrunkGroup).down = false
      told.tell['trunk.restored']({ seq: log.next(), atMs: clock.nowMs(), type: 'trunk.restored', trunk: name })
    },
  }
}
