export { arrivedFor, asArrived } from './arrived.js'
export {
  acceptDialog,
  confirmDialog,
  type Dialog,
  dialogKey,
  dialogKeyOfRequest,
  dialogKeyOfResponse,
  dialogOfClient,
  dialogOfServer,
  endDialog,
  isLoose,
  keyOfDialog,
  type ReplacesVerdict,
  refreshTarget,
  replacedBy,
} from './dialog.js'
export {
  glareWaitMs,
  type InviteInput,
  type InviteState,
  type InviteStep,
  inviteStates,
  stepInvite,
} from './invites.js'
export {
  type DialogRequest,
  type DialogRequestParts,
  type DialogVerdict,
  receiveInDialog,
  requestInDialog,
  routed,
} from './request.js'
export { type DialogState, dialogStates } from './states.js'
export {
  acknowledge,
  beginRepeat,
  type Repeat,
  type RepeatStep,
  repeatStates,
  stepRepeat,
} from './until-acknowledged.js'
