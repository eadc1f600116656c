/**
 * The floor as a log tells it: the folds of the live engine over the events of a run, up to any instant. Nobody is rung,
 * nothing is appointed and nothing is drawn, so that `explainCall` and `explainAgent` can be asked of any moment that
 * has been.
 */
import { type CallEvent, createEventLog, type Random } from '@callweave/core'
import type { AcdSections } from '../definition/sections.js'
import { floorFolds } from '../engine/folds.js'
import { createFloor, type Floor } from '../engine/state.js'

export interface FloorReplay {
  readonly floor: Floor
  /** The next event of the log; the first is number 1. @throws TypeError when `seq` leaves a gap. */
  take(event: CallEvent): void
}

/** `sections`: of the definition that the log was made with; another one need not have the agents and queues. */
export const replayFloor = (sections: AcdSections): FloorReplay => {
  const log = createEventLog()
  const floor = createFloor(sections, noDraws)
  log.fold(floorFolds(floor))
  return { floor, take: (event) => log.replay(event) }
}

const draw = (): never => {
  throw new TypeError('a replay draws nothing')
}
const noDraws: Random = { stream: () => ({ next: draw, int: draw }) }
