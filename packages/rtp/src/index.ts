export {
  createRtpHeader,
  csrcOf,
  headerBytes,
  isRtcp,
  type RtpFault,
  type RtpFields,
  type RtpHeader,
  readHeader,
  rewriteHeader,
  writeHeader,
} from './packet/header.js'
export { type Arrival, type SequenceLimits, SequenceTracker, sequenceGap, timestampGap } from './packet/sequence.js'
