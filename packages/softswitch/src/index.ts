export type { ListedAddress } from './address/address-list.js'
export type { Account, Identity } from './guard/authenticator.js'
export type { Notice, NoticeCode } from './guard/notices.js'
export {
  defaultGuardSettings,
  type GuardSettings,
  type GuessSettings,
  type Rate,
  type RateSettings,
} from './guard/settings.js'
export { LegSession, type LegSessionOptions } from './legs/session.js'
export { defaultOutboundLimits, type OutboundLimits } from './limits/settings.js'
export type { Binding, BindingChange, GoneBecause } from './registrar/binding.js'
export { defaultRegistrarSettings, type QualifySettings, type RegistrarSettings } from './registrar/settings.js'
export type { SwitchSounds } from './sounds.js'
export { defaultSubscriptionSettings, type SubscriptionSettings } from './subscriptions/settings.js'
export type { RegistrationSettings, TrunkPeer, TrunkSettings } from './trunks/settings.js'
