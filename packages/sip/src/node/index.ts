export { type Dns, systemDns } from './dns.js'
export { type FittedRequest, fitRequest } from './fit-request.js'
export { joinTransports } from './join.js'
export { type LocateOptions, locate } from './locate.js'
export type { NaptrRecord, SrvRecord } from './order-services.js'
export type { RefusedConnection } from './refused-connection.js'
export type { StreamLimits } from './stream-limits.js'
export { openTcp, openTls, type StreamOptions, type TlsOptions } from './streams.js'
export {
  defaultPort,
  type PeerParts,
  peerOf,
  type SipPeer,
  type SipTransport,
  type SocketAddress,
  type TransportCounts,
  type TransportName,
  type TransportOptions,
} from './transport.js'
export { openUdp } from './udp.js'
