export type { ListedAddress } from './address/address-list.js'
export type { AdvertisedNetwork } from './board/advertise.js'
export type { SoftswitchNotice } from './board/notice.js'
export type { Told } from './board/told.js'
export type { FallbackSettings, FallbackTarget } from './calls/fallback.js'
export { defaultOverload, type OverloadSettings } from './calls/overload.js'
export type { Flow } from './flow.js'
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
export type { Registration } from './phones.js'
export type { Binding, BindingChange, GoneBecause } from './registrar/binding.js'
export { defaultRegistrarSettings, type QualifySettings, type RegistrarSettings } from './registrar/settings.js'
export type { ExtensionSettings, SoftswitchSettings, TrunkGroupSettings } from './settings.js'
export { createSoftswitch, type Softswitch, type SoftswitchOptions } from './softswitch.js'
export type { SwitchSounds } from './sounds.js'
export type { MessageCounts } from './subscriptions/message-summary.js'
