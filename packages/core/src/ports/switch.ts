/**
 * The switch: it carries the legs. `do` returns at once; what came of a command is told as an event that carries the
 * command's number, failure included. It never calls back from inside `do`.
 */

import type { EndCause } from '../events/codes.js'
import type { EventOf } from '../events/event.js'
import type { CallId, CommandId, LegId } from '../ids.js'
import type { LegState } from '../states/leg.js'

/** What may be heard: a prompt by name in a language, spoken text, digits of a number, or music. */
export type Sound =
  | { readonly sound: 'prompt'; readonly prompt: string; readonly language: string }
  | { readonly sound: 'say'; readonly text: string; readonly language: string }
  | { readonly sound: 'number'; readonly value: number; readonly language: string }
  | { readonly sound: 'music'; readonly music: string }
  | { readonly sound: 'tone'; readonly tone: string }
  /** What was recorded before: the name that `recording.finished` gave it. One that is gone is not heard. */
  | { readonly sound: 'recording'; readonly recording: string; readonly lengthMs: number }

interface ToLeg {
  readonly command: CommandId
  /**
   * The call of the leg from now on, and of the `peer` of a bridge: facts about them carry it. So a transfer brings a leg of
   * one call into another.
   */
  readonly call: CallId
  readonly leg: LegId
}

export type SwitchCommand =
  | (ToLeg & { readonly do: 'answer' })
  /** Heard before the answer, over and over. No sounds: the caller's own phone or network rings. */
  | (ToLeg & { readonly do: 'ring'; readonly sounds: readonly Sound[] })
  | (ToLeg & { readonly do: 'play'; readonly sounds: readonly Sound[]; readonly loop: boolean })
  | (ToLeg & Collect)
  | (ToLeg & {
      readonly do: 'record'
      readonly maxMs: number
      readonly silenceMs: number
      readonly terminators: string
    })
  | (ToLeg & { readonly do: 'stop' })
  | (ToLeg & Originate)
  /**
   * Two legs hear each other, out of whatever they heard before: that is told first (`legs.unbridged`, `conference.left`,
   * `leg.untapped`).
   */
  | (ToLeg & { readonly do: 'bridge'; readonly peer: LegId })
  /** Parts the leg from whom it hears: its peer, its conference or the leg it taps. Each stays up and hears nothing. */
  | (ToLeg & { readonly do: 'unbridge' })
  /** The leg joins the conference of its call: everybody there hears everybody else. It leaves by `unbridge` or `bridge`. */
  | (ToLeg & { readonly do: 'conference' })
  | (ToLeg & Tap)
  /** Keys sent to the far end, one after the other: 0-9, `*`, `#`, A-D. */
  | (ToLeg & { readonly do: 'send-digits'; readonly digits: string })
  /**
   * What came of `transfer.asked`, told to the phone that asked. `done`: it has nothing more to do with the call. `cause`: why
   * it was refused, where there is more to say than `rejected`.
   */
  | (ToLeg & { readonly do: 'answer-transfer'; readonly outcome: 'done' | 'refused'; readonly cause?: EndCause })
  | (ToLeg & { readonly do: 'hold' })
  | (ToLeg & { readonly do: 'retrieve' })
  /** The leg ends with this cause. A caller who was not answered is refused with what says so (`q850`). */
  | (ToLeg & { readonly do: 'hang-up'; readonly cause: EndCause })

/** Plays, and gathers digits; ends in one `digits.collected`. */
export interface Collect {
  readonly do: 'collect'
  readonly sounds: readonly Sound[]
  readonly minDigits: number
  readonly maxDigits: number
  /** Counted from the end of the sounds. */
  readonly firstDigitTimeoutMs: number
  readonly interDigitTimeoutMs: number
  /** Digits that end the input and are not part of it, such as `#`. */
  readonly terminators: string
  /** A digit stops the sounds. */
  readonly bargeIn: boolean
  /**
   * A card or a PIN: the digits stand in no event and no log. `digits.collected` carries an `x` for each, and the switch
   * hands the digits over beside it.
   */
  readonly secret?: boolean
}

/**
 * A supervisor's leg hears the conversation that `onto` is in, both sides. `monitor`: nobody hears the supervisor;
 * `whisper`: only the party at `onto` does; `barge-in`: everybody. Goes on, whatever bridge `onto` is in next, until
 * `onto` ends or the tap is taken back by `unbridge`; another `tap` changes it.
 */
export interface Tap {
  readonly do: 'tap'
  readonly onto: LegId
  readonly mode: 'monitor' | 'whisper' | 'barge-in'
}

/** Rings a phone or dials out. `leg` is the number that the new leg shall have. */
export interface Originate {
  readonly do: 'originate'
  readonly purpose: 'agent' | 'outside' | 'callback'
  /** An extension, or a number by way of `trunk`. */
  readonly toward: string
  readonly trunk: string | null
  readonly callerShown: string
  /** After this the leg ends with `no-answer`. */
  readonly ringTimeoutMs: number
}

/** What a switch tells, by event type. */
export type SwitchFactType =
  | 'trunk.busy'
  | 'trunk.failed'
  | 'trunk.restored'
  | 'leg.arrived'
  | 'leg.dialed'
  | 'leg.originated'
  | 'leg.ringing'
  | 'leg.answered'
  | 'leg.held'
  | 'leg.retrieved'
  | 'legs.bridged'
  | 'legs.unbridged'
  | 'conference.joined'
  | 'conference.left'
  | 'leg.tapped'
  | 'leg.untapped'
  | 'transfer.asked'
  | 'leg.ended'
  | 'prompt.finished'
  | 'digits.collected'
  | 'digit.pressed'
  | 'recording.finished'
  | 'command.failed'
  | 'phone.registered'
  | 'phone.lost'

/** A fact as the switch hands it over: a finished event, whose `seq` it draws from the log it was given. */
export type SwitchFact = EventOf<SwitchFactType>

/** What a switch can do; the published table of the worlds is made from these. */
export interface SwitchAbilities {
  readonly earlyMedia: boolean
  readonly record: boolean
  readonly conference: boolean
  readonly monitor: boolean
  readonly fax: boolean
}

export interface LegStatus {
  readonly call: CallId
  readonly leg: LegId
  readonly state: LegState
}

export interface Switch {
  do(command: SwitchCommand): void
  readonly can: SwitchAbilities
  /** What is up now: asked once, after a restart. */
  legs(): readonly LegStatus[]
}
