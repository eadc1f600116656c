/**
 * What a benchmark is made of. Each case runs in a process of its own, so that its peak of memory is its own and no other
 * case has taught the compiler anything; the rival runs right after it, on the same machine.
 */

/** What was measured once. */
export interface Sample {
  /** `longest-idle/1000-agents/call-comes/p99`: stable, for programs. */
  readonly case: string
  readonly unit: Unit
  readonly value: number
  /** When it is not ours: whose figure it is, for the same case and unit. */
  readonly rival?: SampleRival
}

export interface SampleRival {
  readonly name: string
  /** Measured earlier, elsewhere. */
  readonly recorded: boolean
}

export type Unit =
  | 'calls/s'
  /** For a second of the processor, on all threads: what other programs on the machine take part from does not count. */
  | 'calls/cpu-s'
  | 'events/s'
  | 'events/call'
  | 'bytes'
  | 'us'
  /** Keys compared and places touched in indexes, for one decision. */
  | 'steps/decision'
  | 'evaluations/s'
  | 'paths/s'
  | 'steps/s'
  | 'ns/event'
  | 'bytes/event'
  /** Read in a second of the processor. */
  | 'messages/cpu-s'
  /** Of the processor, on all threads of the process that answers. */
  | 'cpu-us/call'
  /** Calls that did not go as they should. */
  | 'failed'
  /** Messages that either side had to send again. */
  | 'sent-again'

/** A program that not every machine has, by the name of its command. */
export type Program = 'sipp'

export interface Case {
  readonly name: string
  /** Without it the case is left out, and the report says so. */
  readonly needs?: Program
  /** Makes everything ready. */
  prepare(size: Size): Prepared
  /** A run so long that the first is as good as any: no warm-up, and one is enough. */
  readonly once?: boolean
}

export interface Prepared {
  /** Runs once to warm up, and then as often as is asked. */
  run(): readonly Sample[] | Promise<readonly Sample[]>
  /** Takes files away. */
  clean?(): void | Promise<void>
}

export interface Size {
  /** 1: the published size; less for a glance, or for a test. */
  readonly scale: number
  /** So many calls in place of the case's own number. */
  readonly calls: number | null
}

export interface Rival {
  readonly name: string
  readonly median: number
  readonly min: number
  readonly max: number
  /** 0 when the figure was recorded earlier, elsewhere. */
  readonly runs: number
  /** True when it was not measured in this run. */
  readonly recorded: boolean
  /** Ours over theirs. */
  readonly ratio: number
}

/** One figure of a benchmark, over all its runs. `case` and `unit` together name it. */
export interface Result {
  readonly case: string
  readonly unit: Unit
  readonly median: number
  readonly min: number
  readonly max: number
  readonly runs: number
  readonly rival?: Rival
}

export const spreadOf = (values: readonly number[]): { median: number; min: number; max: number } => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  const median = sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN }
}

/** Samples of several runs, joined by case and unit, in the order in which they first came; beside them those of a rival. */
export const resultsOf = (runs: readonly (readonly Sample[])[]): readonly Result[] => {
  const theirs = grouped(runs.flat().filter(({ rival }) => rival !== undefined))
  const ours = grouped(runs.flat().filter(({ rival }) => rival === undefined))
  return [...ours].map(([key, { sample, values }]) => {
    const spread = spreadOf(values)
    const found = theirs.get(key)
    const rival = found === undefined ? {} : { rival: rivalOf(found, spread.median) }
    return { case: sample.case, unit: sample.unit, ...spread, runs: values.length, ...rival }
  })
}

interface Group {
  readonly sample: Sample
  readonly values: number[]
}

const grouped = (samples: readonly Sample[]): ReadonlyMap<string, Group> => {
  const groups = new Map<string, Group>()
  for (const sample of samples) {
    const key = `${sample.case} ${sample.unit}`
    const found = groups.get(key)
    if (found === undefined) groups.set(key, { sample, values: [sample.value] })
    else found.values.push(sample.value)
  }
  return groups
}

const rivalOf = ({ sample, values }: Group, ours: number): Rival => {
  const { name = '', recorded = false } = sample.rival ?? {}
  const spread = spreadOf(values)
  return { name, ...spread, runs: recorded ? 0 : values.length, recorded, ratio: ours / spread.median }
}

/** At least `least`, however small the scale. */
export const scaled = (published: number, { scale }: Size, least = 1): number =>
  Math.max(least, Math.round(published * scale))
