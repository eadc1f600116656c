/** Which opening hours are open, until when, and where that leads the callers of each number. */
import type { HoursView, NumberView, Opening } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import { formatWhen, type WhenOptions } from '../../output/when.js'

type With = Pick<Context, 'out' | 'words'>

/** `open until 17:30` */
export const hoursText = (
  { open, changesAtMs }: Pick<HoursView, 'open' | 'changesAtMs'>,
  { words: { live } }: Pick<Context, 'words'>,
  when: WhenOptions,
): string => {
  const { hours } = live
  if (changesAtMs === null) return open ? hours.open : hours.closed
  const until = formatWhen(changesAtMs, when)
  return open ? hours.openUntil({ until }) : hours.closedUntil({ until })
}

/** A row for each number whose callers the hour of the day leads to one place or another. */
export const openingRows = (
  { numbers, timeZone }: Opening,
  nowMs: number,
  { out, words }: With,
): readonly (readonly string[])[] =>
  numbers
    .filter(({ hours }) => hours.length > 0)
    .map(({ number, flow, hours }) => [
      number,
      flow ?? words.start.noRoute,
      hours
        .map((one) => `${one.hours} ${hoursText(one, { words }, { nowMs, timeZone, language: out.language })}`)
        .join(words.reasons.between),
    ])

/** When the first of these hours begins or ends; `null` when none does. */
const nextOf = (numbers: readonly NumberView[]): number | null =>
  numbers
    .flatMap(({ hours }) => hours.flatMap(({ changesAtMs }) => changesAtMs ?? []))
    .reduce<number | null>((next, atMs) => Math.min(next ?? atMs, atMs), null)

/** Whether a number leads to the queue now; `-` when none ever does. */
export const queueOpening = (
  queue: string,
  { numbers, timeZone }: Opening,
  nowMs: number,
  { out, words }: With,
): string => {
  const leading = numbers.filter(({ queues }) => queues.some((one) => one.queue === queue))
  if (leading.length === 0) return '-'
  const open = leading.some(({ queues }) => queues.some((one) => one.queue === queue && one.open))
  return hoursText({ open, changesAtMs: nextOf(leading) }, { words }, { nowMs, timeZone, language: out.language })
}
