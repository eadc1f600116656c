/** Whether an extension may call out now: what a stolen password costs is bounded. */
import type { Clock } from '@callweave/core'
import { defaultOutboundLimits, type OutboundLimits } from './settings.js'
import { type Talk, Usage } from './usage.js'

/** Why not: 503 where it may be tried again as soon as a call is over, 403 where the measure of the hour or day is full. */
export type OutboundRefusal =
  | { readonly status: 503; readonly because: 'calls-at-once'; readonly retryAtMs: null }
  | { readonly status: 403; readonly because: 'calls-per-hour' | 'minutes-per-day'; readonly retryAtMs: number | null }

export interface OutboundCall {
  readonly taken: true
  /** The far end has answered: minutes count from now. */
  answered(): void
  /** Harmless a second time. */
  ended(): void
}

export interface Outbound {
  /** A call out begins, or is refused. */
  begin(extension: string): OutboundCall | ({ readonly taken: false } & OutboundRefusal)
  /** How long the calls that are up may go on before the minutes of the day are full, were none added. */
  leftMs(extension: string): number
  /** Extensions that something is known of. */
  readonly size: number
}

export interface OutboundOptions {
  readonly clock: Clock
  /** Of an extension, where they are not the default ones. */
  readonly limitsOf?: (extension: string) => Partial<OutboundLimits> | null
}

export const createOutbound = ({ clock, limitsOf = () => null }: OutboundOptions): Outbound => {
  const usages = new Map<string, Usage>()
  const limitsFor = (extension: string): OutboundLimits => ({ ...defaultOutboundLimits, ...limitsOf(extension) })
  return {
    begin: (extension) => {
      const nowMs = clock.nowMs()
      const usage = usages.get(extension) ?? new Usage()
      const refusal = refusalOf(usage, limitsFor(extension), nowMs)
      if (refusal !== null) return { taken: false, ...refusal }
      usages.set(extension, usage)
      const call = outboundCall(clock, usage, usage.begin(nowMs))
      forgetSome(usages, nowMs)
      return call
    },
    leftMs: (extension) => {
      const usage = usages.get(extension)
      const mostMs = limitsFor(extension).minutesPerDay * 60_000
      if (usage === undefined) return mostMs
      const leftMs = Math.max(0, mostMs - usage.talkedMs(clock.nowMs()))
      const talking = [...usage.live].filter(({ fromMs }) => fromMs !== null).length
      return Math.floor(leftMs / Math.max(1, talking))
    },
    get size() {
      return usages.size
    },
  }
}

const refusalOf = (usage: Usage, limits: OutboundLimits, nowMs: number): OutboundRefusal | null => {
  if (usage.live.size >= limits.callsAtOnce) return { status: 503, because: 'calls-at-once', retryAtMs: null }
  if (usage.begunInHour(nowMs) >= limits.callsPerHour)
    return { status: 403, because: 'calls-per-hour', retryAtMs: limits.callsPerHour > 0 ? usage.hourEndsMs() : null }
  if (usage.talkedMs(nowMs) >= limits.minutesPerDay * 60_000)
    return { status: 403, because: 'minutes-per-day', retryAtMs: usage.dayEndsMs() }
  return null
}

const outboundCall = (clock: Clock, usage: Usage, talk: Talk): OutboundCall => ({
  taken: true,
  answered: () => {
    talk.fromMs ??= clock.nowMs()
  },
  ended: () => usage.end(talk, clock.nowMs()),
})

/** Looks at two of them for each call, so that what is over goes sooner or later. */
const forgetSome = (usages: Map<string, Usage>, nowMs: number): void => {
  let looked = 0
  for (const [extension, usage] of usages) {
    if (looked >= 2) return
    looked += 1
    usages.delete(extension)
    if (!usage.isEmpty(nowMs)) usages.set(extension, usage)
  }
}
