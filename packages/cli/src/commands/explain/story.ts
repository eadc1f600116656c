/** Prints the story of one call: a sentence for each event, and below it why. */
import type { CallEvent } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { wrapLine, wrapText } from '../../output/wrap.js'
import { createEndingFold } from '../../text/ending.js'
import { floorLines } from './floor-lines.js'
import { localTime } from './local-time.js'
import type { Moment } from './moments.js'
import { reasonLines } from './reasons.js'
import { type SentenceParts, sentence } from './sentences.js'
import type { Stay } from './stays.js'
import { whyText } from './why.js'

export interface StoryParts {
  readonly call: number
  readonly moments: readonly Moment[]
  /** Without a replay: none. */
  readonly stays: readonly Stay[]
  readonly timeZone: string
}

const indent = ' '.repeat(13)

export const printStory = ({ call, moments, stays, timeZone }: StoryParts, context: Context): void => {
  const { out, words } = context
  const startMs = moments[0]?.atMs ?? 0
  out.print(
    `${out.tint.bold(words.explain.heading({ call: String(call), at: localTime(startMs, timeZone), timeZone }))}\n`,
  )
  for (const stay of stays) {
    for (const line of wrapText(whyText(stay, context), Math.min(out.columns, 100))) out.print(`${line}\n`)
  }
  out.print('\n')
  const broken = brokenPromise(moments)
  const ending = createEndingFold()
  for (const { event } of moments) if (event !== null) ending.take(event)
  let shownMs = -1
  for (const { moment, agents, repeats, isExplained } of joined(moments)) {
    const head = sentence(moment, { agents, repeats, timeZone, broken, ending }, context)
    if (head === undefined) continue
    const sinceMs = moment.atMs - startMs
    const clock = sinceMs === shownMs ? '' : `${out.format.number(sinceMs / 1000, 1)} ${words.explain.seconds}`
    shownMs = sinceMs
    const tint = moment.event?.type === 'call.ended' ? out.tint.bold : (line: string): string => line
    for (const [i, line] of wrapLine(head, out.columns - indent.length).entries()) {
      out.print(`${i === 0 ? `${out.tint.dim(clock.padStart(11))}  ` : indent}${tint(line)}\n`)
    }
    const below = moment.queue === undefined ? reasonLines(moment, context) : floorLines(moment, context)
    if (isExplained) continue
    for (const line of below.flatMap((text) => wrapLine(text, out.columns - indent.length))) {
      out.print(`${indent}${out.tint.dim(line)}\n`)
    }
  }
}

const brokenPromise = (moments: readonly Moment[]): SentenceParts['broken'] => {
  const ended = moments.findLast(({ event }) => event?.type === 'callback.ended')?.event
  return ended?.type !== 'callback.ended' || ended.because === 'reached' ? null : ended.because
}

interface Joined {
  readonly moment: Moment
  /** Of an offer: all whose phones begin or stop to ring at once for the same reason. */
  readonly agents: readonly string[]
  /** Of the second attempt to call the caller back: it and those after it. Otherwise 0. */
  readonly repeats: number
  /** What follows at once says why. */
  readonly isExplained: boolean
}

interface Row extends Joined {
  readonly agents: string[]
  repeats: number
  isExplained: boolean
}

/** Several phones that ring together are one line, and so are further attempts to call a caller back. A wait that an offer follows at once is explained by the offer. */
const joined = (moments: readonly Moment[]): readonly Joined[] => {
  const rows: Row[] = []
  /** The last attempt that has a row, since the caller hung up. */
  let tried: Row | null = null
  for (const moment of moments) {
    const { event } = moment
    const last = rows.at(-1)
    const agents = agentsOf(event)
    if (last !== undefined && isSame(last.moment.event, event)) {
      last.agents.push(...agents)
      continue
    }
    const isAttempt = event?.type === 'party.asked' && event.as === 'recall'
    if (isAttempt && tried !== null && tried.repeats > 0) {
      tried.repeats += 1
      continue
    }
    if (event?.type === 'caller.cleared') tried = null
    if (last !== undefined && event?.type === 'offer.made' && last.moment.atMs === event.atMs) {
      last.isExplained = last.moment.event?.type === 'queue.entered' || last.moment.event?.type === 'queue.widened'
    }
    const row: Row = { moment, agents, repeats: isAttempt && tried !== null ? 1 : 0, isExplained: false }
    rows.push(row)
    if (isAttempt) tried = row
  }
  return rows
}

const agentsOf = (event: CallEvent | null): string[] =>
  event?.type === 'offer.made' || event?.type === 'offer.withdrawn' ? [event.agent] : []

const isSame = (a: CallEvent | null | undefined, b: CallEvent | null): boolean =>
  (a?.type === 'offer.made' || a?.type === 'offer.withdrawn') &&
  a.type === b?.type &&
  a.atMs === b.atMs &&
  a.because === b.because
