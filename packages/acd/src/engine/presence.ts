/** Who is there. */
import type { AgentState } from '@callweave/core'
import type { AbsenceFactor } from '../definition/queues.js'
import type { Queue } from './queue.js'

/** At work: on a call, about to be, or ready for one. */
export const isWorking = ({ state }: { readonly state: AgentState }): boolean =>
  state !== 'logged-out' && state !== 'not-ready'

const factorOf: { readonly [S in AgentState]: AbsenceFactor | null } = {
  'logged-out': 'logged-out',
  'not-ready': 'not-ready',
  'wrap-up': 'wrap-up',
  ringing: 'ringing',
  talking: 'busy',
  hold: 'busy',
  ready: null,
}

/** Whether every member is away for one of the reasons. A queue without members is always away. */
export const allAbsent = (queue: Queue, factors: readonly AbsenceFactor[]): boolean =>
  queue.members.every((member) => {
    const factor = factorOf[member.agent.state]
    if (factor !== null && factors.includes(factor)) return true
    return factors.includes('penalty') && member.penalty > (queue.stages[0]?.mostPenalty ?? 0)
  })
