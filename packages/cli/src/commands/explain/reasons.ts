/** The lines below an event that say why: the order, who is passed over, and when the call is asked about again. */
import type { CallExplanation } from '@callweave/acd'
import type { Context } from '../../frame/command.js'
import { wrap, wrapText } from '../../output/wrap.js'
import { orderText, removedGroups } from './candidates.js'
import type { Moment } from './moments.js'
import { shorten, stopwatch } from './short.js'

type With = Pick<Context, 'out' | 'words'>

export const reasonLines = (moment: Moment, context: With): readonly string[] => {
  const { event, atMs } = moment
  const explained = moment.then ?? moment.explained
  if (explained === undefined) return []
  switch (event?.type) {
    case undefined:
    case 'queue.entered':
    case 'queue.widened':
      return [...whoCan(explained, atMs, context), ...askedAgain(explained, atMs, context)]
    case 'queue.left':
      return event.because === 'answered' ? [] : whoCan(explained, atMs, context)
    case 'offer.made':
      return whoElse(explained, atMs, context)
    default:
      return []
  }
}

/** With names: this is what a reader who asks about a wait is after. */
const whoCan = (explained: CallExplanation, atMs: number, context: With): readonly string[] => {
  const { reasons } = context.words
  const { out } = context
  if (explained.state === 'put-off') return []
  const order = orderText(explained, atMs, context)
  const because = explained.decision?.because ?? 'nobody-ready'
  const known: Readonly<Record<string, string>> = reasons.waitsBecause
  const groups = removedGroups(explained, atMs, context).map(({ label, names, countOnly }) => {
    const width = out.columns - 16 - label.length
    return `  ${reasons.group({ label, names: countOnly ? out.format.number(names.length) : shorten(names, width) })}`
  })
  return [
    ...(order === '' ? [reasons.nobodyReady] : folded(order, out)),
    ...(because === 'nobody-ready' || explained.decision?.decide !== 'wait'
      ? []
      : [reasons.strategyWaits({ because: known[because] ?? because })]),
    ...(groups.length === 0 ? [] : [reasons.group({ label: reasons.passedOver, names: '' }).trimEnd(), ...groups]),
  ]
}

/** In counts: an offer has its own reason already. */
const whoElse = (explained: CallExplanation, atMs: number, context: With): readonly string[] => {
  const { out, words } = context
  const { reasons } = words
  const others = explained.candidates.filter(({ place }) => place !== null).length - 1
  const counts = removedGroups(explained, atMs, context).map(({ label, names }) =>
    reasons.count({ label, n: out.format.number(names.length) }),
  )
  const [first = '', ...rest] = counts
  const passed = [reasons.group({ label: reasons.passedOver, names: first }), ...rest]
  return [
    ...(others > 0 ? folded(orderText(explained, atMs, context), out) : [reasons.noOther]),
    ...(counts.length === 0
      ? []
      : wrap(passed, out.columns - 15, reasons.groupBetween).map((line, i) => (i === 0 ? line : `  ${line}`))),
  ]
}

/** What has to happen, or how long it takes, until somebody looks at the call again; and what ends the wait by itself. */
const askedAgain = (explained: CallExplanation, atMs: number, { out, words }: With): readonly string[] => {
  const { when, endsBy, askedAgain: line } = words.reasons
  const { number } = out.format
  const able = explained.candidates.flatMap(({ agent, removed }) =>
    removed?.because === 'not-ready' && explained.state !== 'put-off' ? [{ agent, ...removed }] : [],
  )
  const here = able.filter(({ state }) => state !== 'logged-out')
  const [known] = here
    .flatMap(({ agent, untilMs }) => (untilMs === null || untilMs <= atMs ? [] : [{ agent, untilMs }]))
    .sort((a, b) => a.untilMs - b.untilMs)
  const first = known === undefined ? '' : when.latest({ agent: known.agent, time: stopwatch(known.untilMs - atMs) })
  const conditions: string[] = []
  const ends: string[] = []
  if (here.length > 0) conditions.push(when.free({ n: number(here.length), first }))
  else if (able.length > 0) conditions.push(when.in({ n: number(able.length) }))
  for (const { what, atMs: dueMs } of explained.next) {
    const time = stopwatch(dueMs - atMs)
    if (what === 'stage' || what === 'strategy' || what === 'callback-due') conditions.push(when[what]({ time }))
    else if (what !== 'announcement') ends.push(endsBy[what]({ time }))
  }
  const lines = [...(conditions.length === 0 ? [] : [line({ when: conditions })]), ...ends]
  return lines.flatMap((text) => folded(text, out))
}

/** What goes on in a further line stands further in. */
const folded = (text: string, { columns }: With['out']): readonly string[] =>
  wrapText(text, columns - 15).map((line, i) => (i === 0 ? line : `  ${line}`))
