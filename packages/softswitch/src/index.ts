export type { SwitchSounds } from './sounds.js'
export { LegSession, type LegSessionOptions } from './legs/session.js'
