/** A scenario that has been checked: files read, times as instants, names known. */
import type { Change } from './changes.js'
import type { AgentBehaviour, Arrivals, CallerBehaviour, Fault } from './types.js'

export interface CheckedScenario {
  readonly scenario: true
  readonly name: string
  readonly about?: string
  readonly startMs: number
  readonly lengthMs: number
  readonly warmUpMs: number
  readonly intervalMs: number
  readonly arrivals: readonly Arrivals[]
  readonly callers: { readonly [group: string]: CallerBehaviour }
  readonly agents: {
    readonly everyone?: AgentBehaviour
    readonly only?: { readonly [agent: string]: AgentBehaviour | undefined }
    readonly onDuty?: { readonly intervalMs: number; readonly counts: readonly number[] }
  }
  readonly faults: readonly Fault[]
  readonly changes: readonly Change[]
}
