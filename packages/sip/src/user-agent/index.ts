export type { SipCall, SipCallEnd, SipCallState, SipCallUser, SipReferral } from './call.js'
export { sipCallStates } from './call.js'
export type {
  Credentials,
  CredentialsFor,
  InviteOptions,
  LocalAddress,
  OutsideRequest,
  Respond,
  RespondParts,
  SessionTimerOptions,
  SipRefusal,
  SipSubscription,
  SipSubscriptionEnd,
  SipSubscriptionUser,
  SubscribeOptions,
  UserAgent,
  UserAgentLimits,
  UserAgentOptions,
  UserAgentUser,
} from './options.js'
export { type SipSubscriptionState, sipSubscriptionStates } from './subscription-states.js'
export { createUserAgent } from './user-agent.js'
