export type {
  Media,
  MediaToken,
  MediaUser,
  PartyFigures,
  PartyId,
  PartyMedia,
  PartyPorts,
  Playable,
  SoundId,
} from './media.js'
export { createMediaEngine, type MediaEngine, type MediaEngineOptions, type PartyTap } from './media-engine.js'
export type { RecordingFiles, RecordingSink } from './recording.js'
