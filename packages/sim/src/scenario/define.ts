/** `defineScenario`: a scenario typed and checked against its definition. */
import type { CenterDefinition, CenterNames } from '@callweave/center'
import {
  formatPath,
  type Path,
  type Problem,
  problemsOfZod,
  refuseProblems,
  soundPart,
  unknownName,
} from '@callweave/core'
import { instantOfLocal } from '../run/local-time.js'
import { checkChanges } from './changes.js'
import type { CheckedScenario } from './checked.js'
import { scenarioSchema } from './schema.js'
import type { ScenarioInput } from './types.js'

/** A scenario with the definition it is for: what a scenario file exports. */
export interface ScenarioDefinition {
  readonly center: CenterDefinition
  readonly scenario: CheckedScenario
  /** As it was written: what another definition is checked against. */
  readonly input: ScenarioInput
}

const defaultIntervalMs = 30 * 60_000

/**
 * Checks a scenario against a definition. Files it names are read later, when it is run.
 *
 * @throws CallweaveError `definition-invalid` naming every mistake with its path.
 */
export const defineScenario = <const N extends CenterNames>(
  center: CenterDefinition<N>,
  input: ScenarioInput<NoInfer<N>>,
): ScenarioDefinition => {
  const problems = inspectScenario(center, input)
  refuseProblems(problems, 'the scenario')
  const { timeZone } = center.sections
  return {
    center: center as CenterDefinition,
    input: input as ScenarioInput,
    scenario: {
      scenario: true,
      name: input.name ?? 'scenario',
      ...(input.about === undefined ? {} : { about: input.about }),
      startMs: instantOfLocal(input.start, timeZone),
      lengthMs: input.lengthMs,
      warmUpMs: input.warmUpMs ?? 0,
      intervalMs: input.intervalMs ?? defaultIntervalMs,
      arrivals: input.arrivals,
      callers: (input.callers ?? {}) as CheckedScenario['callers'],
      agents: (input.agents ?? {}) as CheckedScenario['agents'],
      faults: input.faults ?? [],
      changes: input.changes ?? [],
    },
  }
}

/** Everything wrong with a scenario for that center. */
export const inspectScenario = (center: CenterDefinition, input: unknown): readonly Problem[] => {
  const parsed = scenarioSchema.safeParse(input)
  if (parsed.success) return checkNames(center, input as ScenarioInput)
  const sound = soundPart(scenarioSchema, input, parsed.error, isSetting)
  return [
    ...problemsOfZod(parsed.error, input),
    ...(sound === undefined ? [] : checkNames(center, sound as ScenarioInput)),
  ]
}

/** `callers.public.patience` is a setting; `callers.public` is what arrivals name. */
const isSetting = (path: Path): boolean => path.length >= 3 && typeof path.at(-1) === 'string'

const checkNames = ({ sections, unread }: CenterDefinition, input: ScenarioInput): Problem[] => {
  const problems: Problem[] = []
  const need = (what: string, name: string | undefined, names: Iterable<string>, ...path: Path): void => {
    const known = new Set(names)
    if (name !== undefined && !known.has(name)) problems.push(unknownName(what, name, path, known))
  }
  const steps = Object.values(sections.flows).flatMap((flow) => Object.keys(flow))
  const numbers = Object.values(sections.trunks).flatMap((trunk) => trunk.numbers)
  const groups = ['everyone', ...Object.keys(input.callers ?? {})]
  for (const [i, arrivals] of input.arrivals.entries()) {
    need('trunk', arrivals.trunk, Object.keys(sections.trunks), 'arrivals', i, 'trunk')
    need('number to dial', arrivals.dialed, numbers, 'arrivals', i, 'dialed')
    need('caller group', arrivals.callers, groups, 'arrivals', i, 'callers')
    need('step', arrivals.attributeKeys?.step, steps, 'arrivals', i, 'attributeKeys', 'step')
  }
  for (const [group, behaviour] of Object.entries(input.callers ?? {})) {
    for (const step of Object.keys(behaviour.keys ?? {})) need('step', step, steps, 'callers', group, 'keys', step)
    for (const step of Object.keys(behaviour.digits ?? {})) need('step', step, steps, 'callers', group, 'digits', step)
    for (const [step, shares] of Object.entries(behaviour.keys ?? {})) {
      const sum = Object.values(shares ?? {}).reduce((total, share) => total + share, 0)
      if (sum > 1 + 1e-9) {
        problems.push({
          path: formatPath(['callers', group, 'keys', step]),
          message: 'the shares of the keys add up to more than 1',
          found: sum,
          severity: 'error',
        })
      }
    }
  }
  /** Agents of a roster that is still to be read are looked for then. */
  const agents = unread !== undefined && unread.rosters.length > 0 ? null : Object.keys(sections.agents)
  const needAgent = (agent: string, ...path: Path): void => {
    if (agents !== null) need('agent', agent, agents, ...path)
  }
  for (const agent of Object.keys(input.agents?.only ?? {})) needAgent(agent, 'agents', 'only', agent)
  const behaviours = { everyone: input.agents?.everyone, ...input.agents?.only }
  for (const [who, behaviour] of Object.entries(behaviours)) {
    for (const queue of Object.keys(behaviour?.talkByQueue ?? {})) {
      need('queue', queue, Object.keys(sections.queues), 'agents', who, 'talkByQueue', queue)
    }
  }
  for (const [i, fault] of (input.faults ?? []).entries()) {
    if (fault.fault === 'trunk-down') need('trunk', fault.trunk, Object.keys(sections.trunks), 'faults', i, 'trunk')
    if (fault.fault === 'phone-dead') needAgent(fault.agent, 'faults', i, 'agent')
  }
  return [...problems, ...checkChanges(input.changes ?? [], sections, agents)]
}
