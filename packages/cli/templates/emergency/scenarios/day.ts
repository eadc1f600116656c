/** A day like any other. */
import { defineScenario } from 'callweave/sim'
import center from '../center.ts'
import { agents, arrivals, callers, hourMs } from './everyday.ts'

export default defineScenario(center, {
  name: 'day',
  about: 'Made up: no call of it is real, nor is any figure in scenarios/everyday.ts.',
  start: '2026-01-12T00:00',
  lengthMs: 24 * hourMs,
  arrivals,
  callers,
  agents,
})
