/** set: variables get values. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, type StepShape } from './kind.js'

export interface SetStep<Steps extends string, _N extends FlowNames> {
  readonly step: 'set'
  /** Texts in which `{name}` stands for a variable. */
  readonly variables: { readonly [variable: string]: string }
  readonly then: Steps
}

export const set: StepShape<SetStep<string, FlowNames>> = {
  kind: 'set',
  schema: settings({ step: z.literal('set'), variables: z.record(nameSchema, z.string()), then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: () => [],
  ends: () => false,
  label: (step) =>
    Object.entries(step.variables)
      .map(([variable, value]) => `${variable} = ${value}`)
      .join(', '),
}
