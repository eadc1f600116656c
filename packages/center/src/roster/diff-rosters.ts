/** What is different between two rosters: what has to happen on a floor that runs the first to make it the second. */
import type { AgentDefinition, MemberDefinition } from '@callweave/acd'
import { canonicalText } from '@callweave/core'
import type { CenterSections } from '../definition/center-definition.js'

/** One change; carried out, it is one event, or for somebody new or gone one for each thing that follows. */
export type RosterChange =
  | { readonly change: 'added'; readonly agent: string; readonly definition: AgentDefinition }
  | { readonly change: 'removed'; readonly agent: string }
  /** 0 takes the skill away. */
  | {
      readonly change: 'skill'
      readonly agent: string
      readonly skill: string
      readonly from: number
      readonly to: number
    }
  | ({ readonly change: 'joined'; readonly queue: string; readonly agent: string } & Standing)
  | { readonly change: 'left'; readonly queue: string; readonly agent: string }
  | {
      readonly change: 'level' | 'penalty' | 'weight'
      readonly queue: string
      readonly agent: string
      readonly from: number
      readonly to: number
    }
  /** Settings that a floor takes up when it starts. */
  | { readonly change: 'at-restart'; readonly agent: string; readonly settings: readonly (keyof AgentDefinition)[] }

/** An agent's standing in a queue, with nothing left to defaults. */
export interface Standing {
  readonly level: number
  readonly penalty: number
  readonly weight: number
}

/** What `diffRosters` compares: two loaded definitions have it. */
export interface WithRoster {
  readonly sections: Pick<CenterSections, 'agents' | 'queues'>
}

/**
 * The changes from one definition's agents and members to another's, in an order that can be carried out: who is gone, who is
 * new, then skills and queues. Queues that only one of them has are left out: a roster brings no queue.
 *
 * @example
 * const changes = diffRosters(before, after)
 * const later = applyRosterChanges(center.acd, changes)
 */
export const diffRosters = (before: WithRoster, after: WithRoster): readonly RosterChange[] => {
  const old = before.sections.agents
  const now = after.sections.agents
  const changes: RosterChange[] = []
  for (const agent of Object.keys(old)) if (now[agent] === undefined) changes.push({ change: 'removed', agent })
  for (const [agent, definition] of Object.entries(now)) {
    if (old[agent] === undefined) changes.push({ change: 'added', agent, definition })
  }
  for (const [agent, definition] of Object.entries(now)) {
    const was = old[agent]
    if (was !== undefined) changes.push(...diffSettings(agent, was, definition), ...diffSkills(agent, was, definition))
  }
  for (const [queue, { members }] of Object.entries(after.sections.queues)) {
    const was = before.sections.queues[queue]
    if (was !== undefined) changes.push(...diffMembers(queue, standings(was.members), standings(members)))
  }
  return changes
}

const lasting = ['extension', 'password', 'name', 'groups', 'limits'] as const

const diffSettings = (agent: string, was: AgentDefinition, is: AgentDefinition): RosterChange[] => {
  const settings = lasting.filter((key) => canonicalText(was[key] ?? null) !== canonicalText(is[key] ?? null))
  return settings.length === 0 ? [] : [{ change: 'at-restart', agent, settings }]
}

const diffSkills = (
  agent: string,
  { skills: was = {} }: AgentDefinition,
  { skills: is = {} }: AgentDefinition,
): RosterChange[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((skill) => {
    const from = was[skill] ?? 0
    const to = is[skill] ?? 0
    return from === to ? [] : [{ change: 'skill', agent, skill, from, to }]
  })

type Standings = ReadonlyMap<string, Standing>

const standings = (members: readonly (string | MemberDefinition)[]): Standings =>
  new Map(
    members.map((member) => {
      const { agent, level = 1, penalty = 0, weight = 1 } = typeof member === 'string' ? { agent: member } : member
      return [agent, { level, penalty, weight }]
    }),
  )

const rules = ['level', 'penalty', 'weight'] as const

const diffMembers = (queue: string, was: Standings, is: Standings): RosterChange[] => {
  const changes: RosterChange[] = []
  for (const [agent, standing] of is) {
    const before = was.get(agent)
    if (before === undefined) changes.push({ change: 'joined', queue, agent, ...standing })
    else {
      for (const change of rules) {
        const from = before[change]
        const to = standing[change]
        if (from !== to) changes.push({ change, queue, agent, from, to })
      }
    }
  }
  for (const agent of was.keys()) if (!is.has(agent)) changes.push({ change: 'left', queue, agent })
  return changes
}
