export {
  type AcceptedMedia,
  type AgreedMedia,
  type AnswerParts,
  agreedMedia,
  answerOffer,
  checkAnswer,
} from './answer.js'
export { commonCodecs, isSpeech, pcma, pcmu, sameCodec, staticCodec, telephoneEvent } from './codec.js'
export { type ExchangeInput, type ExchangeState, exchange, exchangeStates } from './exchange.js'
export {
  type HoldStyle,
  holdOffer,
  makeOffer,
  mediaOf,
  nextOffer,
  type OfferedMedia,
  type OfferParts,
  resumeOffer,
} from './offer.js'
export { defaultSdpLimits, parseSdp, type SdpLimits } from './parse-sdp.js'
export type * from './session.js'
export { addressOf, connectionOf, directionOf, isHeld } from './session.js'
export { formatSdp, writeSdp } from './write-sdp.js'
