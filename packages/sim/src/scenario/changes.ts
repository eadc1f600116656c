/** Changes of the center in a scenario: what they are, as types and as a schema, and whether they can be made. */
import { checkStrategy, queuesSchema, type RuleChanges } from '@callweave/acd'
import type { CenterNames, CenterSections } from '@callweave/center'
import { type Path, type Problem, problemsOfZod, settings, unknownName } from '@callweave/core'
import { z } from 'zod'

/** The center is changed while calls are up, so long after the start. */
export type Change<N extends CenterNames = CenterNames> = { readonly afterMs: number } & (
  | MemberChange<N>
  /** A level from 1 to 10; 0 takes the skill away. */
  | { readonly change: 'skill'; readonly agent: N['agent']; readonly skill: N['skill']; readonly level: number }
  /** Rules of a queue: what is set holds from then on, the rest stays. `null`: as if never said. */
  | { readonly change: 'rules'; readonly queue: N['queue']; readonly set: RuleChanges }
  /** Callers with that number, or that beginning (`'0900*'`), are refused: for good, or for so long. */
  | { readonly change: 'block'; readonly number: string; readonly lengthMs?: number }
)

/** An agent joins a queue, stands differently in it (what is left out stays), or leaves it (`joined: false`). */
interface MemberChange<N extends CenterNames> {
  readonly change: 'member'
  readonly queue: N['queue']
  readonly agent: N['agent']
  readonly joined?: boolean
  readonly level?: number
  readonly penalty?: number
  readonly weight?: number
}

const afterMs = z.number().min(0, 'a span of time cannot be negative')

export const changeSchema = z.discriminatedUnion(
  'change',
  [
    settings({
      change: z.literal('member'),
      afterMs,
      queue: z.string(),
      agent: z.string(),
      joined: z.boolean().optional(),
      level: z.int().min(1, 'a level is at least 1').optional(),
      penalty: z.int().min(0, 'a penalty cannot be negative').optional(),
      weight: z.number().gt(0, 'a weight is above 0').optional(),
    }),
    settings({
      change: z.literal('skill'),
      afterMs,
      agent: z.string(),
      skill: z.string(),
      level: z.int().min(0, 'a skill level is at least 0').max(10, 'a skill level is at most 10'),
    }),
    settings({ change: z.literal('rules'), afterMs, queue: z.string(), set: z.record(z.string(), z.unknown()) }),
    settings({
      change: z.literal('block'),
      afterMs,
      number: z.string().regex(/^\+?[0-9]{0,31}([0-9]|\*)$/, "a number, or its beginning and a '*': '0900*'"),
      lengthMs: z.number().gt(0, 'a length of time is above 0').optional(),
    }),
  ],
  "a change is 'member', 'skill', 'rules' or 'block'",
)

const rulesSchema = queuesSchema.valueType.omit({ members: true }).partial()

/** `agents`: all of them, or `null` while a roster has not been read. */
export const checkChanges = (
  changes: readonly Change[],
  sections: CenterSections,
  agents: readonly string[] | null,
): readonly Problem[] => {
  const problems: Problem[] = []
  const known = {
    agent: agents,
    queue: Object.keys(sections.queues),
    skill: sections.skills,
    prompt: Object.keys(sections.prompts ?? {}),
  }
  const need = (what: keyof typeof known, name: string | undefined, path: Path): void => {
    const names = known[what]
    if (name !== undefined && names?.includes(name) === false) problems.push(unknownName(what, name, path, names))
  }
  const checkRules = (rules: RuleChanges, under: Path): void => {
    const set = Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== null))
    const parsed = rulesSchema.safeParse(set)
    if (!parsed.success) {
      problems.push(...problemsOfZod(parsed.error, set, under))
      return
    }
    if (rules.strategy !== undefined) problems.push(...checkStrategy(rules.strategy, [...under, 'strategy']))
    for (const skill of Object.keys(rules.wants ?? {})) need('skill', skill, [...under, 'wants', skill])
    for (const [i, { to }] of (rules.overflow ?? []).entries()) need('queue', to, [...under, 'overflow', i, 'to'])
    need('prompt', rules.music ?? undefined, [...under, 'music'])
    for (const [i, prompt] of (rules.announce?.prompts ?? []).entries()) {
      need('prompt', prompt, [...under, 'announce', 'prompts', i])
    }
  }
  for (const [i, change] of changes.entries()) {
    const at: Path = ['changes', i]
    if (change.change === 'member' || change.change === 'skill') need('agent', change.agent, [...at, 'agent'])
    if (change.change === 'member' || change.change === 'rules') need('queue', change.queue, [...at, 'queue'])
    if (change.change === 'skill') need('skill', change.skill, [...at, 'skill'])
    if (change.change === 'rules') checkRules(change.set, [...at, 'set'])
  }
  return problems
}
