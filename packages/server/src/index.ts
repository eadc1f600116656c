export { type Api, serveApi } from './api/serve-api.js'
export { apiPath } from './api/socket-path.js'
export type { ClosedCall, Stage } from './center/close-dead.js'
export {
  type OpenCenterOptions,
  openCenter,
  type RunningCenter,
  type ServerSwitch,
  type StartReport,
} from './center/open-center.js'
export { createRealClock, type RealClock, type RealClockOptions } from './clock/real-clock.js'
export type { TimeSource } from './clock/time-source.js'
