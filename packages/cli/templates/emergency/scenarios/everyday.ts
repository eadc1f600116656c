/** Who calls and who answers on any day. All figures here are ASSUMED: put your own center's in their place. */
import { exponential, logNormal, poisson, rates } from 'callweave/sim'

export const hourMs = 3_600_000

/** Emergency calls an hour, from midnight on. */
const callsPerHour = [22, 18, 15, 14, 14, 18, 28, 40, 52, 58, 60, 58, 55, 52, 50, 52, 56, 62, 66, 62, 54, 44, 36, 28]

export const arrivals = [
  { dialed: '120', callers: 'public', source: rates({ intervalMs: hourMs, callsPerHour }) },
  { dialed: '02055501200', callers: 'offices', source: poisson({ callsPerHour: 4 }) },
]

export const callers = {
  // Nearly everybody waits, and who gives up dials again at once.
  public: {
    patience: exponential({ meanMs: 90_000 }),
    redial: { ratio: 0.9, after: exponential({ meanMs: 15_000 }), most: 5 },
  },
  offices: { patience: exponential({ meanMs: 180_000 }) },
}

export const agents = {
  everyone: {
    answer: exponential({ meanMs: 2_000 }),
    talk: logNormal({ meanMs: 110_000, medianMs: 85_000 }),
    wrapUp: exponential({ meanMs: 20_000 }),
  },
  // The sister center has calls of its own, and so takes longer to pick up.
  only: {
    'sister-1': { answer: exponential({ meanMs: 5_000 }) },
    'sister-2': { answer: exponential({ meanMs: 5_000 }) },
  },
}
