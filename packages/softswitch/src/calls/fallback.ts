/**
 * The fallback line (P12): when nobody speaks for the center, because it is slow, has failed or takes nothing, a caller rings
 * at a chosen phone all the same.
 */
import type { Clock, TimerId } from '@callweave/core'
import { type CallId, legId } from '@callweave/core'
import type { Board } from '../board/board.js'
import { Leg } from '../legs/leg.js'
import type { Answering } from './answering.js'
import type { Originating, Target } from './originate.js'

export interface FallbackSettings {
  /** The phone that rings. */
  readonly extension: string
  /** How long the center may say nothing about a call that came. Default 4,000 ms. */
  readonly afterMs?: number
  /** How long the phone rings. Default 60,000 ms. */
  readonly ringTimeoutMs?: number
}

export interface FallbackOptions {
  readonly clock: Clock
  readonly board: Board
  readonly settings: FallbackSettings
  readonly originating: Originating
  readonly answering: Answering
  readonly phonesOf: (extension: string) => readonly Target[]
}

export interface Fallback {
  /** A call came and the center was told: it has so long to say something. */
  arrived(leg: Leg, caller: string, dialed: string): void
  /** It has. */
  spoken(call: CallId): void
  /** Rings the phone now. */
  take(leg: Leg, caller: string, dialed: string): void
  /** A leg of ours is over: so is the other. */
  ended(leg: Leg): void
  close(): void
}

export const createFallback = (options: FallbackOptions): Fallback => {
  const { clock, board, settings, originating, answering, phonesOf } = options
  const { extension, afterMs = 4_000, ringTimeoutMs = 60_000 } = settings
  const waiting = new Map<CallId, TimerId>()
  let lastId = 0

  const spoken = (call: CallId): void => {
    const timer = waiting.get(call)
    if (timer === undefined) return
    clock.cancel(timer)
    waiting.delete(call)
  }

  const take = (leg: Leg, caller: string, dialed: string): void => {
    if (leg.isOver) return
    board.notice({ notice: 'fallback', caller, dialed, extension })
    lastId -= 1
    const parts = { id: legId(lastId), call: leg.call, side: 'agent', begins: 'originated' } as const
    const other = new Leg({ ...parts, extension, isTold: false })
    other.fallback = leg
    leg.fallback = other
    board.legs.add(other)
    const phones = phonesOf(extension)
    if (phones.length === 0) board.ending.end(other, 'switch', 'unreachable')
    else originating.ring(other, [phones], { callerShown: caller, ringTimeoutMs, answered: () => joins(leg, other) })
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
    spoken,
    take,
    ended: (leg) => {
      spoken(leg.call)
      const { fallback } = leg
      if (fallback === null) return
      leg.fallback = null
      fallback.fallback = null
      board.ending.end(fallback, leg.endedBy, leg.cause)
    },
    close: () => {
      for (const timer of waiting.values()) clock.cancel(timer)
      waiting.clear()
    },
  }
}
