export { type CallScript, call } from './call.js'
export { queue, step, type Target, transfer, voicemail } from './targets.js'
export { type Walked, walkPath } from './walk.js'
export type { CallOptions } from './world.js'
