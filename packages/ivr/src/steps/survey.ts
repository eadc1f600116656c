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
import { edge, type StepShape, use } from './kind.js'

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

export const survey: StepShape<SurveyStep<string, FlowNames>> = {
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
}
