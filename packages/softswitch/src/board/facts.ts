/** What the switch tells: one function for each fact, numbered and dated at the instant it is told. */
import type { CallId, Clock, CommandId, DigitsEnd, EventLog, LegId, SwitchCommand } from '@callweave/core'
import type { Leg } from '../legs/leg.js'
import type { Outbox } from './outbox.js'
import type { Told } from './told.js'

export interface Collected {
  readonly leg: Leg
  readonly command: CommandId
  readonly digits: string
  readonly isSecret: boolean
  readonly because: DigitsEnd
}

export interface Recorded {
  readonly leg: Leg
  readonly command: CommandId
  readonly recording: string
  readonly lengthMs: number
  readonly because: 'length' | 'silence' | 'terminator' | 'stopped' | 'hung-up'
}

/** Why a command came to nothing. */
export type FailedBecause =
  /** such a sound is not there */
  | 'no-sound'
  /** the leg has no media that can be played to or heard */
  | 'no-media'
  /** the leg's state does not allow it */
  | 'wrong-state'
  /** the other leg that was named is not there */
  | 'no-peer'
  /** the call rings at its fallback phone, and is nobody else's any more */
  | 'on-fallback'

export interface FactsOptions {
  readonly clock: Clock
  readonly log: EventLog
  readonly outbox: Outbox
  /** The center threw: a fact may be lost to it. */
  readonly onFailure: (error: unknown) => void
  /** A leg has begun, rings, was answered or is over: told before the center is. */
  readonly onLeg: (leg: Leg) => void
}

export type Facts = ReturnType<typeof createFacts>

export const createFacts = ({ clock, log, outbox, onFailure, onLeg }: FactsOptions) => {
  let told: Told | null = null
  const head = () => ({ seq: log.next(), atMs: clock.nowMs() })
  const of = ({ id, call }: Leg) => ({ call, leg: id })

  /** A leg that the center never heard of is not spoken of. */
  const say = (tell: (told: Told) => void, about: Leg | null = null): void => {
    if (about !== null && !about.isTold) return
    outbox.say(hand, tell)
  }
  const hand = (tell: (told: Told) => void): void => {
    if (told === null) return
    try {
      tell(told)
    } catch (error) {
      onFailure(error)
    }
  }

  return {
    connect: (center: Told): void => {
      told = center
    },
    /** Nothing is told any more. */
    disconnect: (): void => {
      told = null
    },
    get isConnected() {
      return told !== null
    },
    nextCall: (): CallId => (told as Told).nextCall(),
    nextLeg: (): LegId => (told as Told).nextLeg(),
    trunkBusy: (trunk: string, caller: string, dialed: string): void =>
      say(({ tell }) => tell['trunk.busy']({ ...head(), type: 'trunk.busy', trunk, caller, dialed })),
    trunkFailed: (trunk: string, because: string): void =>
      say(({ tell }) => tell['trunk.failed']({ ...head(), type: 'trunk.failed', trunk, because })),
    trunkRestored: (trunk: string): void =>
      say(({ tell }) => tell['trunk.restored']({ ...head(), type: 'trunk.restored', trunk })),
    phoneRegistered: (extension: string): void =>
      say(({ tell }) => tell['phone.registered']({ ...head(), type: 'phone.registered', extension })),
    phoneLost: (extension: string): void =>
      say(({ tell }) => tell['phone.lost']({ ...head(), type: 'phone.lost', extension })),
    arrived: (leg: Leg, trunk: string, caller: string, dialed: string): void =>
      say(({ tell }) => {
        const { channel } = leg
        tell['leg.arrived']({ ...head(), type: 'leg.arrived', ...of(leg), trunk, channel, caller, dialed })
      }, leg),
    dialed: (leg: Leg, extension: string, dialed: string): void => {
      outbox.say(onLeg, leg)
      say(({ tell }) => tell['leg.dialed']({ ...head(), type: 'leg.dialed', ...of(leg), extension, dialed }), leg)
    },
    ringing: (leg: Leg): void => {
      outbox.say(onLeg, leg)
      say(({ tell }) => tell['leg.ringing']({ ...head(), type: 'leg.ringing', ...of(leg) }), leg)
    },
    answered: (leg: Leg): void => {
      outbox.say(onLeg, leg)
      say(({ tell }) => tell['leg.answered']({ ...head(), type: 'leg.answered', ...of(leg) }), leg)
    },
    held: (leg: Leg): void => say(({ tell }) => tell['leg.held']({ ...head(), type: 'leg.held', ...of(leg) }), leg),
    retrieved: (leg: Leg): void =>
      say(({ tell }) => tell['leg.retrieved']({ ...head(), type: 'leg.retrieved', ...of(leg) }), leg),
    bridged: (leg: Leg, { id: peer, isTold }: Leg): void => {
      if (isTold) say(({ tell }) => tell['legs.bridged']({ ...head(), type: 'legs.bridged', ...of(leg), peer }), leg)
    },
    unbridged: (leg: Leg, { id: peer, isTold }: Leg): void => {
      if (isTold)
        say(({ tell }) => tell['legs.unbridged']({ ...head(), type: 'legs.unbridged', ...of(leg), peer }), leg)
    },
    joined: (leg: Leg): void =>
      say(({ tell }) => tell['conference.joined']({ ...head(), type: 'conference.joined', ...of(leg) }), leg),
    left: (leg: Leg): void =>
      say(({ tell }) => tell['conference.left']({ ...head(), type: 'conference.left', ...of(leg) }), leg),
    tapped: (leg: Leg, { id: onto }: Leg, mode: 'monitor' | 'whisper' | 'barge-in'): void =>
      say(({ tell }) => tell['leg.tapped']({ ...head(), type: 'leg.tapped', ...of(leg), onto, mode }), leg),
    untapped: (leg: Leg): void =>
      say(({ tell }) => tell['leg.untapped']({ ...head(), type: 'leg.untapped', ...of(leg) }), leg),
    transferAsked: (leg: Leg, toward: string, consulted: LegId | null): void =>
      say(({ tell }) => {
        tell['transfer.asked']({ ...head(), type: 'transfer.asked', ...of(leg), toward, consulted })
      }, leg),
    ended: (leg: Leg): void => {
      outbox.say(onLeg, leg)
      say(({ tell }) => {
        const { endedBy: by, cause } = leg
        tell['leg.ended']({ ...head(), type: 'leg.ended', ...of(leg), by, cause })
      }, leg)
    },
    soundEnded: (leg: Leg, command: CommandId): void =>
      say(({ tell }) => tell['prompt.finished']({ ...head(), type: 'prompt.finished', ...of(leg), command }), leg),
    pressed: (leg: Leg, digit: string): void =>
      say(({ tell }) => tell['digit.pressed']({ ...head(), type: 'digit.pressed', ...of(leg), digit }), leg),
    collected: ({ leg, command, digits: pressed, isSecret, because }: Collected): void =>
      say(({ tell }) => {
        const digits = isSecret ? 'x'.repeat(pressed.length) : pressed
        const fact = { ...head(), type: 'digits.collected', ...of(leg), command, digits, because } as const
        tell['digits.collected'](fact, isSecret ? pressed : undefined)
      }, leg),
    recorded: ({ leg, ...what }: Recorded): void =>
      say(({ tell }) => {
        tell['recording.finished']({ ...head(), type: 'recording.finished', ...of(leg), ...what })
      }, leg),
    failed: ({ call, leg, command }: SwitchCommand, because: FailedBecause): void =>
      say(({ tell }) => tell['command.failed']({ ...head(), type: 'command.failed', call, leg, command, because })),
  }
}
