/** One party's connection to the switch: a call of the user agent, its media, and what the center wants of it. */
import type { CallId, CommandId, EndCause, EndedBy, LegId, SwitchCommand, TimerId } from '@callweave/core'
import type { PartyId } from '@callweave/rtp/engine'
import type { SessionDescription } from '@callweave/sip/sdp'
import type { SipReferral } from '@callweave/sip/user-agent'
import type { Flow } from '../flow.js'
import type { OutboundCall } from '../limits/outbound.js'
import type { WatchedDialog } from '../subscriptions/dialog-info.js'
import { DoubledKeys } from './doubled-keys.js'
import type { Line } from './line.js'
import type { LegRefusal } from './refusals.js'
import type { LegSession } from './session.js'

export type CollectOrder = Extract<SwitchCommand, { readonly do: 'collect' }>

/** A recording that the media were ordered to make, until they tell that its file is whole. */
export interface Recording {
  readonly command: CommandId
  readonly name: string
  readonly terminators: string
  readonly startedAtMs: number
  /** Why we ended it; null where it ended by itself. */
  because: 'terminator' | 'stopped' | 'hung-up' | null
}

export interface LegParts {
  readonly id: LegId
  readonly call: CallId
  readonly side: 'caller' | 'agent' | 'outside'
  /** Whether it begins here (`arrived`) or there. */
  readonly begins: 'arrived' | 'originated'
  readonly trunk?: string | null
  readonly channel?: number
  readonly extension?: string | null
  readonly isTold?: boolean
}

/** RFC 3261 section 8.1.1.6. */
export const mostHops = 70

export class Leg {
  readonly id: LegId
  /** That of the last order to it: `Legs.moves`. */
  call: CallId
  /** Whose end of the call it is. */
  readonly side: 'caller' | 'agent' | 'outside'
  readonly begins: 'arrived' | 'originated'
  /** The trunk group whose channel it has; null for a phone of ours. */
  readonly trunk: string | null
  readonly channel: number
  /** The phone of ours that it leads to; null on a trunk. */
  readonly extension: string | null
  /** False for what the switch does by itself: the center never hears of it. */
  readonly isTold: boolean
  /** `ending`: no order reaches it any more; what was heard until the last moment is still to be told. */
  state: 'new' | 'ringing' | 'up' | 'ending' | 'ended' = 'new'
  /** The call of the user agent; null before one of those that ring was answered. */
  line: Line | null = null
  /** Those that ring at once. */
  ringing: Line[] = []
  /** What its caller is to hear should it never be answered, where that is more than its end says. */
  refusal: LegRefusal | null = null
  /** Names it for a pickup, as its ringing phone has told: the tag of the switch is the local one. */
  name: NonNullable<WatchedDialog['name']> | null = null
  session: LegSession | null = null
  /** What they offered in their INVITE, until it is answered; null where they want an offer from us. */
  offered: SessionDescription | null = null
  /** Our answer that went with a provisional response. */
  early: string | null = null
  party: PartyId | null = null
  /** They have told their end. */
  isMediaClosed = false
  peer: Leg | null = null
  isHeld = false
  /** The far end has put us on hold. */
  isHeldThere = false
  inConference = false
  /** Whom it listens to. */
  onto: Leg | null = null
  timer: TimerId = 0
  endTimer: TimerId = 0
  /** When the minutes of its extension are spent. */
  limitTimer: TimerId = 0
  /** The sound or collection that is going on; 0 for none. */
  command: CommandId = 0 as CommandId
  /** What the media were ordered to play, and when known to them; 0 for nothing. */
  playing = 0
  collect: CollectOrder | null = null
  digits = ''
  /** The recording that goes on, and all that are not told yet, by the token that the media know them by. */
  recording: Recording | null = null
  readonly recordings = new Map<number, Recording>()
  readonly keys = new DoubledKeys()
  /** A transfer that its phone has asked for, until the center has answered. */
  referral: SipReferral<Flow> | null = null
  /** Its number is not to be shown to others (RFC 3323). */
  isPrivate = false
  /** How many more servers its call may pass: a call that leads back to us would go round for ever (RFC 7332). */
  hopsLeft = mostHops
  /** What its extension may call out is spent on it. */
  outbound: OutboundCall | null = null
  /** The leg that it was given to without the center: what becomes of one becomes of the other. */
  fallback: Leg | null = null
  endedBy: EndedBy = 'switch'
  cause: EndCause = 'normal'

  constructor(parts: LegParts) {
    this.id = parts.id
    this.call = parts.call
    this.side = parts.side
    this.begins = parts.begins
    this.trunk = parts.trunk ?? null
    this.channel = parts.channel ?? 0
    this.extension = parts.extension ?? null
    this.isTold = parts.isTold ?? true
  }

  get isOver(): boolean {
    return this.state === 'ending' || this.state === 'ended'
  }
}
