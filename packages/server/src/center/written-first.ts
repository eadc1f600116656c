/**
 * A switch that is told what cannot be untold only when the events behind it are written: `answer`, `bridge`, `conference`,
 * `tap` and `originate` wait. The others go at once, but never before one of the same leg that was ordered earlier.
 *
 *     ordered   answer 1   play 1   originate 2   hang-up 3
 *     at once                                     hang-up 3
 *     written   answer 1   play 1   originate 2
 */
import type { LegId, Switch, SwitchCommand } from '@callweave/core'

export interface WrittenFirst extends Switch {
  /** Everything up to this event is written: lets go what waited for it. */
  written(seq: number): void
  /** Nothing more will be written: what waits for it never goes, and holds up nothing else. */
  lost(): void
  /** Nothing goes until it is opened again, whatever is written. */
  shut(): void
  /** `keep`: says which of those that were ordered meanwhile are still wanted. */
  open(keep: (command: SwitchCommand) => boolean): void
  /** From now on nobody is rung or dialed any more. */
  stopDialing(): void
}

interface Held {
  readonly command: SwitchCommand
  /** The newest event when it was ordered; 0 when it does not wait for one. */
  readonly seq: number
}

export interface WrittenFirstOptions {
  readonly switch: Switch
  /** The number of the newest event. */
  readonly loggedSeq: () => number
  /** An order waits for the newest event. */
  readonly onWaiting?: () => void
}

export const createWrittenFirst = ({ switch: board, loggedSeq, onWaiting }: WrittenFirstOptions): WrittenFirst => {
  let held: Held[] = []
  /** The legs of those that are held. */
  let behind = new Set<LegId>()
  let writtenSeq = loggedSeq()
  let isShut = false
  let isLost = false
  let dials = true

  const mayGo = ({ command, seq }: Held): boolean =>
    !isShut && seq <= writtenSeq && !legsOf(command).some((leg) => behind.has(leg))

  const hold = (one: Held): void => {
    held.push(one)
    for (const leg of legsOf(one.command)) behind.add(leg)
  }

  /** One pass in their order; what stays keeps those of its legs behind it. */
  const release = (): void => {
    if (isShut || held.length === 0) return
    const all = held
    const goes: SwitchCommand[] = []
    held = []
    behind = new Set()
    for (const one of all) {
      if (mayGo(one)) goes.push(one.command)
      else hold(one)
    }
    for (const command of goes) board.do(command)
  }

  return {
    can: board.can,
    legs: () => board.legs(),
    do: (command) => {
      if ((command.do === 'originate' && !dials) || (isLost && waits(command))) return
      const one = { command, seq: waits(command) ? loggedSeq() : 0 }
      if (mayGo(one)) {
        board.do(command)
        return
      }
      hold(one)
      if (one.seq > writtenSeq) onWaiting?.()
    },
    written: (seq) => {
      writtenSeq = seq
      release()
    },
    lost: () => {
      isLost = true
      held = held.filter(({ command }) => !waits(command))
      release()
    },
    shut: () => {
      isShut = true
    },
    open: (keep) => {
      isShut = false
      held = held.filter(({ command }) => keep(command))
      release()
    },
    stopDialing: () => {
      dials = false
      held = held.filter(({ command }) => command.do !== 'originate')
      release()
    },
  }
}

const waits = (command: SwitchCommand): boolean =>
  command.do === 'answer' ||
  command.do === 'bridge' ||
  command.do === 'conference' ||
  command.do === 'tap' ||
  command.do === 'originate'

const legsOf = (command: SwitchCommand): readonly LegId[] =>
  command.do === 'bridge'
    ? [command.leg, command.peer]
    : command.do === 'tap'
      ? [command.leg, command.onto]
      : [command.leg]
