/** What `--against erlang-a` says, as data: the field `theory` of `cc sim --json`. */

export type TheoryFigureName = 'service-level' | 'asa' | 'abandonment'

/** One figure by formula and as simulated. */
export interface TheoryFigure {
  readonly name: TheoryFigureName
  readonly formula: string
  /** `null` where the formula has no value: nobody on duty, or a load that patient callers let grow for ever. */
  readonly theory: number | null
  readonly simulated: number | null
  /** Of the simulated value; `null` with fewer than two replications. */
  readonly standardError: number | null
  /**
   * Simulated less theory, in standard errors of that difference: the formula's own inputs are simulated as well, and what
   * they share with the result is taken out (jackknife over the replications).
   */
  readonly z: number | null
  readonly unit: 'ratio' | 'ms'
  /** Names of the causes that were found and that push this way; only for figures beyond three standard errors. */
  readonly explainedBy: readonly TheoryCauseName[]
}

/**
 * Why a simulated figure may leave the formula; each was checked in this interval. `chance`: no rule applies, and among so
 * many comparisons one like it is to be expected. `unexplained`: none, and it is too far out for chance.
 */
export type TheoryCauseName =
  | 'carry-over'
  | 'changing-load'
  | 'agents-changed'
  | 'arrivals-not-poisson'
  | 'talk-not-exponential'
  | 'patience-not-exponential'
  | 'redials'
  | 'ringing'
  | 'missed-offers'
  | 'trunk-full'
  | 'other-queues'
  | 'skills'
  | 'other-exits'
  | 'callbacks'
  | 'out-of-turn'
  | 'fault'
  | 'small-sample'
  | 'chance'
  | 'unexplained'

/** A cause with what was measured; the names of the terms end in their unit. */
export interface TheoryCause {
  readonly cause: TheoryCauseName
  readonly terms: Readonly<Record<string, number>>
}

/** One queue in one interval. */
export interface TheoryRow {
  readonly queue: string
  readonly startMs: number
  /** How much of the interval was simulated and counted. */
  readonly lengthMs: number
  /** `erlang-c` where no caller ever hangs up. */
  readonly model: 'erlang-a' | 'erlang-c'
  /** What the formula was given: means over the replications. */
  readonly offered: number
  readonly offeredErlangs: number
  /** Talk, hold, wrap-up and the phone's ringing. */
  readonly ahtMs: number
  /** On duty, on average over the interval. */
  readonly agents: number
  readonly patienceMs: number | null
  readonly targetMs: number
  readonly figures: readonly TheoryFigure[]
  readonly causes: readonly TheoryCause[]
}
