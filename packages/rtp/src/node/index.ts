export { createBatchPorts } from './batch-ports.js'
export { DgramPorts } from './dgram-ports.js'
export { type OpenedPorts, openUdpPorts } from './open-ports.js'
