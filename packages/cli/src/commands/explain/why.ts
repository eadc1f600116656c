/** One sentence or two of each wait: why it took so long. */
import type { Precedence } from '@callweave/acd'
import type { Context } from '../../frame/command.js'
import type { Stay, StayPart } from './stays.js'

type With = Pick<Context, 'out' | 'words'>

/** Less of a wait than this is not worth a word. */
const leastRatio = 0.05
const precedences: readonly Precedence[] = ['earlier', 'priority', 'level', 'later']

export const whyText = (stay: Stay, context: With): string => {
  const { out, words } = context
  const { reasons } = words
  const { number, span } = out.format
  const { queue, waitMs } = stay
  if (waitMs === 0) return reasons.didNotWait({ queue })
  const told = { wait: span(waitMs), queue, parts: partTexts(stay, context) }
  const sentences = [stay.isPromise ? reasons.promiseWaited(told) : reasons.waited(told)]
  if (stay.missed.length > 0) sentences.push(reasons.notAnswered({ agents: counted(stay.missed, context) }))
  if (stay.rejected.length > 0) sentences.push(reasons.turnedDown({ agents: counted(stay.rejected, context) }))
  if (stay.able < stay.members) {
    sentences.push(reasons.ableOf({ able: number(stay.able), members: number(stay.members) }))
  }
  const waitedInLine = stay.parts.some(({ cause }) => cause !== 'ringing' && cause !== 'put-off')
  if (waitedInLine && !stay.isPromise) sentences.push(reasons.aheadOnEntering({ n: number(stay.ahead) }))
  const taken = precedences.filter((name) => stay.othersTaken[name] > 0)
  if (taken.length > 0) {
    sentences.push(takenText(taken, stay.othersTaken, context))
  }
  const { gaveUp, otherwise } = stay.aheadGone
  if (gaveUp + otherwise > 0 && !stay.isPromise) {
    sentences.push(reasons.aheadGone({ gaveUp: number(gaveUp), otherwise: number(otherwise) }))
  }
  return sentences.join(reasons.sentenceBetween)
}

const takenText = (taken: readonly Precedence[], of: Stay['othersTaken'], { out, words }: With): string => {
  const { othersTakenAs, othersTaken, precedence, between } = words.reasons
  const { number } = out.format
  const [only] = taken
  if (only !== undefined && taken.length === 1) return othersTakenAs[only]({ n: number(of[only]) })
  const n = number(taken.reduce((sum, name) => sum + of[name], 0))
  const why = taken.map((name) => precedence[name]({ n: number(of[name]) }))
  return othersTaken({ n, why: why.join(between) })
}

const partTexts = ({ parts, waitMs }: Stay, context: With): readonly string[] => {
  const { out, words } = context
  const { reasons } = words
  const [most] = parts
  if (most !== undefined && most.forMs >= waitMs * (1 - leastRatio)) {
    const cause = causeText(most, context)
    return [parts.length === 1 ? reasons.wholeTime({ cause }) : reasons.almostWholeTime({ cause })]
  }
  return parts
    .filter(({ forMs }) => forMs >= waitMs * leastRatio)
    .map((part) => reasons.forTime({ cause: causeText(part, context), time: out.format.span(part.forMs) }))
}

const causeText = ({ cause, fewest, most }: StayPart, { out, words }: With): string => {
  const { number } = out.format
  const n = fewest === most ? number(most) : words.reasons.range({ fewest: number(fewest), most: number(most) })
  return words.reasons.causes[cause]({ n })
}

/** `emil (2 times), ana`. */
const counted = (agents: readonly string[], { out, words }: With): string => {
  const times = new Map<string, number>()
  for (const agent of agents) times.set(agent, (times.get(agent) ?? 0) + 1)
  return [...times]
    .map(([name, n]) => (n === 1 ? name : words.reasons.times({ name, times: out.format.number(n) })))
    .join(words.reasons.between)
}
