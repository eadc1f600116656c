export { openingOf } from './api/opening.js'
export type { HoursView, NumberView, Opening } from './api/schemas.js'
export { type Api, type ServeApiOptions, serveApi } from './api/serve-api.js'
export { apiPath } from './api/socket-path.js'
export type { ClosedCall } from './center/close-dead.js'
export {
  type CloseOptions,
  type OpenCenterOptions,
  openCenter,
  type RunningCenter,
  type ServerSwitch,
  type StartReport,
} from './center/open-center.js'
export type { Stage } from './center/stage-of.js'
export { createRealClock, type RealClock, type RealClockOptions } from './clock/real-clock.js'
export type { TimeSource } from './clock/time-source.js'
export {
  type CertificateDates,
  type CertificateFault,
  type CertificatePair,
  type CertificateReading,
  readCertificate,
} from './embedded/certificate.js'
export { defaultFolder } from './embedded/folder.js'
export { type ListenAddress, takeSamePort } from './embedded/listens.js'
export { type EmbeddedCenter, type OpenEmbeddedOptions, openEmbedded } from './embedded/open-embedded.js'
export type { EmbeddedSwitch, ListenOptions, SwitchAbout, SwitchListen, SwitchParts } from './embedded/open-switch.js'
export type { Phone, Reveal } from './embedded/phones.js'
export type { FolderLoss, FolderPart } from './embedded/watch-folder.js'
