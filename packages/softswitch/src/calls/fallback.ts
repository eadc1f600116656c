/**
 * The fallback line (P12): when nobody speaks for the center, because it is slow, has failed or takes nothing, a caller rings
 * at a chosen phone all the same, or at a number outside.
 */
import type { Clock, SwitchCommand, TimerId } from '@callweave/core'
import { type CallId, legId } from '@callweave/core'
import type { Board } from '../board/board.js'
import { Leg } from '../legs/leg.js'
import type { Answering } from './answering.js'
import type { Originating, Target, Ways } from './originate.js'

export interface FallbackSettings {
  /** Where it rings: the first, and when nobody is there or answers, the next. */
  readonly to: readonly FallbackTarget[]
  /** How long the center may say nothing about a call that came. Default 4,000 ms. */
  readonly afterMs?: number
  /** How long each rings. Default 60,000 ms. */
  readonly ringTimeoutMs?: number
}

/** A phone of ours, or a number by a trunk group. */
export type FallbackTarget = { readonly extension: string } | { readonly number: string; readonly trunk: string }

export interface FallbackOptions {
  readonly clock: Clock
  readonly board: Board
  readonly settings: FallbackSettings
  readonly originating: Originating
  readonly answering: Answering
  readonly phonesOf: (extension: string) => readonly Target[]
  readonly waysTo: (trunk: string, number: string) => Ways
  readonly takeChannel: (trunk: string) => number
}

export interface Fallback {
  /** A call came and the center was told: it has so long to say something. */
  arrived(leg: Leg, caller: string, dialed: string): void
  /** It has, of this call, or of one that it brings the leg of this call into. */
  ordered(command: Pick<SwitchCommand, 'call' | 'leg'>): void
  /** Rings the phone now. */
  take(leg: Leg, caller: string, dialed: string): void
  /** A leg of ours is over: so is the other. */
  ended(leg: Leg): void
  close(): void
}

/** Of the caller. */
interface Shown {
  readonly caller: string
  readonly dialed: string
}

export const createFallback = (options: FallbackOptions): Fallback => {
  const { clock, board, settings, originating, answering, phonesOf, waysTo, takeChannel } = options
  const { to, afterMs = 4_000, ringTimeoutMs = 60_000 } = settings
  const waiting = new Map<CallId, TimerId>()
  /** What follows when nobody answers there. */
  const goesOn = new Map<Leg, () => void>()
  let lastId = 0

  const spoken = (call: CallId): void => {
    const timer = waiting.get(call)
    if (timer === undefined) return
    clock.cancel(timer)
    waiting.delete(call)
  }

  const take = (leg: Leg, caller: string, dialed: string): void => tries(leg, { caller, dialed }, to)

  const tries = (leg: Leg, shown: Shown, [target, ...others]: readonly FallbackTarget[]): void => {
    if (leg.isOver || target === undefined) return
    const isPhone = 'extension' in target
    const toward = isPhone ? target.extension : target.number
    board.notice({ notice: 'fallback', ...shown, extension: toward })
    lastId -= 1
    const channel = isPhone ? 0 : takeChannel(target.trunk)
    const other = new Leg({
      id: legId(lastId),
      call: leg.call,
      side: isPhone ? 'agent' : 'outside',
      begins: 'originated',
      extension: isPhone ? toward : null,
      trunk: isPhone || channel === 0 ? null : target.trunk,
      channel,
      isTold: false,
    })
    other.fallback = leg
    leg.fallback = other
    if (others.length > 0) goesOn.set(other, () => tries(leg, shown, others))
    board.legs.add(other)
    const ways = isPhone ? [phonesOf(toward)] : channel === 0 ? [] : waysTo(target.trunk, toward)
    if (ways.every((way) => way.length === 0)) board.ending.end(other, 'switch', 'unreachable')
    else {
      const answered = (): void => {
        goesOn.delete(other)
        joins(leg, other)
      }
      originating.ring(other, ways, { callerShown: shown.caller, ringTimeoutMs, answered })
    }
  }

  const joins = (leg: Leg, other: Leg): void => {
    answering.answer(leg)
    if (!leg.isOver) board.links.bridge(leg, other)
  }

  return {
    arrived: (leg, caller, dialed) => {
      const late = (): void => {
        waiting.delete(leg.call)
        take(leg, caller, dialed)
      }
      waiting.set(leg.call, clock.at(clock.nowMs() + afterMs, late, undefined))
    },
    ordered: ({ call, leg }) => {
      if (waiting.size === 0) return
      spoken(call)
      const { call: own = call } = board.legs.get(leg) ?? {}
      spoken(own)
    },
    take,
    ended: (leg) => {
      spoken(leg.call)
      const { fallback } = leg
      if (fallback === null) return
      leg.fallback = null
      fallback.fallback = null
      const next = goesOn.get(leg)
      goesOn.delete(leg)
      goesOn.delete(fallback)
      if (next === undefined || fallback.isOver) board.ending.end(fallback, leg.endedBy, leg.cause)
      else next()
    },
    close: () => {
      for (const timer of waiting.values()) clock.cancel(timer)
      waiting.clear()
      goesOn.clear()
    },
  }
}
