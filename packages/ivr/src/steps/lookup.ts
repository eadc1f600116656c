/** lookup: a registered function is asked; its answer becomes variables and may choose the way on. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName, timeMs } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { compileTemplate } from '../engine/template.js'
import { edge, keyedEdges, type StepKind, use } from './kind.js'

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

export const lookupTimeoutMs = 3_000

export const lookup: StepKind<LookupStep<string, FlowNames>> = {
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
  link: (step, link) => {
    const args = Object.entries(step.args ?? {}).map(([arg, text]) => [arg, compileTemplate(text)] as const)
    const version = link.functionVersion(step.function)
    const timeoutMs = step.timeoutMs ?? lookupTimeoutMs
    const on = new Map(Object.entries(step.on ?? {}).map(([answer, to]) => [answer, link.step(to)]))
    const then = link.step(step.then)
    const onError = link.step(step.onError)
    return acts({
      enter: (at, ivr) =>
        ivr.lookup(at, {
          function: step.function,
          version,
          args: Object.fromEntries(args.map(([arg, fill]) => [arg, fill(at, true)])),
          timeoutMs,
          step: link.name,
        }),
      lookedUp: (_at, _ivr, outcome) => (outcome.ok ? (on.get(String(outcome.result)) ?? then) : onError),
    })
  },
}
