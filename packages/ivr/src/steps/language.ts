/** language: from here on the caller hears this language. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, type StepShape, use } from './kind.js'

export interface LanguageStep<Steps extends string, N extends FlowNames> {
  readonly step: 'language'
  readonly language: N['language']
  readonly then: Steps
}

export const language: StepShape<LanguageStep<string, FlowNames>> = {
  kind: 'language',
  schema: settings({ step: z.literal('language'), language: nameSchema, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => use('language', step.language, 'language'),
  ends: () => false,
  label: (step) => step.language,
}
