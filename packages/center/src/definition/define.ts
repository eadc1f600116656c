/**
 * One definition of a call center. The sections belong to the packages that run them; here they meet, and every name
 * that one section gives another is checked by the compiler, with the error on the misspelled word, and again at run
 * time with the nearest right name.
 */
import type { AgentDefinition, QueueDefinition } from '@callweave/acd'
import type { CheckedFlow, CheckedFlows, FunctionValue, HoursData, Menus, Prompt } from '@callweave/ivr'
import type { CenterDefinition } from './center-definition.js'
import { checkDefinition } from './check.js'
import type { CodesDefinition, DialingDefinition, ExtensionDefinition } from './phones.js'
import type { CsvDates, CsvNumbers, RosterSource } from './sources.js'
import type { RouteDefinition, TrunkDefinition } from './trunks.js'

/** Agents that a roster brings are not known to the compiler: with one, any name may stand where an agent is named. */
type AgentName<Agent extends string, Rosters extends readonly RosterSource[]> = Rosters extends readonly []
  ? Agent
  : string

/** Opening hours; their holidays may come from a file. */
type HoursInput = Omit<HoursData, 'holidays'> & { readonly holidays?: HoursData['holidays'] | CsvDates }

/** All sections but flows and routes: what flows in other files are written against. */
export interface FloorInput<
  Trunk extends string,
  Skill extends string,
  Agent extends string,
  Queue extends string,
  PromptName extends string,
  Hours extends string,
  Language extends string,
  Tag extends string,
  Fn extends string,
  Rosters extends readonly RosterSource[] = readonly [],
> {
  readonly name?: string
  /** An IANA time zone: opening hours and reports are in it. Default UTC. */
  readonly timeZone?: string
  /** What callers may hear; the first is the default. Default `['en']`. */
  readonly languages?: readonly Language[]
  readonly trunks: { readonly [T in Trunk]: TrunkDefinition<NoInfer<Trunk>> }
  readonly skills?: readonly Skill[]
  readonly agents: { readonly [A in Agent]: AgentDefinition<NoInfer<Skill>> }
  /** More agents, from a file: read and checked when the definition is loaded. */
  readonly rosters?: Rosters
  readonly queues: {
    readonly [Q in Queue]: QueueDefinition<
      AgentName<NoInfer<Agent>, NoInfer<Rosters>>,
      NoInfer<Skill>,
      NoInfer<Queue>,
      NoInfer<PromptName>
    >
  }
  readonly prompts?: { readonly [P in PromptName]: Prompt<NoInfer<Language>> }
  readonly hours?: { readonly [H in Hours]: HoursInput }
  readonly menus?: Menus<NoInfer<Queue>>
  readonly functions?: { readonly [F in Fn]: FunctionValue }
  /** Callers known by number: a tag to numbers, or to their beginnings (`'0044*'`). */
  readonly callerTags?: { readonly [T in Tag]: readonly string[] }
  /** A customer's number to the agent who looks after that customer. */
  readonly owners?: { readonly [number: string]: AgentName<NoInfer<Agent>, NoInfer<Rosters>> }
  /** Callers who are refused: numbers, or their beginnings (`'0900*'`). */
  readonly blocked?: readonly string[] | CsvNumbers
  /** Phones that are no agent's: `{ '8900': { name: 'Supervisor', supervisor: true } }`. */
  readonly extensions?: { readonly [extension: string]: ExtensionDefinition }
  /** What phones may dial. */
  readonly dialing?: DialingDefinition<NoInfer<Queue>>
  /** Codes that do something when a phone dials them; those that are not named keep their defaults. */
  readonly codes?: CodesDefinition
}

interface NamesOf<
  Trunk extends string,
  Skill extends string,
  Agent extends string,
  Queue extends string,
  PromptName extends string,
  Hours extends string,
  Language extends string,
  Fn extends string,
  Flow extends string,
> {
  readonly prompt: PromptName
  readonly queue: Queue
  readonly skill: Skill
  readonly agent: Agent
  readonly hours: Hours
  readonly function: Fn
  readonly trunk: Trunk
  readonly language: Language
  readonly flow: Flow
}

/** What `defineCallCenter` takes: the floor, its flows and the routes to them. */
export type CenterInput<
  Trunk extends string,
  Skill extends string,
  Agent extends string,
  Queue extends string,
  PromptName extends string,
  Hours extends string,
  Language extends string,
  Tag extends string,
  Fn extends string,
  Flows,
  Rosters extends readonly RosterSource[] = readonly [],
> = FloorInput<Trunk, Skill, Agent, Queue, PromptName, Hours, Language, Tag, Fn, Rosters> & {
  readonly flows: CheckedFlows<
    Flows,
    NamesOf<
      NoInfer<Trunk>,
      NoInfer<Skill>,
      AgentName<NoInfer<Agent>, NoInfer<Rosters>>,
      NoInfer<Queue>,
      NoInfer<PromptName>,
      NoInfer<Hours>,
      NoInfer<Language>,
      NoInfer<Fn>,
      keyof Flows & string
    >
  >
  readonly routes: readonly RouteDefinition<
    NoInfer<Trunk>,
    NoInfer<Hours>,
    NoInfer<Tag>,
    NoInfer<keyof Flows & string>
  >[]
}

/**
 * Checks a definition and returns it as canonical data with its hash. Nothing runs.
 *
 * @throws CallweaveError `definition-invalid` naming every mistake with its path, what stands there, what was expected
 * and the nearest right name.
 */
export const defineCallCenter = <
  const Trunk extends string,
  const Agent extends string,
  const Queue extends string,
  const Flows extends Record<string, { start: object }>,
  const Skill extends string = never,
  const PromptName extends string = never,
  const Hours extends string = never,
  const Language extends string = 'en',
  const Tag extends string = never,
  const Fn extends string = never,
  const Rosters extends readonly RosterSource[] = readonly [],
>(
  input: CenterInput<Trunk, Skill, Agent, Queue, PromptName, Hours, Language, Tag, Fn, Flows, Rosters>,
): CenterDefinition<{
  readonly trunk: Trunk
  readonly agent: AgentName<Agent, Rosters>
  readonly queue: Queue
  readonly skill: Skill
  readonly flow: keyof Flows & string
  readonly step: { readonly [F in keyof Flows]: keyof Flows[F] & string }[keyof Flows]
  readonly tag: Tag
  readonly language: Language
  readonly function: Fn
}> => checkDefinition(input) as never

/**
 * A floor without flows: for centers whose flows live in files of their own. `floor.flow({...})` is checked against
 * the floor's names in the file where it stands; `defineCallCenter({ ...floor.sections, flows, routes })` joins them.
 * Flows that lead to each other are named in `flowNames`.
 */
export const defineFloor = <
  const Trunk extends string,
  const Agent extends string,
  const Queue extends string,
  const Skill extends string = never,
  const PromptName extends string = never,
  const Hours extends string = never,
  const Language extends string = 'en',
  const Tag extends string = never,
  const Fn extends string = never,
  const FlowName extends string = never,
  const Rosters extends readonly RosterSource[] = readonly [],
>(
  sections: FloorInput<Trunk, Skill, Agent, Queue, PromptName, Hours, Language, Tag, Fn, Rosters>,
  _options: { readonly flowNames?: readonly FlowName[] } = {},
) => ({
  sections,
  flow: <const Steps extends { start: object }>(
    steps: CheckedFlow<
      Steps,
      NamesOf<Trunk, Skill, AgentName<Agent, Rosters>, Queue, PromptName, Hours, Language, Fn, FlowName>
    >,
  ): Steps => steps as Steps,
})
