/** The whole center, simulated, against the formulas of queueing theory: each figure within three standard errors. */
import { erlangA, erlangC, priorityQueue, singleServerWaitMs, trunkQueue } from '@callweave/acd/staffing'
import { constant, exponential, gamma } from '@callweave/sim'
import { describe, test } from 'vitest'
import { agrees, isFull, measure, type Setup } from './lab.js'

const hourMs = 3_600_000
const minuteMs = 60_000

const offered = ({ callsPerHour, ahtMs, urgentPerHour = 0 }: Setup): number =>
  ((callsPerHour + urgentPerHour) * ahtMs) / hourMs

describe('M/M/n', () => {
  test.each<Omit<Setup, 'seed'>>([
    { agents: 1, callsPerHour: 10, ahtMs: 180_000, calls: 4_000, warmUpMs: 4 * hourMs, replications: 16 },
    { agents: 14, callsPerHour: 200, ahtMs: 180_000, calls: 6_000, warmUpMs: 2 * hourMs, replications: 20 },
    { agents: 40, callsPerHour: 1_000, ahtMs: 120_000, calls: 8_000, warmUpMs: hourMs, replications: 16 },
    { agents: 18, callsPerHour: 300, ahtMs: 180_000, calls: 8_000, warmUpMs: 3 * hourMs, replications: 20 },
    // Calls that wait come in rare bursts: a shorter run sees too few of them to know its own error.
    { agents: 330, callsPerHour: 6_000, ahtMs: 180_000, calls: 60_000, warmUpMs: hourMs, replications: 8 },
  ])('D7 erlang-c: $agents agents, $callsPerHour calls an hour', (setup) => {
    const targetMs = 20_000
    const formula = erlangC({ offeredErlangs: offered({ ...setup, seed: 0 }), ...setup, targetMs })
    const found = measure({ ...setup, targetMs, seed: 11 })
    agrees(found.pWait, formula.pWait, 'P(wait)')
    agrees(found.asaMs, formula.asaMs, 'ASA')
    agrees(found.meanWaitMs, formula.asaMs, 'mean wait')
    agrees(found.serviceLevel, formula.serviceLevel, 'service level')
    agrees(found.occupancy, formula.occupancy, 'occupancy')
    agrees(found.abandoned, 0, 'abandonment')
  })
})

describe('M/M/n+M', () => {
  const callers = { callsPerHour: 200, ahtMs: 180_000, patienceMs: minuteMs }
  test.each<Omit<Setup, 'seed'> & { readonly patienceMs: number }>([
    { agents: 10, ...callers, calls: 6_000, warmUpMs: hourMs, replications: 16 },
    { agents: 14, ...callers, calls: 6_000, warmUpMs: hourMs, replications: 16 },
    {
      agents: 300,
      callsPerHour: 6_000,
      ahtMs: 180_000,
      patienceMs: 120_000,
      calls: 12_000,
      warmUpMs: hourMs,
      replications: 16,
    },
    // Twice as many calls as can be answered: only patience keeps the queue short.
    {
      agents: 5,
      callsPerHour: 200,
      ahtMs: 180_000,
      patienceMs: 180_000,
      calls: 6_000,
      warmUpMs: hourMs,
      replications: 12,
    },
  ])('D7 erlang-a: $agents agents, $callsPerHour calls an hour, $patienceMs ms of patience', (setup) => {
    const { patienceMs } = setup
    const targetMs = 20_000
    const formula = erlangA({ offeredErlangs: offered({ ...setup, seed: 0 }), ...setup, targetMs })
    const found = measure({ ...setup, targetMs, patience: exponential({ meanMs: patienceMs }), seed: 12 })
    agrees(found.pWait, formula.pWait, 'P(wait)')
    agrees(found.abandoned, formula.pAbandon, 'abandonment')
    agrees(found.meanWaitMs, formula.meanWaitMs, 'mean wait')
    agrees(found.asaMs, formula.meanWaitAnsweredMs, 'ASA')
    agrees(found.serviceLevel, formula.answeredWithinTargetRatio, 'service level')
    agrees(found.occupancy, formula.occupancy, 'occupancy')
  })
})

describe('M/M/n/K', () => {
  test.each([
    { agents: 1, trunks: 1, erlangs: 1 },
    { agents: 1, trunks: 5, erlangs: 0.9 },
    { agents: 5, trunks: 8, erlangs: 4 },
    { agents: 10, trunks: 15, erlangs: 12 },
    { agents: 20, trunks: 30, erlangs: 18 },
  ])('P1 trunks: $agents agents behind $trunks channels, $erlangs erlangs', ({ agents, trunks, erlangs }) => {
    const ahtMs = 180_000
    const targetMs = 20_000
    const formula = trunkQueue({ offeredErlangs: erlangs, agents, trunks, ahtMs, targetMs })
    const found = measure({
      agents,
      trunks,
      ahtMs,
      targetMs,
      callsPerHour: (erlangs * hourMs) / ahtMs,
      calls: 5_000,
      warmUpMs: 3 * hourMs,
      replications: 12,
      seed: 13,
    })
    agrees(found.blocked, formula.blocking, 'blocking')
    agrees(found.pWait, formula.pWait, 'P(wait) of the accepted')
    agrees(found.asaMs, formula.asaMs, 'ASA')
    agrees(found.serviceLevel, formula.serviceLevel, 'service level')
    agrees(found.occupancy, formula.occupancy, 'occupancy')
  })
})

describe('two classes', () => {
  test.each([
    { agents: 5, urgent: 1, other: 3, ahtMs: 180_000 },
    { agents: 10, urgent: 3, other: 6, ahtMs: 180_000 },
    { agents: 20, urgent: 5, other: 13, ahtMs: 240_000 },
  ])('A3 priority: $agents agents, $urgent erlangs of urgent calls and $other of others', (point) => {
    const { agents, urgent, other, ahtMs } = point
    const formula = priorityQueue({ offeredErlangs: [urgent, other], agents, ahtMs })
    const found = measure({
      agents,
      ahtMs,
      callsPerHour: (other * hourMs) / ahtMs,
      urgentPerHour: (urgent * hourMs) / ahtMs,
      calls: 8_000,
      warmUpMs: 5 * hourMs,
      replications: 20,
      seed: 14,
    })
    agrees(found.pWait, formula.pWait, 'P(wait)')
    agrees(found.urgentWaitMs, formula.meanWaitMs[0] as number, 'mean wait of the urgent')
    agrees(found.otherWaitMs, formula.meanWaitMs[1] as number, 'mean wait of the others')
  })
})

describe('M/G/1', () => {
  const ahtMs = 180_000
  const talks = [
    { name: 'constant', scv: 0, talk: constant({ ms: ahtMs }) },
    { name: 'gamma, scv 1/4', scv: 0.25, talk: gamma({ meanMs: ahtMs, shape: 4 }) },
    { name: 'gamma, scv 2', scv: 2, talk: gamma({ meanMs: ahtMs, shape: 0.5 }) },
  ]
  const loads = isFull ? [0.5, 0.8, 0.9] : [0.5, 0.8]
  test.each(loads.flatMap((load) => talks.map((talk) => ({ load, ...talk }))))(
    'D7 pollaczek-khinchine: load $load, $name',
    ({ load, scv, talk }) => {
      const found = measure({
        agents: 1,
        callsPerHour: (load * hourMs) / ahtMs,
        ahtMs,
        talk,
        calls: load > 0.8 ? 30_000 : 6_000,
        warmUpMs: (load > 0.8 ? 40 : 10) * hourMs,
        replications: 20,
        seed: 15,
      })
      agrees(found.meanWaitMs, singleServerWaitMs({ loadRatio: load, ahtMs, scv }), 'mean wait')
      agrees(found.pWait, load, 'P(wait)')
      agrees(found.occupancy, load, 'occupancy')
    },
  )
})
