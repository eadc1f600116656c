/** lookup: a registered function is asked; its answer becomes variables and may choose the way on. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName, timeMs } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, keyedEdges, type StepShape, use } from './kind.js'

export interface LookupStep<Steps extends string, N extends FlowNames> {
  readonly step: 'lookup'
  readonly function: N['function']
  /** What the function is given: texts in which `{name}` stands for a variable. */
  readonly args?: { readonly [arg: string]: string }
  /** After this the call takes `onError`. 1 to 60,000; default 3,000. */
  readonly timeoutMs?: number
  /** The variable that gets the answer; an answer of several values gives `into.key` for each. */
  readonly into?: string
  /** The way on for an answer that reads so; any other answer takes `then`. */
  readonly on?: { readonly [answer: string]: Steps }
  readonly then: Steps
  /** The way on when the function fails or is late. */
  readonly onError: Steps
}

export const lookup: StepShape<LookupStep<string, FlowNames>> = {
  kind: 'lookup',
  schema: settings({
    step: z.literal('lookup'),
    function: nameSchema,
    args: z.record(z.string(), z.string()).optional(),
    timeoutMs: timeMs(60_000).min(1).optional(),
    into: nameSchema.optional(),
    on: z.record(z.string(), stepName).optional(),
    then: stepName,
    onError: stepName,
  }),
  edges: (step) => [
    ...keyedEdges(step.on, 'outside', 'on'),
    ...edge('then', step.then, 'outside'),
    ...edge('error', step.onError, 'outside', 'onError'),
  ],
  uses: (step) => use('function', step.function, 'function'),
  ends: () => false,
  label: (step) => `${step.function}(${Object.keys(step.args ?? {}).join(', ')})`,
}
