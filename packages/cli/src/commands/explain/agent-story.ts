/** Prints what an agent did at one instant, and why this call and no other comes to the agent, or none. */
import type { AgentExplanation, ExplainedCall } from '@callweave/acd'
import type { Context } from '../../frame/command.js'
import { wrapLine } from '../../output/wrap.js'
import { wordOf } from '../../text/word-of.js'
import type { AgentStory, PassedBy } from './agent-replay.js'
import { labelOf, orderOf } from './candidates.js'
import { exactLocalTime, localTime } from './local-time.js'
import { why } from './sentences.js'
import { shorten, stopwatch } from './short.js'

type With = Pick<Context, 'out' | 'words'>

export interface AgentStoryParts {
  readonly story: AgentStory
  /** How many waited, when the instant was chosen for that. */
  readonly busiest: number | null
  readonly timeZone: string
}

const mostShown = 8

export const printAgent = ({ story, busiest, timeZone }: AgentStoryParts, context: Context): void => {
  const { out, words } = context
  const { reasons } = words
  const { explained, atMs, lastOffer } = story
  const heading = reasons.agentHeading({ agent: explained.agent, at: exactLocalTime(atMs, timeZone), timeZone })
  const print = (text: string, tint = (line: string): string => line): void => {
    for (const line of wrapLine(text, out.columns)) out.print(`${tint(line)}\n`)
  }
  print(heading, out.tint.bold)
  if (busiest !== null) {
    print(busiest === 0 ? reasons.neverWaited : reasons.busiest({ n: out.format.number(busiest) }), out.tint.dim)
  }
  out.print('\n')
  for (const line of stateLines(explained, atMs, context)) print(line)
  if (lastOffer !== null) {
    const { call, queue, because, terms } = lastOffer
    const given = { call: String(call), queue, why: why(because, terms, lastOffer.atMs, context) }
    print(reasons.lastOffer({ at: timeOf(lastOffer.atMs, timeZone), ...given }))
  }
  for (const queue of explained.queues) {
    out.print('\n')
    for (const line of queueLines(explained, queue, atMs, context)) print(line)
  }
  for (const line of readyLines(story, timeZone, context)) print(line)
}

const stateLines = (explained: AgentExplanation, atMs: number, { out, words }: With): readonly string[] => {
  const { reasons, explain } = words
  const { state, reason, sinceMs, untilMs, call, offer, wanted, callsHandled, talkMs, misses, couldTake, queues } =
    explained
  const { number, span } = out.format
  const noQueues = queues.length === 0 ? [reasons.noQueues] : []
  if (state === 'logged-out') {
    const out = sinceMs === 0 ? reasons.neverIn : reasons.notIn({ time: span(atMs - sinceMs) })
    return [out, ...(queues.length === 0 ? noQueues : [reasons.couldTake({ n: number(couldTake) })])]
  }
  const parts = [reasons.agentState({ state: explain.states[state], time: span(atMs - sinceMs) })]
  if (reason !== null) parts.push(reasons.notReadyFor({ reason: wordOf(words.codes.reasons, reason) }))
  if (call !== null) parts.push(reasons.withCall({ call: String(call) }))
  if (offer !== null) parts.push(reasons.ringsFor({ call: String(offer.call) }))
  if (untilMs !== null && untilMs > atMs) parts.push(reasons.untilLatest({ time: span(untilMs - atMs) }))
  if (wanted !== null) parts.push(reasons.wantsState({ state: explain.states[wanted] }))
  return [
    parts.join(reasons.groupBetween),
    reasons.sinceShift({ n: number(callsHandled), talk: span(talkMs), misses: number(misses) }),
    ...noQueues,
  ]
}

const queueLines = (
  explained: AgentExplanation,
  { queue, level, waiting, calls }: AgentExplanation['queues'][number],
  atMs: number,
  context: With,
): readonly string[] => {
  const { out, words } = context
  const { reasons } = words
  const { number } = out.format
  const tier = level === 1 ? [] : [reasons.asTier({ tier: number(level) })]
  const head = [reasons.queueLine({ queue, n: number(waiting) }), ...tier].join(reasons.between)
  const shown = calls.slice(0, mostShown)
  const rest = waiting - shown.length
  return [
    head,
    ...shown.map((call) => `  ${callLine(call, explained, atMs, context)}`),
    ...(rest > 0 ? [`  ${reasons.more({ n: number(rest) })}`] : []),
  ]
}

const callLine = (
  { call, waitedMs, removed, ringing }: ExplainedCall,
  { agent, next }: AgentExplanation,
  atMs: number,
  context: With,
): string => {
  const { reasons } = context.words
  const parts = [reasons.waitingCall({ call: String(call), time: stopwatch(waitedMs) })]
  if (ringing.length > 0) parts.push(reasons.ringsAt({ agents: shorten(ringing, 30) }))
  if (removed?.because === 'put-off') parts.push(reasons.putOff({ time: stopwatch(removed.untilMs - atMs) }))
  else if (removed !== null) parts.push(reasons.notHere({ why: labelOf(removed, context) }))
  if (call === next && !ringing.includes(agent)) parts.push(reasons.nextHere)
  return parts.join(reasons.groupBetween)
}

const readyLines = ({ ready, explained }: AgentStory, timeZone: string, context: With): readonly string[] => {
  // Of somebody who has gone home, what came before says nothing about now.
  if (ready === null || explained.state === 'logged-out') return []
  const { out, words } = context
  const { reasons } = words
  const since = timeOf(ready.sinceMs, timeZone)
  if (ready.passedBy === 0) return ready.lasts ? ['', reasons.passedByNone({ since })] : []
  const told = { n: out.format.number(ready.passedBy), since }
  const rest = ready.passedBy - ready.offers.length
  return [
    '',
    ready.lasts ? reasons.passedBy(told) : reasons.lastOffers(told),
    ...(rest > 0 ? [`  ${reasons.earlierOnes({ n: out.format.number(rest) })}`] : []),
    ...ready.offers.map((offer) => `  ${passedLine(offer, timeZone, context)}`),
  ]
}

const passedLine = ({ atMs, call, to, here, of, ordered }: PassedBy, timeZone: string, context: With): string => {
  const { out, words } = context
  const { reasons } = words
  const head = reasons.toOther({ at: timeOf(atMs, timeZone), call: String(call), agent: shorten(to, 30) })
  if (here.removed !== null)
    return `${head}${reasons.groupBetween}${reasons.notHere({ why: labelOf(here.removed, context) })}`
  const place = out.format.number(here.place)
  const by = orderOf(ordered, reasons)
  return `${head}${reasons.groupBetween}${reasons.placeWas({ place, of: out.format.number(of), by })}`
}

const timeOf = (atMs: number, timeZone: string): string => localTime(atMs, timeZone).slice(11)
