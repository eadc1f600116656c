/** tag: the call gets a tag, which branches, routes and reports can ask for. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { edge, type StepKind } from './kind.js'

export interface TagStep<Steps extends string, _N extends FlowNames> {
  readonly step: 'tag'
  readonly tag: string
  readonly then: Steps
}

export const tag: StepKind<TagStep<string, FlowNames>> = {
  kind: 'tag',
  schema: settings({ step: z.literal('tag'), tag: nameSchema, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: () => [],
  ends: () => false,
  label: (step) => step.tag,
  link: (step, link) => {
    const then = link.step(step.then)
    return acts({
      enter: (at, ivr) => {
        ivr.tagged(at, step.tag)
        return then
      },
    })
  },
}
