/** Every name that a flow uses is a name of the definition. */
import { type Path, type Problem, unknownName } from '@callweave/core'
import type { FlowNames, KnownNames } from '../definition/names.js'
import type { FullSections } from '../definition/sections.js'
import { kindOfStep } from '../steps/kinds.js'

/** What a name stands for, as a sentence says it. */
const words: Readonly<Record<keyof FlowNames, string>> = {
  prompt: 'prompt',
  queue: 'queue',
  skill: 'skill',
  agent: 'agent',
  hours: 'entry in hours',
  function: 'function',
  trunk: 'trunk group',
  language: 'language',
  flow: 'flow',
}

export const checkNames = (sections: FullSections, given: KnownNames): Problem[] => {
  const known: KnownNames = {
    ...given,
    prompt: Object.keys(sections.prompts),
    hours: Object.keys(sections.hours),
    function: Object.keys(sections.functions),
    language: sections.languages,
    flow: Object.keys(sections.flows),
  }
  const lists = new Map(Object.entries(known).map(([what, names]) => [what, new Set(names)]))
  const problems: Problem[] = []

  const expectName = (what: keyof FlowNames, name: string, path: Path): void => {
    const names = lists.get(what)
    if (names !== undefined && !names.has(name)) problems.push(unknownName(words[what], name, path, names))
  }

  for (const [flow, steps] of Object.entries(sections.flows)) {
    const stepNames = Object.keys(steps)
    for (const [name, step] of Object.entries(steps)) {
      const at = ['flows', flow, name]
      for (const { what, name: used, path } of kindOfStep(step).uses(step)) expectName(what, used, [...at, ...path])
      const told = new Set<string>()
      for (const { to, path } of kindOfStep(step).edges(step)) {
        const where = [...at, ...path]
        if (Object.hasOwn(steps, to) || told.has(where.join())) continue
        told.add(where.join())
        problems.push(unknownName('step', to, where, stepNames))
      }
      if (step.step === 'voicemail') expectBox(step.box, [...at, 'box'])
      if (step.step === 'hours') {
        const shifts = Object.keys(sections.hours[step.hours]?.shifts ?? {})
        for (const shift of Object.keys(step.onShift ?? {})) {
          if (!shifts.includes(shift)) problems.push(unknownName('shift', shift, [...at, 'onShift', shift], shifts))
        }
      }
    }
  }

  function expectBox(box: string, path: Path): void {
    const queues = lists.get('queue')
    const agents = lists.get('agent')
    if (queues === undefined || agents === undefined || queues.has(box) || agents.has(box)) return
    problems.push(unknownName('queue or agent', box, path, [...queues, ...agents]))
  }

  const { agent } = sections.menus
  if (agent !== undefined) expectName('queue', agent.queue, ['menus', 'agent', 'queue'])
  return problems
}
