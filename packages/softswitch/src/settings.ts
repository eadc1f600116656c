/** What a switch is told about its phones, its lines and its limits. */
import type { Law } from '@callweave/rtp/audio'
import type { FallbackSettings } from './calls/fallback.js'
import type { OverloadSettings } from './calls/overload.js'
import type { GuardSettings } from './guard/settings.js'
import type { OutboundLimits } from './limits/settings.js'
import type { RegistrarSettings } from './registrar/settings.js'
import type { TrunkSettings } from './trunks/settings.js'

export interface ExtensionSettings {
  /** What the phone registers with; `null`: no phone may. */
  readonly password: string | null
  /** How much may be called out from it by trunks. Default 2 calls at once, 120 an hour, 600 minutes a day. */
  readonly outbound?: Partial<OutboundLimits>
}

export interface TrunkGroupSettings extends Omit<TrunkSettings, 'name'> {
  /** Numbers that lead here, as the carrier writes them: told apart from names of ours where the carrier mixes them. */
  readonly numbers?: readonly string[]
}

export interface SoftswitchSettings {
  /** Phones of ours, by their number. */
  readonly extensions: Readonly<Record<string, ExtensionSettings>>
  readonly trunks: Readonly<Record<string, TrunkGroupSettings>>
  /** What rings when the center says nothing. Default nothing. */
  readonly fallback?: FallbackSettings
  readonly overload?: Partial<OverloadSettings>
  readonly guard?: Partial<GuardSettings>
  readonly registrar?: Partial<RegistrarSettings>
  /** Offered first. Default `a-law`. */
  readonly law?: Law
  /** Stands in User-Agent and Server. Default `Callweave`. */
  readonly userAgent?: string
}
