/** The order of a strategy, term by term, for people: computed anew, without a look at the indexes. */
import type { Demand } from '../engine/demand.js'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import type { OrderKey } from '../strategy/define.js'

export interface TermValue {
  readonly key: string
  readonly direction: 'ascending' | 'descending'
  readonly value: number
}

/** What the strategy orders by and what the member has; empty where it draws or looks at everybody. */
export const termsOf = (demand: Demand, member: Member): readonly TermValue[] => {
  const { order } = demand.queue.strategy
  if (order === 'chance' || order === 'none') return []
  if (order === 'cycle') return [{ key: 'turn', direction: 'ascending', value: turnOf(member) }]
  if (order === 'share') return shareTerms(member)
  return order.map(({ key, direction }) => ({ key, direction, value: valueOfKey[key](member, demand) }))
}

const valueOfKey: { readonly [K in OrderKey]: (member: Member, demand: Demand) => number } = {
  idleSinceMs: ({ agent }) => agent.idleSinceMs,
  callsHandled: ({ agent }) => agent.callsHandled,
  talkMs: ({ agent }) => agent.talkMs,
  position: ({ position }) => position,
  skillLevel: ({ agent }, demand) => demand.skillLevelOf(agent),
  weight: ({ weight }) => weight,
  answeredPerWeight: ({ share, weight }) => share / weight,
}

/** Steps from the member whose turn it is, round the list. */
const turnOf = ({ position, queue }: Member): number => {
  const round = Math.max(...queue.members.map((member) => member.position)) + 1
  return (position - queue.cyclePosition + round) % round
}

/** First those whose next call may begin, by when it is due; then the others, by when it may begin. */
const shareTerms = ({ share, weight, queue }: Member): readonly TermValue[] => {
  const mayBegin = share / weight + 1e-9 < queue.shareClock + 1 / queue.presentWeight
  return [
    { key: 'mayBegin', direction: 'descending', value: mayBegin ? 1 : 0 },
    { key: 'dueAt', direction: 'ascending', value: mayBegin ? (share + 1) / weight : share / weight },
  ]
}

export interface Ordered {
  readonly member: Member
  readonly terms: readonly TermValue[]
  /** Whether only the name decides between this one and the one before. */
  readonly tied: boolean
}

/** By level, penalty, the strategy's terms and the name; the preferred agent first where the strategy has one. */
export const orderOf = (entry: Entry, pool: readonly Member[]): readonly Ordered[] => {
  const { demand, queue, preferred, refusedBy } = entry
  const wish =
    queue.strategy.prefers === undefined || preferred === null || refusedBy?.includes(preferred) ? null : preferred
  const rows = pool.map((member) => ({ member, terms: termsOf(demand, member) }))
  const compare = (a: (typeof rows)[number], b: (typeof rows)[number]): number => {
    if (a.member.agent === wish || b.member.agent === wish) return a.member.agent === wish ? -1 : 1
    return a.member.level - b.member.level || a.member.penalty - b.member.penalty || byTerms(a.terms, b.terms)
  }
  rows.sort((a, b) => compare(a, b) || (a.member.agent.id < b.member.agent.id ? -1 : 1))
  return rows.map((row, i) => ({ ...row, tied: i > 0 && compare(rows[i - 1] as (typeof rows)[number], row) === 0 }))
}

const byTerms = (a: readonly TermValue[], b: readonly TermValue[]): number => {
  for (const [i, { value, direction }] of a.entries()) {
    const difference = value - (b[i]?.value ?? 0)
    if (difference !== 0) return direction === 'ascending' ? difference : -difference
  }
  return 0
}
