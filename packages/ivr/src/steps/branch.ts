/** branch: the way on depends on a variable, the number dialed, the language or the tags of the call. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { variableOf } from '../engine/template.js'
import { edge, keyedEdges, type StepKind, use } from './kind.js'

export interface BranchStep<Steps extends string, _N extends FlowNames> {
  readonly step: 'branch'
  /** With `tag`, the first case in the order written whose tag the call has. */
  readonly by: 'dialed' | 'language' | 'tag' | { readonly variable: string }
  readonly cases: { readonly [value: string]: Steps }
  readonly otherwise: Steps
}

export const branch: StepKind<BranchStep<string, FlowNames>> = {
  kind: 'branch',
  schema: settings({
    step: z.literal('branch'),
    by: z.union([z.enum(['dialed', 'language', 'tag']), settings({ variable: nameSchema })], {
      error: "must be 'dialed', 'language', 'tag' or { variable: 'name' }",
    }),
    cases: z.record(z.string(), stepName),
    otherwise: stepName,
  }),
  edges: (step) => [...keyedEdges(step.cases, 'outside', 'cases'), ...edge('otherwise', step.otherwise, 'outside')],
  uses: (step) =>
    step.by === 'language' ? Object.keys(step.cases).flatMap((name) => use('language', name, 'cases', name)) : [],
  ends: () => false,
  label: ({ by }) => (typeof by === 'string' ? by : by.variable),
  link: ({ by, ...step }, link) => {
    const cases = new Map(Object.entries(step.cases).map(([value, to]) => [value, link.step(to)]))
    const otherwise = link.step(step.otherwise)
    if (by === 'tag') {
      const tags = [...cases]
      return acts({ enter: (at) => tags.find(([tag]) => at.tags.includes(tag))?.[1] ?? otherwise })
    }
    const name = typeof by === 'string' ? by : by.variable
    return acts({ enter: (at) => cases.get(variableOf(at, name)) ?? otherwise })
  },
}
