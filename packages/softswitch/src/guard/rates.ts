/** How many messages a source may send: a bucket of tokens each, filled at a steady rate. */
import { createRecent } from '../recent.js'
import type { Rate, RateSettings } from './settings.js'

/** `refuse`: answer 503 with Retry-After; `drop`: nothing. */
export type RateVerdict = 'pass' | 'refuse' | 'drop'

export interface Rates {
  /** A message of this source has come: a network, or the flow of a registered phone. */
  take(source: string, isKnown: boolean, nowMs: number): RateVerdict
  /** What `take` would say; counts nothing, remembers nobody. */
  peek(source: string, isKnown: boolean, nowMs: number): RateVerdict
  readonly size: number
}

interface Bucket {
  tokens: number
  atMs: number
  /** Answered with 503 since it was full last. */
  refused: number
}

export const createRates = (settings: RateSettings): Rates => {
  const buckets = createRecent(settings.sources, unheard)
  const judge = (bucket: Bucket, isKnown: boolean, nowMs: number): RateVerdict => {
    fill(bucket, isKnown ? settings.known : settings.others, nowMs)
    if (bucket.tokens >= 1) return 'pass'
    return bucket.refused < settings.answered ? 'refuse' : 'drop'
  }
  return {
    take: (source, isKnown, nowMs) => {
      const bucket = buckets.need(source)
      const verdict = judge(bucket, isKnown, nowMs)
      if (verdict === 'pass') bucket.tokens -= 1
      else bucket.refused += 1
      return verdict
    },
    peek: (source, isKnown, nowMs) => judge({ ...(buckets.peek(source) ?? unheard()) }, isKnown, nowMs),
    get size() {
      return buckets.size
    },
  }
}

/** Is filled before anything is asked of it. */
const unheard = (): Bucket => ({ tokens: 0, atMs: Number.NEGATIVE_INFINITY, refused: 0 })

const fill = (bucket: Bucket, { perSecond, burst }: Rate, nowMs: number): void => {
  const sinceMs = Math.max(0, nowMs - bucket.atMs)
  bucket.tokens = Math.min(
    burst,
    bucket.tokens + (sinceMs === Number.POSITIVE_INFINITY ? burst : (sinceMs * perSecond) / 1000),
  )
  bucket.atMs = Math.max(bucket.atMs, nowMs)
  if (bucket.tokens === burst) bucket.refused = 0
}
