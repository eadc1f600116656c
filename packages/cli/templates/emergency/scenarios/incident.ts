/** A day like any other, but at 14:05 there is a bus accident that forty people report within five minutes. */
import { counts, defineScenario, exponential } from 'callweave/sim'
import center from '../center.ts'
import { agents, arrivals, callers, hourMs } from './everyday.ts'

const fiveMinutesMs = 5 * 60_000
const quiet = Array.from({ length: (14 * 60 + 5) / 5 }, () => 0)

export default defineScenario(center, {
  name: 'incident',
  about: 'Made up: an ordinary day, and at 14:05 forty people report a bus accident within five minutes.',
  start: '2026-01-12T00:00',
  lengthMs: 24 * hourMs,
  arrivals: [
    ...arrivals,
    { dialed: '120', callers: 'witnesses', source: counts({ intervalMs: fiveMinutesMs, counts: [...quiet, 40] }) },
  ],
  callers: { ...callers, witnesses: { patience: exponential({ meanMs: 60_000 }) } },
  agents,
})
