/** Instants at which calls come: each kind of source is one process that names the next one. */
import type { RandomStream } from '@callweave/core'
import type { ExactCall, Multiplied, Source } from '../scenario/types.js'

export interface ArrivalProcess {
  /** The next instant in ms from the scenario's start; Infinity when none is left. Not rounded. */
  nextMs(): number
  /** What is known of the call that `nextMs` named last. */
  readonly call: ExactCall | null
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const never = Number.POSITIVE_INFINITY

export const createArrivals = (source: Source, stream: RandomStream): ArrivalProcess => {
  switch (source.arrivals) {
    case 'poisson':
      return poissonProcess(source.callsPerHour, stream)
    case 'rates':
      return rateProcess(source.intervalMs, source.callsPerHour, stream)
    case 'counts':
      return countProcess(source, stream)
    case 'times':
      return exactProcess(multiply(source.calls, source, stream))
    case 'counts-file':
    case 'times-file':
      throw new TypeError(`${source.file} was not read before the run`)
  }
}

const poissonProcess = (callsPerHour: number, stream: RandomStream): ArrivalProcess => {
  const meanMs = hourMs / callsPerHour
  let atMs = 0
  return {
    call: null,
    nextMs: () => {
      atMs -= Math.log(1 - stream.next()) * meanMs
      return atMs
    },
  }
}

/** Inversion: a unit-rate process, read through the running total of the rates. */
const rateProcess = (intervalMs: number, rates: readonly number[], stream: RandomStream): ArrivalProcess => {
  const total = rates.reduce((sum, rate) => sum + rate, 0)
  let interval = 0
  let leftMs = intervalMs
  let atMs = 0
  return {
    call: null,
    nextMs: () => {
      if (total <= 0) return never
      let owed = -Math.log(1 - stream.next())
      for (;;) {
        const perMs = (rates[interval % rates.length] as number) / hourMs
        if (perMs * leftMs > owed) {
          const stepMs = owed / perMs
          leftMs -= stepMs
          atMs += stepMs
          return atMs
        }
        owed -= perMs * leftMs
        atMs += leftMs
        interval += 1
        leftMs = intervalMs
      }
    },
  }
}

/** Within an interval the calls lie at random: the order of so many uniform numbers. */
const countProcess = (
  { intervalMs, counts, fromMs = 0 }: Extract<Source, { readonly arrivals: 'counts' }>,
  stream: RandomStream,
): ArrivalProcess => {
  let interval = -1
  let left: number[] = []
  return {
    call: null,
    nextMs: () => {
      while (left.length === 0) {
        interval += 1
        if (interval >= counts.length) return never
        const startMs = fromMs + interval * intervalMs
        left = Array.from({ length: counts[interval] as number }, () => startMs + stream.next() * intervalMs)
        left.sort((a, b) => b - a)
      }
      return left.pop() as number
    },
  }
}

/**
 * Each call itself, and its copies: at the same time of day, give or take, on days drawn at random. Copies on the day of
 * the original would make a burst of every call.
 */
const multiply = (
  calls: readonly ExactCall[],
  { factor = 1, spreadMs = hourMs }: Multiplied,
  stream: RandomStream,
): readonly ExactCall[] => {
  if (factor === 1) return calls
  const days = Math.max(1, Math.ceil((calls.at(-1)?.afterMs ?? 0) / dayMs))
  const copyOf = (call: ExactCall): ExactCall => {
    const timeOfDayMs = call.afterMs % dayMs
    return { ...call, afterMs: stream.int(days) * dayMs + timeOfDayMs + (stream.next() - 0.5) * spreadMs }
  }
  const all = calls.flatMap((call) => {
    const times = Math.floor(factor) + (stream.next() < factor % 1 ? 1 : 0)
    return Array.from({ length: times }, (_, i) => (i === 0 ? call : copyOf(call)))
  })
  return all.filter(({ afterMs }) => afterMs >= 0).sort((a, b) => a.afterMs - b.afterMs)
}

const exactProcess = (calls: readonly ExactCall[]): ArrivalProcess => {
  let at = -1
  return {
    get call() {
      return calls[at] ?? null
    },
    nextMs: () => {
      at += 1
      return calls[at]?.afterMs ?? never
    },
  }
}
