import { CallweaveError } from '@callweave/core'
import { checkNumber } from './check.js'
import { erlangA } from './erlang-a.js'
import { erlangB } from './erlang-b.js'
import { erlangC } from './erlang-c.js'

/** erlang-b: busy callers are lost. erlang-c: they wait for ever. erlang-a: they wait until their patience ends. */
export type StaffingModel = 'erlang-b' | 'erlang-c' | 'erlang-a'

export interface StaffingLoad {
  readonly model: StaffingModel
  readonly callsPerHour: number
  /** Mean handle time, wrap-up included, above 0. */
  readonly ahtMs: number
  /** Mean patience of callers, above 0; needed by erlang-a, left unread by the others. */
  readonly patienceMs?: number
  /** Answer target, from 0. */
  readonly targetMs: number
}

export interface StaffingFigures {
  /** Calls per hour times mean handle time in hours. */
  readonly offeredErlangs: number
  /** Share of offered calls that wait; 0 under erlang-b, where nobody can. */
  readonly pWait: number
  /** Answered within the target, of offered calls (the formula `abandoned-as-missed`). */
  readonly serviceLevel: number
  /** Mean wait of answered calls. */
  readonly asaMs: number
  readonly occupancy: number
  readonly pAbandon: number
  readonly blocking: number
  /** Mean number of calls waiting. */
  readonly queueLength: number
}

/**
 * What so many agents do with so many calls in the long run, under one model.
 *
 * Under erlang-c with offeredErlangs >= agents the queue never stops growing: pWait is 1, serviceLevel 0, occupancy 1,
 * asaMs and queueLength Infinity (null in JSON).
 *
 * @throws CallweaveError `out-of-range`, naming the argument: agents is a whole number from 1, the others as said above.
 *
 * @example
 * const { serviceLevel } = evaluateStaffing({ model: 'erlang-c', callsPerHour: 200, ahtMs: 180_000, agents: 14, targetMs: 20_000 })
 * // 0.88835
 */
export function evaluateStaffing(point: StaffingLoad & { readonly agents: number }): StaffingFigures {
  const { model, callsPerHour, ahtMs, agents, targetMs } = point
  checkNumber('callsPerHour', callsPerHour, { min: 0 })
  checkNumber('ahtMs', ahtMs, { above: 0 })
  checkNumber('targetMs', targetMs, { min: 0 })
  const offeredErlangs = (callsPerHour * ahtMs) / 3_600_000
  switch (model) {
    case 'erlang-b': {
      const blocking = erlangB({ offeredErlangs, lines: agents })
      const occupancy = agents === 0 ? 0 : (offeredErlangs * (1 - blocking)) / agents
      return { ...none, offeredErlangs, serviceLevel: 1 - blocking, occupancy, blocking }
    }
    case 'erlang-c':
      return { ...none, offeredErlangs, ...erlangC({ offeredErlangs, agents, ahtMs, targetMs }) }
    case 'erlang-a': {
      const figures = erlangA({ offeredErlangs, agents, ahtMs, patienceMs: patienceOf(point), targetMs })
      return {
        offeredErlangs,
        pWait: figures.pWait,
        serviceLevel: figures.answeredWithinTargetRatio,
        asaMs: figures.meanWaitAnsweredMs,
        occupancy: figures.occupancy,
        pAbandon: figures.pAbandon,
        blocking: 0,
        queueLength: figures.queueLength,
      }
    }
  }
}

/** First in every result, so that printed figures keep their order. */
const none: StaffingFigures = {
  offeredErlangs: 0,
  pWait: 0,
  serviceLevel: 1,
  asaMs: 0,
  occupancy: 0,
  pAbandon: 0,
  blocking: 0,
  queueLength: 0,
}

function patienceOf({ patienceMs }: StaffingLoad): number {
  if (patienceMs !== undefined) return patienceMs
  throw new CallweaveError('out-of-range', {
    where: 'patienceMs',
    message: 'Erlang A needs the mean patience of callers',
    remedy: 'Give it, or use erlang-c, where nobody ever hangs up',
  })
}
