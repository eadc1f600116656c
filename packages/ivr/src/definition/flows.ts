/** The section `flows`, as JavaScript or JSON may bring it. */
import { nearestName } from '@callweave/core'
import { z } from 'zod'
import { stepKinds } from '../steps/kinds.js'
import { nameSchema } from './input.js'
import type { FlowsData } from './step.js'

const kinds = Object.keys(stepKinds)

const step = z.discriminatedUnion(
  'step',
  Object.values(stepKinds).map((kind) => kind.schema) as [z.ZodObject<{ step: z.ZodLiteral<string> }>],
  {
    error: ({ code, input }) => {
      if (code !== 'invalid_union') return "must be a step such as { step: 'hang-up' }"
      const said = (input as { readonly step?: unknown } | null)?.step
      if (typeof said !== 'string') return `has no 'step' that says what it does: one of ${kinds.join(', ')}`
      const nearest = nearestName(said, kinds)
      return `there is no step '${said}'${nearest === undefined ? `: use one of ${kinds.join(', ')}` : `; did you mean '${nearest}'?`}`
    },
  },
)

const flows = z.record(nameSchema, z.record(nameSchema, step)).check((context) => {
  for (const [name, flow] of Object.entries(context.value)) {
    if ('start' in flow) continue
    context.issues.push({ code: 'custom', input: flow, path: [name], message: "has no step 'start' to begin at" })
  }
})

// The schemas of the step kinds say in zod what their interfaces say in TypeScript; `schemas.test.ts` holds the two together.
export const flowsSchema = flows as z.ZodType<FlowsData>
