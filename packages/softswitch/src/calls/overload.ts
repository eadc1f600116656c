/** When too much comes at once, new calls are refused and those that are up do not notice (RFC 5390's first duty). */
import type { Clock } from '@callweave/core'

export interface OverloadSettings {
  /** New calls within a second, from phones and trunks. Default 400. */
  readonly callsPerSecond: number
  /** How late the thread may be. Default 200. */
  readonly lagMs: number
  /** What a refused caller is told, in seconds. Default 5. */
  readonly retryAfterSeconds: number
}

export const defaultOverload: OverloadSettings = { callsPerSecond: 400, lagMs: 200, retryAfterSeconds: 5 }

export interface OverloadOptions {
  readonly clock: Clock
  readonly settings: OverloadSettings
  /** How late the thread is now, in ms. */
  readonly lagMs: () => number
  /** Told once for each spell. */
  readonly onBegin: (measured: { readonly lagMs: number; readonly callsPerSecond: number }) => void
}

/** Another spell begins when none was refused for so long. */
const quietMs = 10_000
/**
 * For so long nobody is let in when media were wanted and there were none: a call that is taken needs them at once, and the
 * media thread opens more within 20 ms.
 */
const shortMs = 200

export interface Overload {
  /** Counts a call that asks to come in; whether it may. */
  admits(): boolean
  /** Media were wanted for a call, and there were none. */
  lacksMedia(): void
}

export const createOverload = ({ clock, settings, lagMs, onBegin }: OverloadOptions): Overload => {
  let second = 0
  let calls = 0
  let refusedAtMs = Number.NEGATIVE_INFINITY
  let shortUntilMs = Number.NEGATIVE_INFINITY
  return {
    admits: () => {
      const nowMs = clock.nowMs()
      const now = Math.floor(nowMs / 1_000)
      if (now !== second) {
        second = now
        calls = 0
      }
      calls += 1
      const lateMs = lagMs()
      if (calls <= settings.callsPerSecond && lateMs <= settings.lagMs && nowMs >= shortUntilMs) return true
      if (nowMs - refusedAtMs > quietMs) onBegin({ lagMs: lateMs, callsPerSecond: calls })
      refusedAtMs = nowMs
      return false
    },
    lacksMedia: () => {
      shortUntilMs = clock.nowMs() + shortMs
    },
  }
}
