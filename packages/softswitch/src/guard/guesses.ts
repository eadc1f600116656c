/**
 * Who guesses passwords. A source has two counts that halve with time: failures, which nothing takes back, and challenges,
 * which a right answer takes back. From so many failures on its answers come late, and then for a while not at all.
 */
import { createRecent } from '../recent.js'
import type { GuessSettings } from './settings.js'

export type GuessVerdict =
  | { readonly verdict: 'free' }
  | { readonly verdict: 'slowed'; readonly delayMs: number; readonly failures: number }
  | { readonly verdict: 'refused'; readonly untilMs: number; readonly failures: number }

export interface Guesses {
  /** How the source stands; counts nothing, remembers nobody. */
  judge(network: string, nowMs: number): GuessVerdict
  /** Counts, and says how the source stands now. */
  count(network: string, what: 'failure' | 'challenge', nowMs: number): GuessVerdict
  /** A right answer to a challenge. */
  right(network: string, nowMs: number): void
  readonly size: number
}

interface Source {
  failures: number
  challenges: number
  atMs: number
  untilMs: number
  /** How often it has been refused. */
  times: number
}

const free: GuessVerdict = { verdict: 'free' }

export const createGuesses = (settings: GuessSettings): Guesses => {
  const sources = createRecent<Source>(settings.sources, () => ({
    failures: 0,
    challenges: 0,
    atMs: 0,
    untilMs: Number.NEGATIVE_INFINITY,
    times: 0,
  }))
  return {
    judge: (network, nowMs) => {
      const source = sources.peek(network)
      if (source === undefined) return free
      decay(source, nowMs, settings.halfLifeMs)
      return standing(source, nowMs, settings)
    },
    count: (network, what, nowMs) => {
      const source = sources.need(network)
      decay(source, nowMs, settings.halfLifeMs)
      if (what === 'failure') source.failures += 1
      else source.challenges += 1
      const { failures } = source
      refuse(source, nowMs, settings)
      const now = standing(source, nowMs, settings)
      return now.verdict === 'free' ? now : { ...now, failures }
    },
    right: (network, nowMs) => {
      const source = sources.peek(network)
      if (source === undefined) return
      decay(source, nowMs, settings.halfLifeMs)
      source.challenges = Math.max(0, source.challenges - 1)
    },
    get size() {
      return sources.size
    },
  }
}

const decay = (source: Source, nowMs: number, halfLifeMs: number): void => {
  const left = 2 ** (-Math.max(0, nowMs - source.atMs) / halfLifeMs)
  source.failures *= left
  source.challenges *= left
  source.atMs = Math.max(source.atMs, nowMs)
}

/** Once it is over the count begins where answers come late: what goes on guessing is refused again, for longer. */
const refuse = (source: Source, nowMs: number, settings: GuessSettings): void => {
  const isOver = source.failures >= settings.refuseFrom || source.challenges >= settings.refuseFromChallenges
  if (!isOver || nowMs < source.untilMs) return
  source.untilMs = nowMs + Math.min(settings.mostRefuseMs, settings.refuseMs * 2 ** source.times)
  source.times += 1
  source.failures = Math.min(source.failures, settings.slowFrom)
  source.challenges = 0
}

const standing = ({ untilMs, failures }: Source, nowMs: number, settings: GuessSettings): GuessVerdict => {
  if (nowMs < untilMs) return { verdict: 'refused', untilMs, failures }
  // A count that has just been made is a little less than whole a moment later.
  const over = Math.floor(failures + 0.01) - settings.slowFrom
  if (over < 0) return free
  return {
    verdict: 'slowed',
    delayMs: Math.min(settings.mostDelayMs, settings.delayMs * 2 ** Math.min(over, 30)),
    failures,
  }
}
