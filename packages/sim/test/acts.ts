/** What happens in a random run beside calls: people change their state, supervisors their rules, phones go dead. */
import { CallweaveError } from '@callweave/core'
import type { World } from '@callweave/sim'
import type { Act } from './any-people.js'
import { performAtPhone } from './phone-acts.js'

export const perform = ({ center, board }: World, { act, agent, n }: Act): void => {
  const live = center.floor.agents.get(agent)
  const queue = ['one', 'two', 'three'][n % 3] as string
  switch (act) {
    case 'ready':
    case 'not-ready':
    case 'logged-out': {
      // A person cannot do what the state table refuses, and a phone's buttons are greyed out.
      if (live?.state === 'logged-out' && act === 'logged-out') return
      try {
        center.acd.setState(agent, act, act === 'not-ready' ? { reason: 'meal' } : {})
      } catch (error) {
        if (!(error instanceof CallweaveError) || error.code !== 'illegal-state') throw error
      }
      return
    }
    case 'reprioritize': {
      const [first] = [...center.floor.entries.values()]
      if (first !== undefined) center.acd.reprioritize(first.call, n, 'asked')
      return
    }
    case 'leave':
      center.acd.changeMember(queue, agent, null)
      return
    case 'join':
      center.acd.changeMember(queue, agent, { level: 1 + (n % 3), penalty: n % 4, weight: 1 + n })
      return
    case 'skill':
      center.acd.changeSkill(agent, 'talk', n)
      return
    case 'cut':
    case 'mend':
      board.cutOff(live?.extension ?? '', act === 'cut')
      return
    default:
      performAtPhone({ center, board } as World, act, agent, n)
  }
}
