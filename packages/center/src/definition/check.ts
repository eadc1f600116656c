/** Reads a definition that no compiler may have seen: shapes by the sections' schemas, then the names between them. */
import { agentsSchema, queuesSchema, skillsSchema } from '@callweave/acd'
import { hashOf, type Problem, problemsOfZod, refuseProblems, settings } from '@callweave/core'
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
})

/** All that is wrong, and the sections when the shapes are right. */
export const inspectDefinition = (
  input: unknown,
): { readonly problems: readonly Problem[]; readonly sections: CenterSections | null } => {
  const parsed = definitionSchema.safeParse(input)
  if (!parsed.success) return { problems: problemsOfZod(parsed.error, input), sections: null }
  const sections = withDefaults(input as Partial<CenterSections> & Pick<CenterSections, 'trunks'>)
  const names = checkNames(sections)
  const flows = checkFlows(sections, {
    queue: Object.keys(sections.queues),
    skill: sections.skills,
    agent: Object.keys(sections.agents),
    trunk: Object.keys(sections.trunks),
  })
  return { problems: [...names, ...flows, ...checkSense(sections)], sections }
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
  const { problems, sections } = inspectDefinition(input)
  const warnings = refuseProblems(problems)
  return { callCenter: true, sections: sections as CenterSections, definitionHash: hashOf(sections), warnings }
}
