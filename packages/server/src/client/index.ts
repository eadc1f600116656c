export type { AgentView, CallView, Health, QueueView, SetState } from '../api/schemas.js'
export { apiPath } from '../api/socket-path.js'
export { type CenterClient, openClient } from './open-client.js'
