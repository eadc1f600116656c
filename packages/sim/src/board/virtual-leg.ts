/** One party's connection to the virtual switch. */
import type { CallId, CommandId, EndCause, EndedBy, LegId, SwitchCommand, TimerId } from '@callweave/core'
import type { Party } from './party.js'
import type { Phone } from './phone.js'
import type { TrunkGroup } from './trunk-group.js'

export type CollectOrder = Extract<SwitchCommand, { readonly do: 'collect' }>

export type TapMode = Extract<SwitchCommand, { readonly do: 'tap' }>['mode']

export class VirtualLeg {
  readonly id: LegId
  /** The one that the last order named: a bridge may bring a leg into another call. */
  call: CallId
  /** Whose end of the call it is. */
  readonly side: 'caller' | 'agent' | 'outside'
  readonly party: Party
  readonly trunk: TrunkGroup | null
  readonly channel: number
  readonly phone: Phone | null
  state: 'ringing' | 'up' | 'ended' = 'ringing'
  peer: VirtualLeg | null = null
  /** The sound, collection or recording that is going on; 0 for none. */
  command: CommandId = 0 as CommandId
  collect: CollectOrder | null = null
  timer: TimerId = 0
  /** Digits pressed during a collection. */
  digits = ''
  endedBy: EndedBy = 'switch'
  cause: EndCause = 'normal'
  /** The recording that is going on; 0 for none. */
  recording: CommandId = 0 as CommandId
  recordStartMs = 0
  /** Keys that end the recording. */
  recordEndsBy = ''
  isHeld = false
  /** Hears everybody else of its call who is in the conference. */
  inConference = false
  /** The leg that it taps, and how it is heard there. */
  onto: VirtualLeg | null = null
  tapMode: TapMode = 'monitor'
  /** The center has been told of the bridge, conference or tap that it is in. */
  isHearingTold = false
  ringTimeoutMs = 0

  constructor(
    id: LegId,
    call: CallId,
    side: 'caller' | 'agent' | 'outside',
    party: Party,
    trunk: TrunkGroup | null,
    channel: number,
    phone: Phone | null,
  ) {
    this.id = id
    this.call = call
    this.side = side
    this.party = party
    this.trunk = trunk
    this.channel = channel
    this.phone = phone
  }
}
