/** say: words made at the time of the call are spoken; `{name}` stands for a variable, `{caller}` and `{dialed}` for the numbers. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, type StepShape, use } from './kind.js'

/** The same words in each language; a plain text is in the center's first language. */
export type SpokenText<N extends FlowNames> = string | { readonly [L in N['language']]?: string }

export interface SayStep<Steps extends string, N extends FlowNames> {
  readonly step: 'say'
  readonly text: SpokenText<N>
  readonly then: Steps
}

export const spokenText = z.union([nameSchema, z.record(z.string(), nameSchema)], {
  error: "must be a text, or one for each language such as { en: 'text' }",
})

export const say: StepShape<SayStep<string, FlowNames>> = {
  kind: 'say',
  schema: settings({ step: z.literal('say'), text: spokenText, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: ({ text }) =>
    typeof text === 'string'
      ? []
      : Object.keys(text).flatMap((language) => use('language', language, 'text', language)),
  ends: () => false,
  label: ({ text }) => (typeof text === 'string' ? text : (Object.values(text)[0] ?? '')),
}
