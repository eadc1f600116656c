/** Reads a definition that no compiler may have seen: shapes by the sections' schemas, then the names between them. */
import { agentsSchema, queuesSchema, skillsSchema } from '@callweave/acd'
import { hashOf, type Path, type Problem, problemsOfZod, refuseProblems, settings, soundPart } from '@callweave/core'
import {
  checkFlows,
  flowsSchema,
  functionsSchema,
  hoursSchema,
  languagesSchema,
  menusSchema,
  promptsSchema,
} from '@callweave/ivr'
import { z } from 'zod'
import type { CenterDefinition, CenterSections } from './center-definition.js'
import { checkNames } from './check-names.js'
import { checkSense } from './check-sense.js'
import { codesSchema, dialingSchema, extensionsSchema } from './phones.js'
import { takeOutSources, type UnreadSources } from './sources.js'
import { blockedSchema, callerTagsSchema, ownersSchema, routesSchema, trunksSchema } from './trunks.js'

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const definitionSchema = settings({
  name: z.string().min(1).optional(),
  timeZone: z.string().refine(isTimeZone, "an IANA time zone, such as 'Europe/London'").optional(),
  languages: languagesSchema.optional(),
  trunks: trunksSchema,
  skills: skillsSchema.optional(),
  agents: agentsSchema,
  queues: queuesSchema,
  prompts: promptsSchema.optional(),
  hours: hoursSchema.optional(),
  menus: menusSchema.optional(),
  functions: functionsSchema.optional(),
  flows: flowsSchema,
  routes: routesSchema,
  callerTags: callerTagsSchema.optional(),
  owners: ownersSchema.optional(),
  blocked: blockedSchema.optional(),
  extensions: extensionsSchema.optional(),
  dialing: dialingSchema.optional(),
  codes: codesSchema.optional(),
})

/** All that is wrong, and the sections when the shapes are right. */
export const inspectDefinition = (input: unknown): Inspected => {
  const { plain, unread, problems } = takeOutSources(input)
  const parsed = definitionSchema.safeParse(plain)
  const shapes = [...problems, ...(parsed.success ? [] : problemsOfZod(parsed.error, plain))]
  if (shapes.length > 0) {
    const sound = parsed.success ? plain : soundPart(definitionSchema, plain, parsed.error, isSetting)
    const more = sound === undefined ? [] : inspectSections(sound, unread).problems
    const errors = more.filter(({ severity }) => severity === 'error')
    return { problems: [...shapes, ...errors], sections: null, unread: null }
  }
  return inspectSections(plain, unread)
}

/** `queues.service.wrapUpMs` is a setting; `queues.service` and a step of a flow are what others name. */
const isSetting = (path: Path): boolean =>
  path.length >= (path[0] === 'flows' ? 4 : 3) && typeof path.at(-1) === 'string'

const inspectSections = (plain: unknown, unread: UnreadSources | null): Inspected => {
  const sections = withDefaults(plain as Partial<CenterSections> & Pick<CenterSections, 'trunks'>)
  // Agents that a roster still has to bring are looked for when it has been read.
  const agents = unread !== null && unread.rosters.length > 0 ? null : Object.keys(sections.agents)
  const names = checkNames(sections, agents)
  const flows = checkFlows(sections, {
    queue: Object.keys(sections.queues),
    skill: sections.skills,
    ...(agents === null ? {} : { agent: agents }),
    trunk: Object.keys(sections.trunks),
  })
  return { problems: [...names, ...flows, ...checkSense(sections, agents !== null)], sections, unread }
}

interface Inspected {
  readonly problems: readonly Problem[]
  readonly sections: CenterSections | null
  readonly unread: UnreadSources | null
}

const withDefaults = (input: Partial<CenterSections>): CenterSections => ({
  name: 'call-center',
  timeZone: 'UTC',
  languages: ['en'],
  skills: [],
  prompts: {},
  hours: {},
  menus: {},
  functions: {},
  callerTags: {},
  owners: {},
  blocked: [],
  ...(input as Pick<CenterSections, 'trunks' | 'agents' | 'queues' | 'flows' | 'routes'>),
})

/** @throws CallweaveError `definition-invalid`, naming every mistake. */
export const checkDefinition = (input: unknown): CenterDefinition => {
  const { problems, sections, unread } = inspectDefinition(input)
  const warnings = refuseProblems(problems)
  const known = { callCenter: true, sections: sections as CenterSections, warnings } as const
  return unread === null
    ? { ...known, definitionHash: hashOf(sections) }
    : { ...known, definitionHash: hashOf({ ...sections, unread }), unread }
}
