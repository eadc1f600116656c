/** tag: the call gets a tag, which branches, routes and reports can ask for. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, type StepShape } from './kind.js'

export interface TagStep<Steps extends string, _N extends FlowNames> {
  readonly step: 'tag'
  readonly tag: string
  readonly then: Steps
}

export const tag: StepShape<TagStep<string, FlowNames>> = {
  kind: 'tag',
  schema: settings({ step: z.literal('tag'), tag: nameSchema, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: () => [],
  ends: () => false,
  label: (step) => step.tag,
}
