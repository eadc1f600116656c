/** What a call brings into a queue, without what it does not bring. */
import type { EnterOptions } from '@callweave/acd'

const none = {}

export const enterOptions = (
  priority: number,
  wants: Readonly<Record<string, number>> | null,
  preferred: string | null,
  virtualStartMs: number | null,
): EnterOptions => ({
  priority,
  ...(wants === null ? none : { wants }),
  ...(preferred === null ? none : { preferred }),
  ...(virtualStartMs === null ? none : { virtualStartMs }),
})
