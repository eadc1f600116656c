export { createRealClock, type RealClock, type RealClockOptions } from './clock/real-clock.js'
export type { TimeSource } from './clock/time-source.js'
