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

export type Facts = ReturnType<typeof createFacts>

export const createFacts = ({ clock, log }: { readonly clock: VirtualClock; readonly log: EventLog }) => {
  let told!: Told
  const now = (): number => clock.nowMs()
  return {
    connect: (center: Told): void => {
      told = center
    },
    nextCall: (): CallId => told.nextCall(),
    nextLeg: (): LegId => told.nextLeg(),
    trunkBusy: (trunk: string, caller: string, dialed: string): void =>
      told.tell['trunk.busy']({ seq: log.next(), atMs: now(), type: 'trunk.busy', trunk, caller, dialed }),
    trunkFailed: (trunk: string, because: string): void =>
      told.tell['trunk.failed']({ seq: log.next(), atMs: now(), type: 'trunk.failed', trunk, because }),
    trunkRestored: (trunk: string): void =>
      told.tell['trunk.restored']({ seq: log.next(), atMs: now(), type: 'trunk.restored', trunk }),
    phoneRegistered: (extension: string): void =>
      told.tell['phone.registered']({ seq: log.next(), atMs: now(), type: 'phone.registered', extension }),
    arrived: ({ id, call, channel }: VirtualLeg, trunk: string, caller: string, dialed: string): void =>
      told.tell['leg.arrived']({
        seq: log.next(),
        atMs: now(),
        type: 'leg.arrived',
        call,
        leg: id,
        trunk,
        channel,
        caller,
        dialed,
      }),
    dialed: ({ id, call }: VirtualLeg, extension: string, dialed: string): void =>
      told.tell['leg.dialed']({ seq: log.next(), atMs: now(), type: 'leg.dialed', call, leg: id, extension, dialed }),
    ringing: ({ id, call }: VirtualLeg): void =>
      told.tell['leg.ringing']({ seq: log.next(), atMs: now(), type: 'leg.ringing', call, leg: id }),
    answered: ({ id, call, state }: VirtualLeg): void => {
      if (state === 'ended') return
      told.tell['leg.answered']({ seq: log.next(), atMs: now(), type: 'leg.answered', call, leg: id })
    },
    bridged: ({ id, call }: VirtualLeg, peer: VirtualLeg): void =>
      told.tell['legs.bridged']({ seq: log.next(), atMs: now(), type: 'legs.bridged', call, leg: id, peer: peer.id }),
    unbridged: ({ id, call }: VirtualLeg, peer: VirtualLeg): void =>
      told.tell['legs.unbridged']({
        seq: log.next(),
        atMs: now(),
        type: 'legs.unbridged',
        call,
        leg: id,
        peer: peer.id,
      }),
    joined: ({ id, call }: VirtualLeg): void =>
      told.tell['conference.joined']({ seq: log.next(), atMs: now(), type: 'conference.joined', call, leg: id }),
    left: ({ id, call, state }: VirtualLeg): void => {
      if (state === 'ended') return
      told.tell['conference.left']({ seq: log.next(), atMs: now(), type: 'conference.left', call, leg: id })
    },
    tapped: ({ id, call }: VirtualLeg, { onto, mode }: Tap): void =>
      told.tell['leg.tapped']({ seq: log.next(), atMs: now(), type: 'leg.tapped', call, leg: id, onto: onto.id, mode }),
    untapped: ({ id, call, state }: VirtualLeg): void => {
      if (state === 'ended') return
      told.tell['leg.untapped']({ seq: log.next(), atMs: now(), type: 'leg.untapped', call, leg: id })
    },
    transferAsked: ({ id, call }: VirtualLeg, toward: string, consulted: LegId | null): void =>
      told.tell['transfer.asked']({
        seq: log.next(),
        atMs: now(),
        type: 'transfer.asked',
        call,
        leg: id,
        toward,
        consulted,
      }),
    held: ({ id, call, state }: VirtualLeg): void => {
      if (state === 'ended') return
      told.tell['leg.held']({ seq: log.next(), atMs: now(), type: 'leg.held', call, leg: id })
    },
    retrieved: ({ id, call, state }: VirtualLeg): void => {
      if (state === 'ended') return
      told.tell['leg.retrieved']({ seq: log.next(), atMs: now(), type: 'leg.retrieved', call, leg: id })
    },
    ended: ({ id, call, endedBy, cause }: VirtualLeg): void =>
      told.tell['leg.ended']({ seq: log.next(), atMs: now(), type: 'leg.ended', call, leg: id, by: endedBy, cause }),
    soundEnded: ({ id, call, command }: VirtualLeg): void =>
      told.tell['prompt.finished']({ seq: log.next(), atMs: now(), type: 'prompt.finished', call, leg: id, command }),
    pressed: ({ id, call }: VirtualLeg, digit: string): void =>
      told.tell['digit.pressed']({ seq: log.next(), atMs: now(), type: 'digit.pressed', call, leg: id, digit }),
    collected: ({ leg, command, digits, isSecret, because }: Collected): void =>
      told.tell['digits.collected'](
        {
          seq: log.next(),
          atMs: now(),
          type: 'digits.collected',
          call: leg.call,
          leg: leg.id,
          command,
          digits: isSecret ? 'x'.repeat(digits.length) : digits,
          because,
        },
        isSecret ? digits : undefined,
      ),
    recorded: ({ leg, command, lengthMs, because }: Recorded): void =>
      told.tell['recording.finished']({
        seq: log.next(),
        atMs: now(),
        type: 'recording.finished',
        call: leg.call,
        leg: leg.id,
        command,
        recording: `virtual/${leg.call}-${command}.wav`,
        lengthMs,
        because,
      }),
  }
}
