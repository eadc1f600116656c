/** set: variables get values. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { compileTemplate } from '../engine/template.js'
import { edge, type StepKind } from './kind.js'

export interface SetStep<Steps extends string, _N extends FlowNames> {
  readonly step: 'set'
  /** Texts in which `{name}` stands for a variable. */
  readonly variables: { readonly [variable: string]: string }
  readonly then: Steps
}

export const set: StepKind<SetStep<string, FlowNames>> = {
  kind: 'set',
  schema: settings({ step: z.literal('set'), variables: z.record(nameSchema, z.string()), then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: () => [],
  ends: () => false,
  label: (step) =>
    Object.entries(step.variables)
      .map(([variable, value]) => `${variable} = ${value}`)
      .join(', '),
  link: (step, link) => {
    const values = Object.entries(step.variables).map(([name, text]) => [name, compileTemplate(text)] as const)
    const then = link.step(step.then)
    return acts({
      enter: (at, ivr) => {
        for (const [name, fill] of values) ivr.set(at, name, fill(at))
        return then
      },
    })
  },
}
