export {
  createOutbound,
  type Outbound,
  type OutboundCall,
  type OutboundOptions,
  type OutboundRefusal,
} from './outbound.js'
export { defaultOutboundLimits, type OutboundLimits } from './settings.js'
