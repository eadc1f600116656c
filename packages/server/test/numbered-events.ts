/** Events that can be told to be right from their number alone. */
import type { CallEvent } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'

export const eventNumber = (seq: number): CallEvent => {
  const atMs = 1_700_000_000_000 + seq * 7
  return seq % 2 === 0
    ? eventOf('variable.set', { seq, atMs, variable: `v${seq % 5}`, value: 'x'.repeat(seq % 300) })
    : eventOf('queue.entered', { seq, atMs, queue: `q${seq % 3}`, wants: { skill: seq }, virtualStartMs: atMs })
}
