/**
 * Servers of one name that did not answer lately are tried after the others: RFC 3263 section 4.3 would have each request
 * wait for them again. One that has said when it may be asked again has no call before that: RFC 3261 section 21.5.4.
 */
import type { Clock } from '@callweave/core'
import type { Flow } from './flow.js'
import { createRecent } from './recent.js'

export interface Standing {
  /** As they are, those that failed lately at the end. */
  inOrder(flows: readonly Flow[]): readonly Flow[]
  /** Said nothing, could not be reached, or answered 503: with Retry-After in ms, else 0. */
  failed(flow: Flow, retryAfterMs?: number): void
  /** Whether a call may go there: not before the time that it has named, five minutes at most. */
  mayCall(flow: Flow): boolean
  /** Answered anything else. */
  heard(flow: Flow): void
}

/** Then it is tried in its turn again. */
const forMs = 60_000
/** Whoever names more is tried again after this. */
const longestRetryMs = 300_000
/** Servers that are remembered. */
const most = 200

/** One server, whichever of our sockets speaks to it. */
export const sameServer = (a: Flow, b: Flow): boolean => serverOf(a) === serverOf(b)

const serverOf = ({ transport, source, port }: Flow): string => `${transport} ${source} ${port}`

export const createStanding = (clock: Clock): Standing => {
  const servers = createRecent(most, () => ({ ms: Number.NEGATIVE_INFINITY, noCallsMs: Number.NEGATIVE_INFINITY }))
  const isPoor = (flow: Flow): boolean => (servers.peek(serverOf(flow))?.ms ?? 0) > clock.nowMs()
  return {
    inOrder: (flows) => [...flows.filter((flow) => !isPoor(flow)), ...flows.filter(isPoor)],
    failed: (flow, retryAfterMs = 0) => {
      const nowMs = clock.nowMs()
      const known = servers.need(serverOf(flow))
      known.ms = nowMs + forMs
      known.noCallsMs = Math.max(known.noCallsMs, nowMs + Math.min(retryAfterMs, longestRetryMs))
    },
    mayCall: (flow) => (servers.peek(serverOf(flow))?.noCallsMs ?? 0) <= clock.nowMs(),
    heard: (flow) => {
      const known = servers.peek(serverOf(flow))
      if (known !== undefined) known.ms = Number.NEGATIVE_INFINITY
    },
  }
}
