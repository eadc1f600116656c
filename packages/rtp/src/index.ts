export {
  createFrame,
  type Frame,
  JitterBuffer,
  type JitterBufferOptions,
  type JitterCounts,
  type PutOutcome,
} from './jitter/buffer.js'
export { type Address, SourceLock, type SourceLockOptions, type Verdict } from './lock/source-lock.js'
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
export { mosOf, type SpeechPath, type SpeechQuality, speechQuality } from './quality/e-model.js'
export { Reception, type ReceptionOptions, roundTripMs } from './quality/reception.js'
export { MediaLeg, type MediaLegOptions, type PayloadTypes, payloadTypesOf, type Tap } from './relay/media-leg.js'
export { MediaLoop, type MediaLoopOptions } from './relay/media-loop.js'
export { OutgoingStream, type StreamStart } from './relay/outgoing-stream.js'
export { type Due, Pacer, type PacerOptions } from './relay/pacer.js'
export { Relay, type RelayCounts, type RelayOptions } from './relay/relay.js'
export {
  type Datagram,
  mostDatagramBytes,
  type UdpCounts,
  type UdpPair,
  type UdpPorts,
  type UdpPortsOptions,
} from './relay/udp-ports.js'
export type {
  Goodbye,
  OtherRtcp,
  ReceiverReport,
  ReportBlock,
  RtcpPacket,
  SenderReport,
  SourceDescription,
} from './rtcp/packet.js'
export { type RtcpFault, type RtcpReading, readRtcp } from './rtcp/read.js'
export { RtcpSchedule, type ScheduleOptions } from './rtcp/schedule.js'
export { type OutgoingRtcp, writeRtcp } from './rtcp/write.js'
export { type DtmfKey, eventBytes, readEvent, type TelephoneEvent, writeEvent } from './telephone-event/payload.js'
export { EventReceiver, type EventReceiverOptions, type KeyChange } from './telephone-event/receiver.js'
export { type EventPacket, EventSender, type EventSenderOptions } from './telephone-event/sender.js'
