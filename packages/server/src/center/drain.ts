/** The end of a center's day: no new calls, those that are up may end by themselves for a while, then they are cleared. */
import type { Call, Center } from '@callweave/center'
import { type Clock, commandId, type EventLog, type LegId, type SwitchCommand } from '@callweave/core'
import { stageOf } from './stage-of.js'
import type { WrittenFirst } from './written-first.js'

export interface DrainOptions {
  readonly center: Center
  readonly log: EventLog
  readonly clock: Clock
  readonly switch: WrittenFirst
  /** How long calls may go on. */
  readonly drainMs: number
  /** Aborts: they may not go on any longer. */
  readonly hurry?: AbortSignal
}

/** A switch that does not take its legs down in this time keeps nobody waiting: the next start closes them. */
const clearMs = 5_000

/** Resolves with the number of calls that were cleared. */
export const drain = async (options: DrainOptions): Promise<number> => {
  const { center, switch: board, drainMs, hurry } = options
  // What the switch has taken down is over when that has been told, and its call has taken the consequences.
  const seen = new Set<LegId>()
  const isUp = (): boolean => {
    for (const { leg } of board.legs()) seen.add(leg)
    return [...seen].some((leg) => center.calls.legs.get(leg) !== undefined) || board.legs().length > 0
  }
  if (drainMs > 0) await gone(options, drainMs, () => !isUp(), hurry)
  const { size } = new Set(board.legs().map(({ call }) => call))
  if (size === 0) return 0
  for (const { leg } of board.legs()) seen.add(leg)
  board.stopDialing()
  // Who waits goes first: an agent who comes free has nobody to be offered then.
  const calls = [...center.calls.calls.values()].filter(({ legs }) => legs.length > 0)
  const waits = (call: Call): boolean => ['waiting', 'offered'].includes(stageOf(center, call))
  const [waiting, others] = [calls.filter(waits), calls.filter((call) => !waits(call))]
  for (const part of [waiting, others]) {
    const legs = new Set(part.flatMap((call) => call.legs.map(({ id }) => id)))
    for (const call of part) for (const leg of call.legs) board.do(hangUp(call, leg))
    await gone(options, clearMs, () => {
      const up = new Set(board.legs().map(({ leg }) => leg))
      return ![...legs].some((leg) => up.has(leg) || (seen.has(leg) && center.calls.legs.get(leg) !== undefined))
    })
  }
  return size
}

/** No event names this order: its number is none that the center gives. */
const hangUp = (call: Call, leg: Call['legs'][number]): SwitchCommand => ({
  do: 'hang-up',
  command: commandId(0),
  call: call.id,
  leg: leg.id,
  cause: 'normal',
})

/** Resolves when `isOver`, asked after each leg that ends, after so long, or when it is hurried. */
const gone = (
  { log, clock }: DrainOptions,
  mostMs: number,
  isOver: () => boolean,
  hurry?: AbortSignal,
): Promise<void> =>
  new Promise((resolve) => {
    if (isOver() || hurry?.aborted === true) {
      resolve()
      return
    }
    const end = (): void => {
      off()
      clock.cancel(timer)
      hurry?.removeEventListener('abort', end)
      resolve()
    }
    hurry?.addEventListener('abort', end)
    const timer = clock.at(clock.nowMs() + mostMs, end, undefined)
    const off = log.tap({
      'leg.ended': () => {
        if (isOver()) end()
      },
    })
  })
