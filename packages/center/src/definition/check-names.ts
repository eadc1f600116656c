/** Every name that one section gives another must be there. */
import { type Path, type Problem, unknownName } from '@callweave/core'
import type { CenterSections } from './center-definition.js'

/** `agents`: all of them, or `null` while a roster has not been read. */
export const checkNames = (sections: CenterSections, agents: readonly string[] | null): readonly Problem[] => {
  const problems: Problem[] = []
  const known = {
    trunk: new Set(Object.keys(sections.trunks)),
    agent: agents === null ? null : new Set(agents),
    queue: new Set(Object.keys(sections.queues)),
    skill: new Set(sections.skills),
    prompt: new Set(Object.keys(sections.prompts ?? {})),
    flow: new Set(Object.keys(sections.flows)),
    group: agents === null ? null : new Set(Object.values(sections.agents).flatMap(({ groups }) => groups ?? [])),
    tag: new Set(Object.keys(sections.callerTags)),
    'hours entry': new Set(Object.keys(sections.hours ?? {})),
  }
  const need = (what: keyof typeof known, name: string | undefined, ...path: Path): void => {
    const names = known[what]
    if (name !== undefined && names?.has(name) === false) problems.push(unknownName(what, name, path, names))
  }
  for (const [id, agent] of Object.entries(sections.agents)) {
    for (const skill of Object.keys(agent.skills ?? {})) need('skill', skill, 'agents', id, 'skills', skill)
  }
  for (const [id, queue] of Object.entries(sections.queues)) {
    const at = (...path: Path): Path => ['queues', id, ...path]
    queue.members.forEach((member, i) => {
      if (typeof member === 'string') need('agent', member, ...at('members', i))
      else need('agent', member.agent, ...at('members', i, 'agent'))
    })
    for (const skill of Object.keys(queue.wants ?? {})) need('skill', skill, ...at('wants', skill))
    for (const [i, rule] of (queue.overflow ?? []).entries()) need('queue', rule.to, ...at('overflow', i, 'to'))
    need('prompt', queue.music, ...at('music'))
    for (const [i, prompt] of (queue.announce?.prompts ?? []).entries()) {
      need('prompt', prompt, ...at('announce', 'prompts', i))
    }
  }
  for (const [i, route] of sections.routes.entries()) {
    need('trunk', route.trunk, 'routes', i, 'trunk')
    need('hours entry', route.when, 'routes', i, 'when')
    need('tag', route.tag, 'routes', i, 'tag')
    need('flow', route.flow, 'routes', i, 'flow')
  }
  for (const [number, leads] of Object.entries(sections.dialing?.numbers ?? {})) {
    if ('queue' in leads) need('queue', leads.queue, 'dialing', 'numbers', number, 'queue')
    else if ('group' in leads) need('group', leads.group, 'dialing', 'numbers', number, 'group')
    else need('flow', leads.flow, 'dialing', 'numbers', number, 'flow')
  }
  for (const [number, agent] of Object.entries(sections.owners)) need('agent', agent, 'owners', number)
  return problems
}
