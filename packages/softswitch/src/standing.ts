/**
 * Servers of one name that did not answer lately are tried after the others: RFC 3263 section 4.3 would have each request
 * wait for them again.
 */
import type { Clock } from '@callweave/core'
import type { Flow } from './flow.js'
import { createRecent } from './recent.js'

export interface Standing {
  /** As they are, those that failed lately at the end. */
  inOrder(flows: readonly Flow[]): readonly Flow[]
  /** Said nothing, could not be reached, or answered 503. */
  failed(flow: Flow): void
  /** Answered anything else. */
  heard(flow: Flow): void
}

/** Then it is tried in its turn again. */
const forMs = 60_000
/** Servers that are remembered. */
const most = 200

/** One server, whichever of our sockets speaks to it. */
export const sameServer = (a: Flow, b: Flow): boolean => serverOf(a) === serverOf(b)

const serverOf = ({ transport, source, port }: Flow): string => `${transport} ${source} ${port}`

export const createStanding = (clock: Clock): Standing => {
  const untilMs = createRecent(most, () => ({ ms: Number.NEGATIVE_INFINITY }))
  const isPoor = (flow: Flow): boolean => (untilMs.peek(serverOf(flow))?.ms ?? 0) > clock.nowMs()
  return {
    inOrder: (flows) => [...flows.filter((flow) => !isPoor(flow)), ...flows.filter(isPoor)],
    failed: (flow) => {
      untilMs.need(serverOf(flow)).ms = clock.nowMs() + forMs
    },
    heard: (flow) => {
      const known = untilMs.peek(serverOf(flow))
      if (known !== undefined) known.ms = Number.NEGATIVE_INFINITY
    },
  }
}
