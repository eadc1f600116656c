/** What the log is told of strangers: once for each source and state, and never more than so many in an hour. */
import { createRecent, type Recent } from '../recent.js'

export type NoticeCode =
  /** answers come late */
  | 'guesses-slowed'
  /** nothing is answered until `untilMs`; at a trunk's address, nothing that needs a password */
  | 'guesses-refused'
  /** more messages than a source may send: 503, then nothing */
  | 'rate-exceeded'
  /** names itself as a tool that looks for switches to break into */
  | 'scanner'
  /** more was to be told in this hour than is told; `count` of them were left out of the last one */
  | 'notices-left-out'

export interface Notice {
  readonly code: NoticeCode
  /** An address, an IPv6 network `2001:db8:1:2::/64`, or empty where it is about many. */
  readonly source: string
  readonly atMs: number
  /** Until when it is so; `null` where that is not known. */
  readonly untilMs: number | null
  /** What the source has done, rounded down: failures, messages, notices left out. */
  readonly count: number
}

export interface Notices {
  /** Tells it unless that has been told of this source, for as long as `untilMs`, or an hour. */
  tell(notice: Notice): void
}

const hourMs = 3_600_000
const mostAnHour = 120

export const createNotices = (tell: (notice: Notice) => void, sources: number): Notices => {
  const told: Recent<{ untilMs: number }> = createRecent(sources, () => ({ untilMs: Number.NEGATIVE_INFINITY }))
  let hourEndsMs = Number.NEGATIVE_INFINITY
  let inHour = 0
  const pass = (notice: Notice): void => {
    const { atMs } = notice
    if (atMs >= hourEndsMs) {
      const leftOut = inHour - mostAnHour
      hourEndsMs = atMs + hourMs
      inHour = 0
      if (leftOut > 0) tell({ code: 'notices-left-out', source: '', atMs, untilMs: null, count: leftOut })
    }
    inHour += 1
    if (inHour <= mostAnHour) tell(notice)
  }
  return {
    tell: (notice) => {
      const { code, source, atMs, untilMs } = notice
      const before = told.need(`${code} ${source}`)
      if (atMs < before.untilMs) return
      before.untilMs = untilMs ?? atMs + hourMs
      pass(notice)
    },
  }
}
