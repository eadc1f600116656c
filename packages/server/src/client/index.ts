export type {
  AgentView,
  BlockOrder,
  BlockView,
  CallView,
  DeskAnswer,
  DeskOrder,
  Health,
  HoursView,
  NumberView,
  Opening,
  QueueView,
  SetState,
} from '../api/schemas.js'
export { apiPath } from '../api/socket-path.js'
export { type CenterClient, openClient } from './open-client.js'
