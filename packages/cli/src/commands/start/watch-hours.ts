/** Which opening hours begin and end while a center runs. */
import { openingOf } from '@callweave/server'
import type { Teller } from './teller.js'

const everyMs = 5_000

/** Returns its undoing. */
export const watchHours = (
  { running }: { readonly running: Parameters<typeof openingOf>[0] },
  { tell }: Pick<Teller, 'tell'>,
): (() => void) => {
  const now = () => new Map(openingOf(running).numbers.flatMap(({ hours }) => hours.map((one) => [one.hours, one])))
  let known = now()
  if (known.size === 0) return () => {}
  const timer = setInterval(() => {
    const next = now()
    for (const [hours, { open, changesAtMs }] of next)
      if (known.get(hours)?.open !== open) tell({ notice: 'hours-changed', hours, open, untilMs: changesAtMs })
    known = next
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
