/** Puts what sources gave into a definition, and checks the whole again. */
import type { AgentDefinition, QueueDefinition } from '@callweave/acd'
import { CallweaveError, type ErrorParts, nearestName } from '@callweave/core'
import { z } from 'zod'
import type { CenterDefinition, CenterSections } from './center-definition.js'
import { checkDefinition } from './check.js'
import type { RosterEntry } from './sources.js'
import { isNumberPattern } from './trunks.js'

/** One value of a source, with its place: `blocked.csv:3`. */
export interface SourceValue {
  readonly value: string
  readonly where: string
}

/** What was read from each source of a definition. */
export interface SourcesRead {
  readonly rosters: readonly RosterEntry[]
  readonly blocked: readonly SourceValue[]
  readonly holidays: { readonly [hours: string]: readonly SourceValue[] }
}

/**
 * The definition with nothing left unread. Its hash is that of the same center with everything written out.
 *
 * @throws CallweaveError `file-invalid` naming the line of a source that does not fit the definition, and
 * `definition-invalid` for a definition that does not fit its sources.
 */
export const mergeSources = ({ sections }: CenterDefinition, read: SourcesRead): CenterDefinition =>
  checkDefinition({
    ...sections,
    ...mergeRosters(sections, read.rosters),
    blocked: [...sections.blocked, ...read.blocked.map(asNumber)],
    hours: Object.fromEntries(
      Object.entries(sections.hours ?? {}).map(([name, hours]) => {
        const dates = read.holidays[name]
        return [name, dates === undefined ? hours : { ...hours, holidays: dates.map(asDate) }]
      }),
    ),
  })

const mergeRosters = (
  sections: CenterSections,
  entries: readonly RosterEntry[],
): Pick<CenterSections, 'agents' | 'queues'> => {
  const agents: Record<string, AgentDefinition> = { ...sections.agents }
  const members = new Map(Object.entries(sections.queues).map(([id, queue]) => [id, [...queue.members]]))
  const placeOf = new Map(Object.keys(agents).map((id) => [id, 'the definition']))
  const phoneOf = new Map(Object.entries(agents).map(([id, { extension }]) => [extension, id]))
  for (const { agent, queues = [], where, ...definition } of entries) {
    const other = placeOf.get(agent)
    if (other !== undefined)
      throw invalid(where, {
        message: `the agent '${agent}' is also in ${other}`,
        remedy: 'Leave the agent in one of the two places',
      })
    const owner = phoneOf.get(definition.extension)
    if (owner !== undefined)
      throw invalid(where, {
        message: `the extension ${definition.extension} is also ${owner}'s`,
        remedy: 'Give each agent a phone',
      })
    placeOf.set(agent, where)
    phoneOf.set(definition.extension, agent)
    for (const skill of Object.keys(definition.skills ?? {})) {
      if (!sections.skills.includes(skill)) throw unknown('skill', skill, where, sections.skills)
    }
    agents[agent] = definition
    for (const { queue, ...rules } of queues) {
      const list = members.get(queue)
      if (list === undefined) throw unknown('queue', queue, where, [...members.keys()])
      if (list.some((member) => (typeof member === 'string' ? member : member.agent) === agent))
        throw invalid(where, {
          message: `'${agent}' is a member of '${queue}' twice`,
          remedy: 'Name the queue once, here or in the definition',
        })
      list.push(Object.keys(rules).length === 0 ? agent : { agent, ...rules })
    }
  }
  const queues: Record<string, QueueDefinition> = {}
  for (const [id, queue] of Object.entries(sections.queues)) {
    queues[id] = { ...queue, members: members.get(id) as QueueDefinition['members'] }
  }
  return { agents, queues }
}

const asNumber = ({ value, where }: SourceValue): string => {
  if (isNumberPattern(value)) return value
  throw invalid(where, {
    message: 'this is no phone number',
    found: value,
    expected: "a number, or its beginning and a '*': '0044*'",
  })
}

const asDate = ({ value, where }: SourceValue): string => {
  if (z.iso.date().safeParse(value).success) return value
  throw invalid(where, { message: 'this is no date', found: value, expected: "a date such as '2026-12-25'" })
}

const unknown = (what: string, name: string, where: string, names: readonly string[]): CallweaveError => {
  const nearest = nearestName(name, names)
  return invalid(where, {
    message: `there is no ${what} called '${name}'`,
    expected:
      names.length === 0 ? `a ${what} of the definition, which has none` : `one of ${names.slice(0, 8).join(', ')}`,
    ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
  })
}

const invalid = (where: string, parts: ErrorParts): CallweaveError =>
  new CallweaveError('file-invalid', { where, ...parts })
