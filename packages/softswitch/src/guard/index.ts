export type { Account, Identity } from './authenticator.js'
export { createGuard, type Guard, type GuardOptions, type GuardVerdict } from './guard.js'
export type { Notice, NoticeCode } from './notices.js'
export type { RateVerdict } from './rates.js'
export {
  defaultGuardSettings,
  type GuardSettings,
  type GuessSettings,
  type Rate,
  type RateSettings,
} from './settings.js'
