/** The candidates of a waiting call in words: who is in the order and by what, and who is passed over for which reason. */
import type { CallExplanation, ExplainedCandidate, Removal } from '@callweave/acd'
import type { AgentState } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import type { Catalogue } from '../../text/en.js'
import { wordOf } from '../../text/word-of.js'
import { shorten, stopwatch } from './short.js'

type With = Pick<Context, 'out' | 'words'>

/** Those who could be rung, first to last, with what decides between them. Nobody: no text. */
export const orderText = (explained: CallExplanation, atMs: number, context: With): string => {
  const { reasons } = context.words
  const ordered = explained.candidates.filter(({ place }) => place !== null)
  if (ordered.length === 0) return ''
  const shown = ordered.map((candidate) => {
    const terms = [...ranks(candidate, ordered, context), ...termTexts(candidate, atMs, context)]
    if (candidate.tied) terms.push(reasons.tied)
    return [candidate.agent, ...terms].join(' ').replaceAll(' ', '\u00a0')
  })
  const label = orderLabel(explained, ordered, reasons)
  const [first] = ordered
  const asked = first?.preferred === true && ordered.length > 1 ? `; ${reasons.first({ agent: first.agent })}` : ''
  const room = 2 * (context.out.columns - 18) - label.length - asked.length
  return `${reasons.group({ label, names: shorten(shown, room) })}${asked}`
}

const orderLabel = (
  { decision }: CallExplanation,
  ordered: readonly ExplainedCandidate[],
  reasons: Catalogue['reasons'],
): string => {
  const keys = ordered[0]?.terms ?? []
  if (decision?.decide === 'draw') return reasons.drawnAmong
  if (keys.length === 0) return reasons.looksAtAll
  return reasons.inOrder({ by: orderOf(ordered, reasons) })
}

/** `tier, longest idle, name`. */
export const orderOf = (
  ordered: readonly ExplainedCandidate[],
  { orders }: Catalogue['reasons'],
): readonly string[] => {
  const keys = (ordered[0]?.terms ?? []).map(({ key, direction }) => {
    const named = (orders as Readonly<Record<string, string | Readonly<Record<string, string>>>>)[key] ?? key
    return typeof named === 'string' ? named : (named[direction] ?? key)
  })
  const tier = differ(ordered, 'level') ? [orders.tier] : []
  const penalty = differ(ordered, 'penalty') ? [orders.penalty] : []
  return [...tier, ...penalty, ...keys, orders.name]
}

const differ = (ordered: readonly ExplainedCandidate[], key: 'level' | 'penalty'): boolean =>
  ordered.some((candidate) => candidate[key] !== ordered[0]?.[key])

const ranks = (
  { level, penalty }: ExplainedCandidate,
  ordered: readonly ExplainedCandidate[],
  { out, words }: With,
): string[] => {
  const { terms } = words.reasons
  return [
    ...(differ(ordered, 'level') ? [terms.tier({ n: out.format.number(level) })] : []),
    ...(differ(ordered, 'penalty') ? [terms.penalty({ n: out.format.number(penalty) })] : []),
  ]
}

const termTexts = (candidate: ExplainedCandidate, atMs: number, { out, words }: With): readonly string[] => {
  const { terms } = words.reasons
  const { number } = out.format
  return candidate.terms.map(({ key, value }) => {
    switch (key) {
      case 'idleSinceMs':
        return words.explain.idleFor({ time: stopwatch(atMs - value) })
      case 'talkMs':
        return terms.talkMs({ n: stopwatch(value) })
      case 'position':
        return terms.position({ n: number(value + 1) })
      case 'callsHandled':
      case 'skillLevel':
      case 'weight':
      case 'answeredPerWeight':
      case 'turn':
      case 'mayBegin':
      case 'dueAt':
        return terms[key]({ n: number(value, 2) })
      default:
        return terms.other({ key, n: number(value, 2) })
    }
  })
}

export interface RemovedGroup {
  readonly label: string
  readonly names: readonly string[]
  /** Too many to be of interest one by one. */
  readonly countOnly: boolean
}

const states: readonly AgentState[] = ['ringing', 'talking', 'hold', 'wrap-up', 'not-ready', 'logged-out']

/** Who is passed over, one group for each reason: first what ends by itself, last what the rules say. */
export const removedGroups = (
  { candidates }: CallExplanation,
  atMs: number,
  context: With,
): readonly RemovedGroup[] => {
  const groups = new Map<string, { label: string; names: string[]; countOnly: boolean; rank: number }>()
  for (const { agent, removed } of candidates) {
    if (removed === null) continue
    const label = labelOf(removed, context)
    const group = groups.get(label) ?? { label, names: [], countOnly: isCounted(removed), rank: rankOf(removed) }
    group.names.push([agent, ...detailOf(removed, atMs, context.words)].join(' '))
    groups.set(label, group)
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank)
}

const isCounted = (removed: Removal): boolean =>
  removed.because === 'held-for-preferred' || (removed.because === 'not-ready' && removed.state === 'logged-out')

const rankOf = (removed: Removal): number =>
  removed.because === 'not-ready' ? states.indexOf(removed.state) : removed.because === 'refused' ? 10 : 11

export const labelOf = (removed: Removal, { out, words }: With): string => {
  const { reasons, explain } = words
  const { number } = out.format
  switch (removed.because) {
    case 'not-ready':
      return explain.states[removed.state]
    case 'held-for-preferred':
      return reasons.held({ agent: removed.agent })
    case 'level':
      return reasons.level({ has: number(removed.has) })
    case 'penalty': {
      const wanted = number(removed.wanted)
      return removed.has > removed.wanted ? reasons.penaltyOver({ wanted }) : reasons.penaltyUnder({ wanted })
    }
    case 'skill':
      if (removed.has === 0) return reasons.noSkill({ skill: removed.skill })
      return reasons.skill({ skill: removed.skill, wanted: number(removed.wanted) })
    case 'refused':
      return reasons.refused
  }
}

const detailOf = (removed: Removal, atMs: number, { codes }: With['words']): readonly string[] => {
  switch (removed.because) {
    case 'not-ready':
      return [
        ...(removed.reason === null ? [] : [wordOf(codes.reasons, removed.reason)]),
        stopwatch(atMs - removed.sinceMs),
      ]
    case 'skill':
    case 'penalty':
      return removed.has === 0 ? [] : [String(removed.has)]
    default:
      return []
  }
}
