/** From checked data to linked steps: first a shell for every step of every flow, then what each does. */
import { hashOf, NameTable, type Sound } from '@callweave/core'
import { type InputSettings, inputDefaults } from '../definition/input.js'
import { promptText } from '../definition/prompts.js'
import { type FullSections, type IvrSections, withDefaults } from '../definition/sections.js'
import type { FlowData } from '../definition/step.js'
import { createHours, type HoursCalendar } from '../hours/calendar.js'
import { kindOfStep } from '../steps/kinds.js'
import { lookupTimeoutMs } from '../steps/lookup.js'
import type { CollectCommand, IvrCommand } from './desk.js'
import {
  acts,
  type BySpoken,
  type CollectSettings,
  type FlowGraph,
  type FlowSet,
  type Linker,
  type StepNode,
} from './node.js'

/** The name of the step that an inherited agent key leads to, in a flow that has none of its own for the queue. */
export const agentStepName = '@agent'

/** The version that positions and `flow.entered` carry. */
export const flowVersion = (flow: FlowData): string => hashOf(flow).slice(0, 12)

/** @throws TypeError for a name that the checker would have refused. */
export const compileFlows = (given: IvrSections): FlowSet => {
  const sections = withDefaults(given)
  const flows = new NameTable<FlowGraph>()
  const set: FlowSet = { flows, languages: sections.languages }
  for (const [name, data] of Object.entries(sections.flows)) flows.set(name, shellOf(set, name, data, sections))
  const shared = createShared(sections)
  for (const [name, data] of Object.entries(sections.flows)) {
    const flow = flows.get(name) as FlowGraph
    for (const [stepName, step] of Object.entries(withAgentStep(data, sections))) {
      const node = flow.steps.get(stepName) as StepNode
      node.acts = kindOfStep(step).link(step, linkerOf(shared, flow, node, data))
    }
  }
  return set
}

const nowhere = acts({ enter: () => null })

const shellOf = (set: FlowSet, name: string, data: FlowData, sections: FullSections): FlowGraph => {
  const steps = new Map<string, StepNode>()
  const flow: FlowGraph = { set, name, version: flowVersion(data), steps, start: undefined }
  for (const [stepName, step] of Object.entries(withAgentStep(data, sections))) {
    const lookup = step.step === 'lookup' ? step : undefined
    steps.set(stepName, {
      flow,
      name: stepName,
      kind: step.step,
      into: lookup?.into ?? null,
      timeoutMs: lookup?.timeoutMs ?? lookupTimeoutMs,
      acts: nowhere,
    })
  }
  flow.start = steps.get('start')
  return flow
}

/** The flow's own step for the queue of the inherited agent key, if it has one. */
export const ownAgentStep = (flow: FlowData, queue: string): string | undefined =>
  Object.entries(flow).find(([, step]) => step.step === 'queue' && step.queue === queue)?.[0]

/** The flow with the step that an inherited agent key needs. */
export const withAgentStep = (flow: FlowData, { menus }: Pick<FullSections, 'menus'>): FlowData => {
  const { agent } = menus
  if (agent === undefined || ownAgentStep(flow, agent.queue) !== undefined) return flow
  const needed = Object.values(flow).some((step) => step.step === 'menu' && !(agent.key in step.on))
  return needed ? { ...flow, [agentStepName]: { step: 'queue', queue: agent.queue } } : flow
}

interface Shared {
  readonly sections: FullSections
  readonly sounds: Linker['sounds']
  readonly hours: ReadonlyMap<string, HoursCalendar>
  readonly start: (flow: string, set: FlowSet) => StepNode
}

const createShared = (sections: FullSections): Shared => {
  const { prompts, languages, timeZone } = sections
  const first = languages[0] as string
  const hours = new Map(Object.entries(sections.hours).map(([name, data]) => [name, createHours(data, { timeZone })]))
  const soundOf = (prompt: string, language: string): Sound => {
    const own = promptText(prompts, prompt, language, first) !== undefined
    return { sound: 'prompt', prompt, language: own ? language : first }
  }
  return {
    sections,
    hours,
    sounds: (names = []) => {
      const list = typeof names === 'string' ? [names] : names
      return languages.map((language) => list.map((prompt) => soundOf(prompt, language)))
    },
    start: (flow, set) => known(set.flows.get(flow)?.steps.get('start'), 'flow', flow),
  }
}

const linkerOf = (shared: Shared, flow: FlowGraph, node: StepNode, data: FlowData): Linker => {
  const { sections, sounds } = shared
  const { menus } = sections
  const step = (name: string): StepNode => known(flow.steps.get(name), 'step', name)
  return {
    languages: sections.languages,
    name: node.name,
    step,
    optional: (name) => (name === undefined ? null : step(name)),
    start: (name) => shared.start(name, flow.set),
    sounds,
    play: (prompts): BySpoken<IvrCommand> =>
      sounds(prompts).map((list): IvrCommand => ({ do: 'play', sounds: list, loop: false })),
    collect: (prompts, own, maxDigits): BySpoken<CollectCommand> =>
      sounds(prompts).map((list) => ({ ...inputOf(own, menus, maxDigits), sounds: list })),
    hours: (name) => known(shared.hours.get(name), 'hours', name),
    functionVersion: (name) => known(sections.functions[name], 'function', name).version,
    backKey: menus.back ?? null,
    agentKey: menus.agent?.key ?? null,
    agentStep: () => step(ownAgentStep(data, menus.agent?.queue ?? '') ?? agentStepName),
  }
}

/** A step's own setting, else the center's, else the default. */
const inputOf = (step: CollectSettings, menus: InputSettings, maxDigits: number): Omit<CollectCommand, 'sounds'> => ({
  do: 'collect',
  minDigits: 1,
  maxDigits,
  firstDigitTimeoutMs: step.firstDigitTimeoutMs ?? menus.firstDigitTimeoutMs ?? inputDefaults.firstDigitTimeoutMs,
  interDigitTimeoutMs: step.interDigitTimeoutMs ?? menus.interDigitTimeoutMs ?? inputDefaults.interDigitTimeoutMs,
  terminators: terminatorsOf(step, menus, maxDigits),
  bargeIn: step.bargeIn ?? menus.bargeIn ?? inputDefaults.bargeIn,
  ...(step.secret === true ? { secret: true } : {}),
})

/** One key needs nothing to end it, and may then be `#` itself. */
export const terminatorsOf = (step: InputSettings, menus: InputSettings, maxDigits: number): string =>
  step.terminators ?? (maxDigits === 1 ? '' : (menus.terminators ?? '#'))

const known = <T>(found: T | undefined, what: string, name: string): T => {
  if (found === undefined)
    throw new TypeError(`there is no ${what} called '${name}'; check the definition before it runs`)
  return found
}
