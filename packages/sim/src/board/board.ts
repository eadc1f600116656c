/**
 * The virtual switch: boards with channels, a PBX with phones, and nobody at the other end but simulated people. It
 * implements the same port as the embedded switch and FreeSWITCH; what it tells is told at the same instant but never
 * from inside `do`.
 */
import {
  createIdTable,
  type EventLog,
  type LegId,
  type LegStatus,
  type Sound,
  type Switch,
  type SwitchAbilities,
  type SwitchCommand,
} from '@callweave/core'
import type { VirtualClock } from '../clock/virtual-clock.js'
import { createFacts, type Told } from './facts.js'
import { createHearing } from './hearing.js'
import { createMedia } from './media.js'
import { nobody, type Party } from './party.js'
import { Phone } from './phone.js'
import { TrunkGroup } from './trunk-group.js'
import { VirtualLeg } from './virtual-leg.js'

export interface BoardOptions {
  readonly clock: VirtualClock
  readonly log: EventLog
  readonly trunks: { readonly [trunk: string]: { readonly channels: number } }
  /** How long sounds are, so that virtual time spends what real time would. */
  readonly soundsLengthMs: (sounds: readonly Sound[]) => number
  /** Whoever answers a number outside. */
  readonly outside: (number: string) => Party
}

export interface Board extends Switch {
  /** Connects the center that is told. Once, before the first call. */
  connect(told: Told): void
  addPhone(extension: string, party: Party): Phone
  readonly trunks: ReadonlyMap<string, TrunkGroup>
  /** While it is up. */
  legNamed(id: LegId): VirtualLeg | undefined
  /** A caller dials. Null when every channel is busy. */
  arrive(trunk: string, caller: string, dialed: string, party: Party): VirtualLeg | null
  /** What people do. */
  pickUp(leg: VirtualLeg): void
  reject(leg: VirtualLeg): void
  putDown(leg: VirtualLeg): void
  press(leg: VirtualLeg, digit: string): void
  /** Somebody at a phone begins a call. Null when there is no such phone, or it is cut off. */
  dial(extension: string, digits: string): VirtualLeg | null
  /** The phone puts the other on hold, or takes up the talk again. */
  hold(leg: VirtualLeg, held: boolean): void
  /** The phone asks that the other be put through: to a number, or to whom its leg `to` talks. */
  askTransfer(leg: VirtualLeg, to: string | VirtualLeg): void
  /** Every caller hangs up at once: the end of a run. Says how many there were; when there are none, everybody else does. */
  clear(): number
  /**
   * Faults. A phone goes without a word: that it is gone is known when it is rung, that it is back is told
   * (`phone.registered`).
   */
  cutOff(extension: string, dead: boolean): void
  failTrunk(trunk: string, because: string): void
  restoreTrunk(trunk: string): void
}

const abilities: SwitchAbilities = { earlyMedia: true, record: true, conference: true, monitor: true, fax: false }

export const createBoard = (options: BoardOptions): Board => {
  const { clock, log, soundsLengthMs, outside } = options
  const trunks = new Map(
    Object.entries(options.trunks).map(([name, { channels }]) => [name, new TrunkGroup(name, channels)]),
  )
  const phones = new Map<string, Phone>()
  const legs = createIdTable<VirtualLeg>()
  const facts = createFacts({ clock, log })
  const media = createMedia({ clock, facts, soundsLengthMs })
  const hearing = createHearing({ clock, facts, media })

  /** Takes the leg down at once; the fact follows. */
  const end = (leg: VirtualLeg, by: VirtualLeg['endedBy'], cause: VirtualLeg['cause']): void => {
    if (leg.state === 'ended') return
    media.hangUp(leg)
    leg.state = 'ended'
    leg.endedBy = by
    leg.cause = cause
    hearing.ends(leg)
    if (leg.trunk !== null) leg.trunk.release(leg.channel)
    if (leg.phone !== null) leg.phone.letGo(leg)
    legs.delete(leg.id)
    leg.party.ended(leg)
    clock.soon(facts.ended, leg)
  }

  const answer = (leg: VirtualLeg): void => {
    if (leg.state !== 'ringing') return
    if (leg.timer !== 0) clock.cancel(leg.timer)
    leg.timer = 0
    leg.state = 'up'
    clock.soon(facts.answered, leg)
  }

  const ringsOut = (leg: VirtualLeg): void => {
    leg.timer = 0
    if (leg.state === 'ringing') end(leg, 'switch', 'no-answer')
  }

  const ring = (leg: VirtualLeg): void => {
    if (leg.state !== 'ringing') return
    facts.ringing(leg)
    if (leg.state !== 'ringing') return
    const afterMs = leg.party.rings(leg)
    if (afterMs === 0) answer(leg)
    else if (afterMs < leg.ringTimeoutMs) leg.timer = clock.at(clock.nowMs() + afterMs, answer, leg)
    else leg.timer = clock.at(clock.nowMs() + leg.ringTimeoutMs, ringsOut, leg)
  }

  /** A leg that comes to nothing: told as one that ended at once. */
  const fail = (command: Originate, cause: VirtualLeg['cause']): void => {
    const leg = new VirtualLeg(command.leg, command.call, sideOf(command), nobody, null, 0, null)
    end(leg, 'switch', cause)
  }

  const originate = (command: Originate): void => {
    const begin = (party: Party, trunk: TrunkGroup | null, channel: number, phone: Phone | null): void => {
      const leg = new VirtualLeg(command.leg, command.call, sideOf(command), party, trunk, channel, phone)
      leg.ringTimeoutMs = command.ringTimeoutMs
      legs.set(leg.id, leg)
      if (phone !== null) phone.take(leg)
      clock.soon(ring, leg)
    }
    if (command.trunk !== null) {
      const trunk = trunks.get(command.trunk)
      const channel = trunk?.take() ?? 0
      if (trunk === undefined || channel === 0) fail(command, 'failed')
      else begin(outside(command.toward), trunk, channel, null)
      return
    }
    const phone = phones.get(command.toward)
    if (phone === undefined || phone.dead) fail(command, 'unreachable')
    else if (!phone.isFree) fail(command, 'busy')
    else begin(phone.party, null, 0, phone)
  }

  const bridge = (leg: VirtualLeg, peer: VirtualLeg | undefined): void => {
    if (peer === undefined) return
    peer.call = leg.call
    hearing.bridge(leg, peer)
  }

  const tap = (leg: VirtualLeg, order: Extract<SwitchCommand, { readonly do: 'tap' }>): void => {
    const onto = legs.get(order.onto)
    if (onto !== undefined && onto !== leg) hearing.tap(leg, onto, order)
  }

  const obey = (leg: VirtualLeg, command: SwitchCommand): void => {
    leg.call = command.call
    switch (command.do) {
      case 'answer':
        answer(leg)
        return
      case 'bridge':
        bridge(leg, legs.get(command.peer))
        return
      case 'hang-up':
        end(leg, 'center', command.cause)
        return
      case 'play':
      case 'ring':
        media.play(leg, command)
        return
      case 'collect':
        media.collect(leg, command)
        return
      case 'record':
        media.record(leg, command)
        return
      case 'stop':
        media.stop(leg)
        return
      case 'hold':
      case 'retrieve':
        hearing.hold(leg, command.do === 'hold')
        return
      case 'unbridge':
        hearing.part(leg)
        return
      case 'conference':
        hearing.conference(leg)
        return
      case 'tap':
        tap(leg, command)
        return
      case 'send-digits':
        leg.party.keys?.(leg, command.digits)
        return
      case 'answer-transfer':
        leg.party.transferAnswered?.(leg, command.outcome)
        return
      case 'originate':
        return
    }
  }

  return {
    can: abilities,
    trunks,
    legNamed: (id) => legs.get(id),
    connect: facts.connect,
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
      if (leg !== undefined) obey(leg, command)
    },
    legs: () => [...legs.values()].map((leg): LegStatus => ({ call: leg.call, leg: leg.id, state: stateOf(leg) })),
    arrive: (trunkName, caller, dialed, party) => {
      const trunk = trunks.get(trunkName) as TrunkGroup
      const channel = trunk.take()
      if (channel === 0) {
        facts.trunkBusy(trunkName, caller, dialed)
        return null
      }
      const leg = new VirtualLeg(facts.nextLeg(), facts.nextCall(), 'caller', party, trunk, channel, null)
      legs.set(leg.id, leg)
      facts.arrived(leg, trunkName, caller, dialed)
      return leg
    },
    pickUp: answer,
    reject: (leg) => end(leg, 'agent', 'rejected'),
    putDown: (leg) => end(leg, leg.side, 'normal'),
    press: (leg, digit) => {
      if (leg.state !== 'ended') media.press(leg, digit)
    },
    dial: (extension, digits) => {
      const phone = phones.get(extension)
      if (phone === undefined || phone.dead) return null
      const leg = new VirtualLeg(facts.nextLeg(), facts.nextCall(), 'agent', phone.party, null, 0, phone)
      legs.set(leg.id, leg)
      phone.take(leg)
      facts.dialed(leg, extension, digits)
      return leg
    },
    hold: (leg, held) => {
      if (leg.state !== 'ended') hearing.hold(leg, held)
    },
    askTransfer: (leg, to) => {
      if (leg.state === 'ended') return
      if (typeof to === 'string') facts.transferAsked(leg, to, null)
      else facts.transferAsked(leg, '', to.id)
    },
    clear: () => {
      const callers = [...legs.values()].filter(({ side }) => side === 'caller')
      for (const leg of callers) end(leg, 'caller', 'normal')
      if (callers.length === 0) for (const leg of [...legs.values()]) end(leg, leg.side, 'normal')
      return callers.length
    },
    cutOff: (extension, dead) => {
      const phone = phones.get(extension)
      if (phone === undefined) return
      const comesBack = phone.dead && !dead
      phone.dead = dead
      if (comesBack) facts.phoneRegistered(extension)
      if (dead) for (const leg of [...phone.legs]) end(leg, 'switch', 'failed')
    },
    failTrunk: (name, because) => {
      const trunk = trunks.get(name) as TrunkGroup
      trunk.down = true
      facts.trunkFailed(name, because)
      for (const leg of [...legs.values()]) if (leg.trunk === trunk) end(leg, 'switch', 'failed')
    },
    restoreTrunk: (name) => {
      ;(trunks.get(name) as TrunkGroup).down = false
      facts.trunkRestored(name)
    },
  }
}

type Originate = Extract<SwitchCommand, { readonly do: 'originate' }>

const sideOf = ({ purpose }: Originate): VirtualLeg['side'] => (purpose === 'agent' ? 'agent' : 'outside')

const stateOf = ({ state, peer, isHeld }: VirtualLeg): LegStatus['state'] => {
  if (state === 'ringing') return 'ringing'
  if (peer === null) return 'answered'
  return isHeld ? 'held' : 'bridged'
}
