/** A day like any other. */
import { defineScenario } from 'callweave/sim'
import center from '../center.ts'
import { agents, arrivals, callers, hourMs } from './everyday.ts'

export default defineScenario(center, {
  name: 'day',
  start: '2026-01-12T00:00',
  lengthMs: 24 * hourMs,
  arrivals,
  callers,
  agents,
})
