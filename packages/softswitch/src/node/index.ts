export {
  type CutRecording,
  type Listen,
  type OpenedSoftswitch,
  type OpenSoftswitchOptions,
  openSoftswitch,
  type RunningSoftswitch,
} from './open-softswitch.js'
