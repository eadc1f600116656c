/** One moment of a call as a sentence, and below it where everybody was. Events that say nothing to a reader give none. */
import type { AgentState, Terms } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import type { QueueView } from './floor.js'
import type { Moment } from './moments.js'

type With = Pick<Context, 'out' | 'words'>

export const describeMoment = (moment: Moment, context: With): readonly string[] => {
  const said = sentence(moment, context)
  return said === undefined ? [] : [said, ...floorLines(moment, context)]
}

const sentence = ({ event, queue: view }: Moment, { out, words }: With): string | undefined => {
  const { explain } = words
  const { span, number } = out.format
  switch (event.type) {
    case 'leg.arrived':
      return explain.arrived({ caller: event.caller, dialed: event.dialed, trunk: event.trunk })
    case 'call.refused':
      return explain.refused[event.because]
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
        : explain.unanswered({ because: event.because ?? '' })
    case 'language.chosen':
      return explain.language({ language: event.language })
    case 'queue.refused':
      return explain.queueRefused({ queue: event.queue, because: event.because })
    case 'queue.entered': {
      const wants =
        event.wants === null
          ? ''
          : Object.entries(event.wants)
              .map(([skill, level]) => `${skill} ${level}`)
              .join(', ')
      const waiting = number(view?.waiting ?? 0)
      return explain.waits({ queue: event.queue, waiting, wants, preferred: event.preferred ?? '' })
    }
    case 'queue.widened':
      return explain.widened({ stage: number(event.stage) })
    case 'queue.announced': {
      const wait = event.estimatedWaitMs === null ? '' : span(event.estimatedWaitMs)
      return explain.announced({ position: number(event.position), wait })
    }
    case 'queue.reprioritized':
      return explain.reprioritized({ because: event.because, priority: number(event.priority) })
    case 'offer.made':
      return explain.offered({ agent: event.agent, why: why(event.because, event.terms, event.atMs, { out, words }) })
    case 'offer.missed':
      return explain.missedBy({ agent: event.agent, misses: number(event.misses) })
    case 'offer.rejected':
      return explain.rejectedBy({ agent: event.agent, because: event.because })
    case 'offer.withdrawn':
      return explain.withdrawn({ agent: event.agent, because: event.because })
    case 'offer.accepted':
      return explain.accepted({ agent: event.agent })
    case 'queue.left':
      return explain.left[event.because]({ wait: span(event.waitMs) })
    case 'message.left':
      return explain.message({ box: event.box, length: span(event.lengthMs) })
    case 'survey.answered':
      return explain.survey({ question: event.question, answer: event.answer })
    case 'callback.requested':
      return explain.callback({ queue: event.queue })
    case 'callback.dialed':
      return explain.callbackDialed({ agent: event.agent, attempt: number(event.attempt) })
    case 'callback.failed':
      return explain.callbackFailed({ because: event.because })
    case 'callback.ended':
      return explain.callbackEnded({ because: event.because })
    case 'leg.ended':
      return event.by === 'caller' || event.by === 'agent' ? explain.hungUp[event.by] : undefined
    case 'call.ended':
      return out.tint.bold(explain.ended({ outcome: explain.outcomes[event.outcome] }))
    default:
      return undefined
  }
}

/** A decision's code and terms, turned into words only here. Codes of strategies that we do not know stand as they are. */
const why = (because: string, terms: Terms, atMs: number, { out, words }: With): string => {
  const reasons: Readonly<Record<string, string>> = words.explain.because
  const told = Object.entries(terms).map(([term, value]) => {
    if (term === 'sinceMs' && typeof value === 'number')
      return words.explain.idleFor({ time: out.format.span(atMs - value) })
    if (term.endsWith('Ms') && typeof value === 'number') return `${term.slice(0, -2)} ${out.format.span(value)}`
    return `${term} ${value}`
  })
  return [reasons[because] ?? because, ...told].join(', ')
}

const order: readonly AgentState[] = ['ready', 'ringing', 'talking', 'hold', 'wrap-up', 'not-ready', 'logged-out']

const floorLines = ({ event, queue }: Moment, context: With): readonly string[] => {
  if (queue === undefined) return []
  if (event.type === 'queue.left' && event.because === 'answered') return []
  if (event.type === 'offer.made') return readyBeside(queue, event.agent, context)
  return order.flatMap((state) => linesOfState(queue, state, context))
}

const linesOfState = ({ members }: QueueView, state: AgentState, { out, words }: With): readonly string[] => {
  const those = members.filter((member) => member.state === state)
  const label = words.explain.states[state]
  if (state === 'ready' && those.length === 0) return [words.explain.nobodyReady]
  if (those.length === 0) return []
  if (state === 'logged-out') return [`${label}: ${out.format.number(those.length)}`]
  const named = those.map(({ agent, sinceMs, reason }) => {
    const more = [reason ?? '', stopwatch(sinceMs)].filter(Boolean).join(' ')
    return `${agent} ${more}`
  })
  return [`${label}: ${shorten(named, out.columns - 28)}`]
}

const readyBeside = ({ members }: QueueView, chosen: string, { out, words }: With): readonly string[] => {
  const others = members.filter(({ agent, state }) => state === 'ready' && agent !== chosen)
  if (others.length === 0) return [words.explain.noOther]
  const named = others.map(({ agent, sinceMs }) => `${agent} ${stopwatch(sinceMs)}`)
  return [`${words.explain.alsoReady}: ${shorten(named, out.columns - 28)}`]
}

/** `2:05`, or `1:02:05`: short, as many of them stand in one line. */
const stopwatch = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, '0'))
  const hours = Math.floor(seconds / 3600)
  return hours > 0 ? `${hours}:${rest.join(':')}` : rest.join(':').replace(/^0/, '')
}

/** As many names as fit on a line, then how many more there are. */
const shorten = (names: readonly string[], width: number): string => {
  let text = ''
  for (const [i, name] of names.entries()) {
    if (text !== '' && text.length + name.length + 2 > width) return `${text} + ${names.length - i}`
    text = text === '' ? name : `${text}, ${name}`
  }
  return text
}
