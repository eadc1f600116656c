export { SipError, type SipErrorCode, type SipErrorParts } from './error.js'
export {
  address,
  type Contact,
  type ContactOptions,
  type Contacts,
  contactOf,
  type NameAddress,
  type Party,
  party,
} from './headers/address.js'
export { type AuthValue, authValue } from './headers/auth.js'
export { type DialogName, type EventName, eventName, type Reason, type SubscriptionState } from './headers/event.js'
export { type Info, info } from './headers/info.js'
export { type Choice, choice, type MediaType, mediaType } from './headers/media.js'
export { type RetryAfter, type Seconds, secondsOf, type Timestamp } from './headers/number.js'
export type { CSeq, RAck } from './headers/sequence.js'
export type { HeaderName, HeaderValues } from './headers/table.js'
export { type Via, type ViaParts, viaOf } from './headers/via.js'
export type { Warning } from './headers/warning.js'
export { defaultLimits, type SipLimits } from './limits.js'
export { answerMalformed } from './message/answer-malformed.js'
export { createHeaders, createRequest, createResponse, type RequestParts, type ResponseParts } from './message/build.js'
export type { Extension, HeaderFields, HeaderLine, SipHeaders } from './message/headers.js'
export type { SipMessage, SipRequest, SipResponse } from './message/message.js'
export { type ParseOptions, parseMessage } from './message/parse.js'
export { type Abilities, hopRefusalOf, type Refusal, refusalOf } from './message/refuse.js'
export { type StampOptions, stampVia } from './message/stamp-via.js'
export { reasonOf } from './message/status.js'
export { createSipStream, type SipStream, type StreamPart } from './message/stream.js'
export { type WriteOptions, writeMessage } from './message/write.js'
export { type Param, type Params, paramOf } from './text/param.js'
export { sameUri } from './uri/compare-uri.js'
export { parseUri } from './uri/parse-uri.js'
export {
  type OtherUri,
  type SipUri,
  type SipUriParts,
  sipUri,
  type TelUri,
  telDigits,
  telUri,
  type Uri,
  uriParam,
} from './uri/uri.js'
export { formatUri } from './uri/write-uri.js'
