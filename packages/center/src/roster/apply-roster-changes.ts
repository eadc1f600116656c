/** Carries out changes of a roster on a floor with calls up. */
import type { Acd } from '@callweave/acd'
import type { RosterChange } from './diff-rosters.js'

/**
 * Makes each change an event, in force at once: calls that wait are offered to whoever may take them now, and calls that
 * are up go on. Somebody who is gone finishes the call, then is logged out.
 *
 * Returns the changes that could not be made: another phone for somebody on the floor, and all of somebody new whose phone
 * another is still logged in at.
 *
 * @throws CallweaveError `out-of-range` for a queue or an agent that the floor does not have; changes before that one have
 * been made.
 */
export const applyRosterChanges = (acd: Acd, changes: readonly RosterChange[]): readonly RosterChange[] => {
  const absent = new Set<string>()
  return changes.filter((change) => {
    if (change.change === 'added' && isTaken(acd, change.definition.extension)) absent.add(change.agent)
    return absent.has(change.agent) || !apply(acd, change)
  })
}

const isTaken = ({ floor }: Acd, extension: string): boolean =>
  [...floor.agents.values()].some((agent) => agent.extension === extension && agent.state !== 'logged-out')

/** False when only a restart can. */
const apply = (acd: Acd, change: RosterChange): boolean => {
  switch (change.change) {
    case 'added':
      return bring(acd, change)
    case 'removed':
      acd.setState(change.agent, 'logged-out', { because: 'roster' })
      return true
    case 'skill':
      acd.changeSkill(change.agent, change.skill, change.to)
      return true
    case 'joined':
      acd.changeMember(change.queue, change.agent, {
        level: change.level,
        penalty: change.penalty,
        weight: change.weight,
      })
      return true
    case 'left':
      acd.changeMember(change.queue, change.agent, null)
      return true
    case 'level':
    case 'penalty':
    case 'weight':
      acd.changeMember(change.queue, change.agent, { [change.change]: change.to })
      return true
    case 'at-restart':
      return false
  }
}

/** Somebody who was removed and comes back is on the floor still, with the phone of then. */
const bring = (acd: Acd, { agent, definition }: Extract<RosterChange, { change: 'added' }>): boolean => {
  const known = acd.floor.agents.get(agent)
  if (known === undefined) {
    acd.addAgent(agent, definition)
    return true
  }
  const skills = definition.skills ?? {}
  for (const skill of known.skills.keys()) if (skills[skill] === undefined) acd.changeSkill(agent, skill, 0)
  for (const [skill, level = 0] of Object.entries(skills)) {
    if (known.skills.get(skill) !== level) acd.changeSkill(agent, skill, level)
  }
  return known.extension === definition.extension
}
