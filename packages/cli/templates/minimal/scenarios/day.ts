/** A working day: about 25 calls an hour, three minutes each. */
import { defineScenario, exponential, logNormal, poisson } from 'callweave/sim'
import center from '../center.ts'

export default defineScenario(center, {
  name: 'day',
  about: 'Made up: 25 calls an hour at random, three minutes each.',
  start: '2026-01-12T09:00',
  lengthMs: 8 * 3_600_000,
  arrivals: [{ dialed: '4008001234', source: poisson({ callsPerHour: 25 }) }],
  callers: {
    everyone: { patience: exponential({ meanMs: 120_000 }) },
  },
  agents: {
    everyone: {
      answer: exponential({ meanMs: 3_000 }),
      talk: logNormal({ meanMs: 180_000, medianMs: 140_000 }),
    },
  },
})
