/** Limits on how hard an agent is worked (A10). */
import type { AgentLimits } from '../definition/agents.js'
import type { Agent } from './agent.js'

const defaultWindowMs = 3_600_000
const defaultBreakMs = 60_000

/** How long the agent must rest after the call that ends now; 0 when no limit is reached. */
export const restDueMs = (agent: Agent, limits: AgentLimits, nowMs: number): number => {
  const { callsInARow, occupancyRatio, windowMs = defaultWindowMs, breakMs = defaultBreakMs } = limits
  if (callsInARow !== undefined && agent.callsInARow >= callsInARow) return breakMs
  if (occupancyRatio === undefined) return 0
  const fromMs = nowMs - windowMs
  const lastCallMs = nowMs - Math.max(agent.handlingSinceMs, fromMs)
  const busyMs = busyWithin(agent, fromMs) + lastCallMs
  const staffedMs = Math.min(windowMs, nowMs - agent.shiftStartMs)
  // Too short a shift says nothing yet: a first call would always be over the limit.
  if (staffedMs < windowMs / 4) return 0
  return busyMs / staffedMs > occupancyRatio ? breakMs : 0
}

const busyWithin = (agent: Agent, fromMs: number): number =>
  agent.recent.reduce((sum, [startMs, endMs]) => sum + Math.max(0, endMs - Math.max(startMs, fromMs)), 0)

/** Notes a stretch of work, and forgets those that no window can reach any more. */
export const noteWork = (agent: Agent, startMs: number, endMs: number): void => {
  const limit = agent.limits?.windowMs ?? defaultWindowMs
  while (agent.recent.length > 0 && (agent.recent[0] as readonly [number, number])[1] < endMs - limit)
    agent.recent.shift()
  agent.recent.push([startMs, endMs])
}
