/** Everything that Erlang A takes for granted, but for the day itself: its load is never steady. */
import { defineScenario, exponential } from 'callweave/sim'
import { about, arrivals, callers, handleMs, lengthMs, onDuty, start } from '../bank.ts'
import center from '../center.ts'

export default defineScenario(center, {
  name: 'bank-day',
  about: about('exponential calls'),
  start,
  lengthMs,
  arrivals,
  callers,
  agents: { everyone: { talk: exponential({ meanMs: handleMs }) }, onDuty },
})
