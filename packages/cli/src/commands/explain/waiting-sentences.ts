/** What a call comes into, waits for and is let into, as sentences. */
import type { CallExplanation, Removal } from '@callweave/acd'
import type { EventOf } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { labelOf } from './candidates.js'
import { localTime } from './local-time.js'
import type { Moment } from './moments.js'
import { shorten } from './short.js'

type With = Pick<Context, 'out' | 'words'>

export const enteredText = (
  { queue, wants, preferred, callback }: EventOf<'queue.entered'>,
  { explained, queue: view }: Moment,
  { out, words }: With,
): string => {
  const { explain } = words
  const { number } = out.format
  const parts = [explain.enters({ queue })]
  // Callers and promises do not stand in one line: a promise has no place to speak of.
  if (callback !== null) parts.push(explain.asPromise)
  else if (explained !== undefined) parts.push(explain.ahead({ n: number(explained.position - 1) }))
  else if (view !== undefined) parts.push(explain.othersWait({ n: number(view.waiting) }))
  const skills = Object.entries(wants ?? {}).map(([skill, level]) =>
    explain.wantsSkill({ skill, level: number(Number(level)) }),
  )
  if (skills.length > 0) parts.push(explain.wants({ skills: skills.join(words.reasons.between) }))
  if (preferred !== null) {
    const members = explained?.candidates ?? view?.members ?? []
    const removed = explained?.candidates.find(({ agent }) => agent === preferred)?.removed ?? null
    if (!members.some(({ agent }) => agent === preferred)) parts.push(explain.wouldLikeStranger({ agent: preferred }))
    else if (removed === null) parts.push(explain.wouldLike({ agent: preferred }))
    else parts.push(explain.wouldLikeBut({ agent: preferred, why: labelOf(removed, { out, words }) }))
  }
  return parts.join(words.reasons.groupBetween)
}

export const waitsStillText = ({ explained }: Moment, timeZone: string, { out, words }: With): string | undefined => {
  if (explained === undefined) return undefined
  const { explain } = words
  const due = explained.next.find(({ what }) => what === 'callback-due')
  if (explained.state === 'put-off' && due !== undefined) {
    return explain.waitsForItsTime({ due: localTime(due.atMs, timeZone) })
  }
  if (explained.isPromise) return explain.promiseWaitsStill
  return explain.waitsStill({ ahead: explain.ahead({ n: out.format.number(explained.position - 1) }) })
}

/** Names who may take it from then on, where the log could be replayed. */
export const widenedText = (
  { stage }: EventOf<'queue.widened'>,
  { explained, then }: Moment,
  { out, words }: With,
): string => {
  const { explain, reasons } = words
  const number = out.format.number(stage + 1)
  if (explained === undefined || then === undefined) return explain.widened({ stage: number })
  const groups = new Map<string, string[]>()
  for (const { agent, removed } of newlyLetIn(explained, then)) {
    const label = windowText(removed, then, { out, words })
    groups.set(label, [...(groups.get(label) ?? []), agent])
  }
  if (groups.size === 0) return explain.widenedNobody({ stage: number })
  return [...groups]
    .map(([what, names]) => {
      const width = Math.max(out.columns - 16 - what.length, 20)
      return explain.letIn({ what, agents: shorten(names, width) })
    })
    .join(reasons.groupBetween)
}

type Rule = Exclude<Removal, { readonly because: 'not-ready' | 'refused' }>

const isRule = (removed: Removal | null): removed is Rule =>
  removed !== null && removed.because !== 'not-ready' && removed.because !== 'refused'

/** Those whom a rule kept away before and none does now. */
const newlyLetIn = (before: CallExplanation, then: CallExplanation): { agent: string; removed: Rule }[] => {
  const stillOut = new Set(then.candidates.filter(({ removed }) => isRule(removed)).map(({ agent }) => agent))
  return before.candidates.flatMap(({ agent, removed }) =>
    isRule(removed) && !stillOut.has(agent) ? [{ agent, removed }] : [],
  )
}

const windowText = (removed: Rule, then: CallExplanation, { out, words }: With): string => {
  const { explain } = words
  const { number } = out.format
  switch (removed.because) {
    case 'held-for-preferred':
      return explain.letInBy.held({ agent: removed.agent })
    case 'level':
      return explain.letInBy.tier({ n: number(removed.has) })
    case 'penalty':
      return explain.letInBy.penalty({ n: number(removed.has) })
    case 'skill': {
      const level = then.wants[removed.skill] ?? 0
      return level === 0
        ? explain.letInBy.noSkill({ skill: removed.skill })
        : explain.letInBy.skill({ skill: removed.skill, n: number(level) })
    }
  }
}
