/** language: from here on the caller hears this language. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { edge, type StepKind, use } from './kind.js'

export interface LanguageStep<Steps extends string, N extends FlowNames> {
  readonly step: 'language'
  readonly language: N['language']
  readonly then: Steps
}

export const language: StepKind<LanguageStep<string, FlowNames>> = {
  kind: 'language',
  schema: settings({ step: z.literal('language'), language: nameSchema, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => use('language', step.language, 'language'),
  ends: () => false,
  label: (step) => step.language,
  link: (step, link) => {
    const then = link.step(step.then)
    return acts({
      enter: (at, ivr) => {
        ivr.spoke(at, step.language)
        return then
      },
    })
  },
}
