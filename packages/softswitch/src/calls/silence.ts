/**
 * Where calls out have had no answer at all: RFC 3263 section 4.3. Each such call has waited 4 s, so those that follow pass the
 * place over at once. It comes back with whatever it answers: an OPTIONS that is sent until then, or a call that is tried there
 * now and again, for not everybody answers OPTIONS.
 *
 *     heard -> silent     a call had no answer
 *     silent -> heard     a call was answered, or an OPTIONS; the latter is believed once only until a call is
 */
import type { Clock, TimerId } from '@callweave/core'
import { formatUri, type Uri } from '@callweave/sip'
import type { SoftswitchNotice } from '../board/notice.js'

export interface SilenceOptions {
  readonly clock: Clock
  /** Sends an OPTIONS; `heard` is called once, never inside this call: any response is an answer. */
  readonly ask: (to: Uri, heard: (isAnswered: boolean) => void) => void
  readonly notice: (notice: SoftswitchNotice) => void
}

export interface Silence {
  /** Whether a call may go there: not while nothing answers, but for one now and then. `true` is for this call only. */
  mayTry(to: Uri): boolean
  /** A call by this trunk group had no answer from there. */
  silent(to: Uri): void
  /** It had one. */
  heard(trunk: string, to: Uri): void
  /** A call by this group had none from anywhere; told once, until one has. */
  nothingFrom(trunk: string): void
  close(): void
}

interface Silent {
  readonly key: string
  readonly uri: Uri
  /** When the next call may be tried there, and how long the one after that waits. */
  tryAtMs: number
  waitMs: number
  /** Before the next OPTIONS. */
  pauseMs: number
  timer: TimerId
}

/** After a moment without a network most calls are to go out again; a place that is gone costs ever fewer of them 4 s. */
const firstWaitMs = 5_000
const longestWaitMs = 300_000
/** An OPTIONS over UDP is itself sent every 4 s for 32 s. */
const firstPauseMs = 2_000
const longestPauseMs = 30_000

export const createSilence = ({ clock, ask, notice }: SilenceOptions): Silence => {
  const places = new Map<string, Silent>()
  /** Those whose OPTIONS was answered and no call since. */
  const unproved = new Set<string>()
  /** Those whose OPTIONS is out. */
  const asked = new Set<string>()
  const told = new Set<string>()
  let isClosed = false

  const forget = (key: string): void => {
    clock.cancel(places.get(key)?.timer ?? 0)
    places.delete(key)
  }

  const asks = (first: Silent): void => {
    const { key } = first
    first.timer = 0
    if (asked.has(key)) return
    asked.add(key)
    ask(first.uri, (isAnswered) => {
      asked.delete(key)
      // Heard of and silent again meanwhile, it is asked after by this one as well.
      const place = places.get(key)
      if (isClosed || place === undefined) return
      if (isAnswered) {
        forget(key)
        unproved.add(key)
      } else {
        place.timer = clock.at(clock.nowMs() + place.pauseMs, asks, place)
        place.pauseMs = Math.min(2 * place.pauseMs, longestPauseMs)
      }
    })
  }

  return {
    mayTry: (to) => {
      const place = places.size === 0 ? undefined : places.get(keyOf(to))
      if (place === undefined) return true
      const nowMs = clock.nowMs()
      if (nowMs < place.tryAtMs) return false
      place.tryAtMs = nowMs + place.waitMs
      place.waitMs = Math.min(2 * place.waitMs, longestWaitMs)
      return true
    },
    silent: (to) => {
      const key = keyOf(to)
      if (isClosed || places.has(key)) return
      const tryAtMs = clock.nowMs() + firstWaitMs
      const place: Silent = { key, uri: placeOf(to), tryAtMs, waitMs: 2 * firstWaitMs, pauseMs: firstPauseMs, timer: 0 }
      places.set(key, place)
      if (!unproved.has(key)) asks(place)
    },
    heard: (trunk, to) => {
      told.delete(trunk)
      if (places.size === 0 && unproved.size === 0) return
      const key = keyOf(to)
      forget(key)
      unproved.delete(key)
    },
    nothingFrom: (trunk) => {
      if (told.has(trunk)) return
      told.add(trunk)
      notice({ notice: 'trunk-silent', trunk })
    },
    close: () => {
      isClosed = true
      for (const key of [...places.keys()]) forget(key)
    },
  }
}

/** Whoever is called there. */
const placeOf = (to: Uri): Uri => (to.kind === 'sip' ? { ...to, user: null, password: null, headers: [] } : to)

const keyOf = (to: Uri): string => formatUri(placeOf(to))
