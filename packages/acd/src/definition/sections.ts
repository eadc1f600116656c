/** What the acd package reads of a definition. */
import type { AgentDefinition } from './agents.js'
import type { QueueDefinition } from './queues.js'

export interface AcdSections {
  readonly skills: readonly string[]
  readonly agents: { readonly [agent: string]: AgentDefinition }
  readonly queues: { readonly [queue: string]: QueueDefinition }
}
