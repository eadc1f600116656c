/** survey: one question after the other, each answered by a key; a question that gets none is answered `no-answer`. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import {
  type InputSettings,
  inputShape,
  keyPattern,
  nameSchema,
  type PromptList,
  promptList,
  stepName,
} from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { CollectCommand } from '../engine/desk.js'
import { acts, type Next } from '../engine/node.js'
import type { Position } from '../engine/position.js'
import type { StepRuntime } from '../engine/runtime.js'
import { edge, type StepKind, use } from './kind.js'

export interface SurveyQuestion<N extends FlowNames> {
  /** What the answer is filed under. */
  readonly name: string
  readonly prompt: PromptList<N['prompt']>
  /** Key to answer, such as `{ '1': 'satisfied', '2': 'not-satisfied' }`. */
  readonly keys: { readonly [key: string]: string }
}

export interface SurveyStep<Steps extends string, N extends FlowNames> extends InputSettings {
  readonly step: 'survey'
  readonly questions: readonly SurveyQuestion<N>[]
  /** How often a question is asked before it counts as not answered. 1 to 5; default 2. */
  readonly tries?: number
  /** Default: the call ends. */
  readonly then?: Steps
}

export const survey: StepKind<SurveyStep<string, FlowNames>> = {
  kind: 'survey',
  schema: settings({
    step: z.literal('survey'),
    questions: z
      .array(
        settings({
          name: nameSchema,
          prompt: promptList,
          keys: z.record(z.string().regex(keyPattern, { error: 'must be keys of a phone' }), nameSchema),
        }),
      )
      .min(1),
    tries: z.int().min(1).max(5).optional(),
    then: stepName.optional(),
    ...inputShape,
  }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => step.questions.flatMap(({ prompt }, i) => use('prompt', prompt, 'questions', i, 'prompt')),
  ends: (step) => step.then === undefined,
  label: (step) => step.questions.map(({ name }) => name).join(', '),
  link: (step, link) => {
    const { tries = 2 } = step
    const questions = step.questions.map(({ name, prompt, keys }) => {
      const longest = Math.max(1, ...Object.keys(keys).map((key) => key.length))
      return { name, ask: link.collect(prompt, step, longest), answers: new Map(Object.entries(keys)) }
    })
    const then = link.optional(step.then)
    const ask = (at: Position, ivr: StepRuntime): Next => {
      const question = questions[at.asked]
      return question === undefined ? (then ?? ivr.end(at)) : ivr.collect(at, question.ask[at.spoken] as CollectCommand)
    }
    return acts({
      enter: ask,
      digits: (at, ivr, digits) => {
        const question = questions[at.asked]
        if (question === undefined) return ask(at, ivr)
        const answer = question.answers.get(digits)
        if (answer !== undefined) ivr.answered(at, question.name, answer)
        else {
          const kind = digits === '' ? 'no-input' : 'no-match'
          ivr.missed(at, kind, (digits === '' ? at.noInputs : at.noMatches) + 1)
          if (at.noInputs + at.noMatches >= tries) ivr.answered(at, question.name, 'no-answer')
        }
        return ask(at, ivr)
      },
    })
  },
}
