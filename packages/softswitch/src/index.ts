export type { SwitchSounds } from './sounds.js'
