/** The sections of a definition that the flows live on. */
import type { HoursSection } from '../hours/schema.js'
import type { FunctionsData } from './functions.js'
import { languagesDefault } from './languages.js'
import type { Menus } from './menus.js'
import type { PromptsData } from './prompts.js'
import type { FlowsData } from './step.js'

/** Checked data, as the schemas give it. */
export interface IvrSections {
  readonly flows: FlowsData
  readonly prompts?: PromptsData
  readonly hours?: HoursSection
  readonly menus?: Menus
  readonly languages?: readonly string[]
  readonly functions?: FunctionsData
  /** Where hours are that name no time zone. Default UTC. */
  readonly timeZone?: string
}

export type FullSections = Required<IvrSections>

/** The sections with what holds where one is left out. */
export const withDefaults = (sections: IvrSections): FullSections => ({
  prompts: {},
  hours: {},
  menus: {},
  languages: languagesDefault,
  functions: {},
  timeZone: 'UTC',
  ...sections,
})
