import { type ErlangAFigures, erlangA, type ImpatientPoint } from './erlang-a.js'

/**
 * Five ways to say "80 % in 20 seconds", all in use, all different on the same day: no figure without the name of its own.
 * With so many answered (within the target) and abandoned (within, after, in the first moments = short):
 */
export const serviceLevelFormulas = {
  'within-of-offered': '(answered within + abandoned within) / (answered + abandoned)',
  'answered-within-of-answered': 'answered within / answered',
  'answered-within-of-offered': 'answered within / (answered + abandoned)',
  'answered-within-less-early-abandoned': 'answered within / (answered + abandoned after)',
  'answered-within-or-short-of-offered': '(answered within + abandoned short) / (answered + abandoned)',
} as const

export type ServiceLevelFormula = keyof typeof serviceLevelFormulas

/** Counts, or shares of the same whole. */
export interface ServiceCounts {
  readonly answered: number
  readonly answeredWithin: number
  readonly abandoned: number
  readonly abandonedWithin: number
  /** Abandoned before anybody could have answered, under a threshold of its own (5 s is usual). */
  readonly abandonedShort: number
}

/** The service level under one formula, 0..1; undefined when there was no call to count. */
export function serviceLevelOf(counts: ServiceCounts, formula: ServiceLevelFormula): number | undefined {
  const { answered, answeredWithin, abandoned, abandonedWithin, abandonedShort } = counts
  const offered = answered + abandoned
  switch (formula) {
    case 'within-of-offered':
      return ratio(answeredWithin + abandonedWithin, offered)
    case 'answered-within-of-answered':
      return ratio(answeredWithin, answered)
    case 'answered-within-of-offered':
      return ratio(answeredWithin, offered)
    case 'answered-within-less-early-abandoned':
      return ratio(answeredWithin, offered - abandonedWithin)
    case 'answered-within-or-short-of-offered':
      return ratio(answeredWithin + abandonedShort, offered)
  }
}

/**
 * What Erlang A expects for each of `ServiceCounts`, as shares of offered calls.
 * @throws CallweaveError `out-of-range`, naming the argument.
 */
export function expectedCounts(point: ImpatientPoint & { readonly shortAbandonMs: number }): ServiceCounts {
  const { pAbandon, answeredWithinTargetRatio, abandonedWithinTargetRatio }: ErlangAFigures = erlangA(point)
  return {
    answered: 1 - pAbandon,
    answeredWithin: answeredWithinTargetRatio,
    abandoned: pAbandon,
    abandonedWithin: abandonedWithinTargetRatio,
    abandonedShort: erlangA({ ...point, targetMs: point.shortAbandonMs }).abandonedWithinTargetRatio,
  }
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined
}
