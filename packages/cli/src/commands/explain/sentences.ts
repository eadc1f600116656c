/** One moment of a call as a sentence. Events that say nothing to a reader give none. */
import type { EventOf, Terms } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import type { EndingFold } from '../../text/ending.js'
import { wordOf } from '../../text/word-of.js'
import type { Moment } from './moments.js'
import { enteredText, waitsStillText, widenedText } from './waiting-sentences.js'

type With = Pick<Context, 'out' | 'words'>

export interface SentenceParts {
  /** Whose phones begin or stop to ring together; otherwise empty. */
  readonly agents: readonly string[]
  /** Of further attempts to call the caller back, which are one line: how many. Otherwise 0. */
  readonly repeats: number
  readonly timeZone: string
  /** How its promise to call back ended; `null` when there was none, or the caller was reached. */
  readonly broken: Exclude<EventOf<'callback.ended'>['because'], 'reached'> | null
  /** Of all events of the call. */
  readonly ending: EndingFold
}

export const sentence = (
  moment: Moment,
  { agents, repeats, timeZone, broken, ending }: SentenceParts,
  context: With,
): string | undefined => {
  const { event } = moment
  const { out, words } = context
  const { explain } = words
  const { span, number } = out.format
  if (event === null) return waitsStillText(moment, timeZone, context)
  const together = agents.join(words.reasons.between)
  switch (event.type) {
    case 'leg.arrived':
      return explain.arrived({ caller: event.caller, dialed: event.dialed, trunk: event.trunk })
    case 'call.refused':
      return explain.refused[event.because]
    case 'leg.dialed':
      return explain.dialed({ extension: event.extension, dialed: event.dialed })
    case 'call.placed':
      return explain.placed[event.what]({ extension: event.extension, toward: event.toward })
    case 'code.dialed':
      return explain.code({ extension: event.extension, code: wordOf(words.start.features, event.code) })
    case 'party.asked':
      return repeats > 0
        ? explain.recalledAgain({ toward: event.toward, n: number(repeats) })
        : explain.asked[event.as]({ toward: event.agent ?? event.toward })
    case 'transfer.asked':
      return explain.transferAsked({ toward: event.toward })
    case 'call.transferred':
      return explain.transferred[event.kind]({ agent: event.agent ?? '', toward: event.toward })
    case 'call.returned':
      return explain.returned[event.to]
    case 'conference.opened':
      return explain.conference
    case 'call.picked':
      return explain.picked({ by: event.agent ?? '', extension: event.extension })
    case 'leg.moved':
      return explain.moved({ from: number(event.from) })
    case 'call.cleared':
      return explain.cleared({ agent: event.agent })
    case 'caller.cleared':
      return explain.callerCleared({ agent: event.agent ?? '', span: span(event.untilMs - event.atMs) })
    case 'caller.back':
      return explain.callerBack[event.how]
    case 'leg.held':
      return explain.held
    case 'leg.retrieved':
      return explain.retrieved
    case 'leg.tapped':
      return explain.tapped[event.mode]
    case 'call.routed':
      return explain.routed({ flow: event.flow, tags: event.tags.join(', ') })
    case 'call.tagged':
      return explain.tagged({ tag: event.tag })
    case 'step.entered':
      return explain.step({ step: event.step, flow: event.flow })
    case 'menu.chosen':
      return explain.pressed({ key: event.key, step: event.step })
    case 'input.missed':
      return explain.missed[event.kind]
    case 'input.collected':
      return explain.typed({ step: event.step })
    case 'lookup.returned':
      return event.ok
        ? explain.answered({ took: span(event.tookMs) })
        : explain.unanswered({ because: wordOf(words.codes.lookupFailures, event.because ?? '') })
    case 'language.chosen':
      return explain.language({ language: event.language })
    case 'queue.refused':
      return explain.queueRefused({ queue: event.queue, because: explain.queueRefusedBecause[event.because] })
    case 'queue.entered':
      return enteredText(event, moment, context)
    case 'queue.widened':
      return widenedText(event, moment, context)
    case 'queue.announced': {
      const wait = event.estimatedWaitMs === null ? '' : span(event.estimatedWaitMs)
      return explain.announced({ position: number(event.position), wait })
    }
    case 'queue.reprioritized':
      return explain.reprioritized({ because: event.because, priority: number(event.priority) })
    case 'offer.made':
      return agents.length > 1
        ? explain.offered({ agent: together, why: why(event.because, {}, event.atMs, context) })
        : explain.offered({ agent: event.agent, why: why(event.because, event.terms, event.atMs, context) })
    case 'offer.missed':
      return explain.missedBy({ agent: event.agent, misses: number(event.misses) })
    case 'offer.rejected':
      return explain.rejectedBy({ agent: event.agent, because: explain.rejectedBecause[event.because] })
    case 'offer.withdrawn':
      return explain.withdrawn({ agent: together, because: explain.withdrawnBecause[event.because] })
    case 'offer.accepted':
      return explain.accepted({ agent: event.agent })
    case 'queue.left':
      return explain.left[event.because]({ wait: span(event.waitMs) })
    case 'message.left':
      return explain.message({ box: event.box, length: span(event.lengthMs) })
    case 'messages.heard':
      return explain.heardMessages({ box: event.box, count: String(event.count) })
    case 'survey.answered':
      return explain.survey({ question: event.question, answer: event.answer })
    case 'callback.requested':
      return explain.callback({ queue: event.queue })
    case 'callback.dialed':
      return explain.callbackDialed({ agent: event.agent, attempt: number(event.attempt) })
    case 'callback.failed':
      return explain.callbackFailed({ because: explain.callbackBecause[event.because] })
    case 'callback.ended':
      return explain.callbackEnded({ because: explain.callbackBecause[event.because] })
    case 'leg.ended':
      return event.by === 'caller' || event.by === 'agent' ? explain.hungUp[event.by] : undefined
    case 'call.ended':
      return explain.ended({ outcome: endText(event, broken, ending, context) })
    default:
      return undefined
  }
}

/** A promise that was not kept counts as abandoned, but its caller hung up long before and gave nothing up. */
const endText = (
  { outcome }: EventOf<'call.ended'>,
  broken: SentenceParts['broken'],
  ending: SentenceParts['ending'],
  { words: { explain } }: With,
): string => {
  if (broken !== null && outcome === 'abandoned') return explain.promiseEnds[broken]
  const how = ending.of(outcome)
  return how === null ? explain.outcomes[outcome] : explain.endings[how]
}

/** A decision's code and terms, turned into words only here. Codes of strategies that we do not know stand as they are. */
export const why = (because: string, terms: Terms, atMs: number, { out, words }: With): string => {
  const reasons: Readonly<Record<string, string>> = words.explain.because
  const told = Object.entries(terms).map(([term, value]) => termText(term, value, atMs, { out, words }))
  return [reasons[because] ?? because, ...told].join(words.reasons.between)
}

const termText = (term: string, value: Terms[string], atMs: number, { out, words }: With): string => {
  if (typeof value !== 'number') return `${term} ${value}`
  const { number, span } = out.format
  if (term === 'sinceMs') return words.explain.idleFor({ time: span(atMs - value) })
  if (term.endsWith('Ms')) return `${term.slice(0, -2)} ${span(value)}`
  const known: Readonly<Record<string, (of: { readonly n: string }) => string>> = words.reasons.offerTerms
  // Places in a list count from 0 in the log.
  return known[term]?.({ n: number(term === 'position' ? value + 1 : value, 2) }) ?? `${term} ${value}`
}
