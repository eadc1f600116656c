/** The same with calls as they really are: few very short ones, a hump, and a long tail. */
import { defineScenario, logNormal } from 'callweave/sim'
import { about, arrivals, callers, handleMs, lengthMs, onDuty, start } from '../bank.ts'
import center from '../center.ts'

export default defineScenario(center, {
  name: 'bank-day-log-normal',
  about: about('log-normal calls'),
  start,
  lengthMs,
  arrivals,
  callers,
  agents: { everyone: { talk: logNormal({ meanMs: handleMs, medianMs: 140_000 }) }, onDuty },
})
