/** The plainest center that a formula can be held against: one number, one queue, no greeting, agents who answer at once. */
import { defineCallCenter, longestIdle } from 'callweave'

/** More than the busiest half-hour takes; a scenario says how many are on duty. */
const agents = Array.from({ length: 260 }, (_, i) => `agent-${i + 1}`)

export default defineCallCenter({
  name: 'bank-day',
  timeZone: 'America/New_York',
  // Enough that nobody ever hears busy: the formula knows no lines.
  trunks: { main: { numbers: ['8005550100'], channels: 1_000 } },
  agents: Object.fromEntries(agents.map((name, i) => [name, { extension: String(1_001 + i) }])),
  queues: {
    service: { strategy: longestIdle, members: agents, serviceLevel: { withinMs: 20_000, goalRatio: 0.8 } },
  },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
})
