/** say: words made at the time of the call are spoken; `{name}` stands for a variable, `{caller}` and `{dialed}` for the numbers. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName, unanswered } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { IvrCommand } from '../engine/desk.js'
import { acts } from '../engine/node.js'
import { compileTemplate } from '../engine/template.js'
import { edge, type StepKind, use } from './kind.js'

/** The same words in each language; a plain text is in the center's first language. */
export type SpokenText<N extends FlowNames> = string | { readonly [L in N['language']]?: string }

export interface SayStep<Steps extends string, N extends FlowNames> {
  readonly step: 'say'
  readonly text: SpokenText<N>
  /** `false`: a call that nothing has answered yet is not answered for this; it is heard as early media. */
  readonly answer?: false
  readonly then: Steps
}

export const spokenText = z.union([nameSchema, z.record(z.string(), nameSchema)], {
  error: "must be a text, or one for each language such as { en: 'text' }",
})

export const say: StepKind<SayStep<string, FlowNames>> = {
  kind: 'say',
  schema: settings({ step: z.literal('say'), text: spokenText, answer: unanswered, then: stepName }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: ({ text }) =>
    typeof text === 'string'
      ? []
      : Object.keys(text).flatMap((language) => use('language', language, 'text', language)),
  ends: () => false,
  label: ({ text }) => (typeof text === 'string' ? text : (Object.values(text)[0] ?? '')),
  link: ({ text, answer, then: next }, link) => {
    const first = link.languages[0] as string
    const texts = link.languages.map((language) => {
      const own = typeof text === 'string' ? undefined : text[language]
      const spoken = own === undefined ? first : language
      return { language: spoken, fill: compileTemplate(own ?? (typeof text === 'string' ? text : (text[first] ?? ''))) }
    })
    const then = link.step(next)
    return acts({
      enter: (at, ivr) => {
        const { language, fill } = texts[at.spoken] as (typeof texts)[number]
        const order: IvrCommand = { do: 'play', sounds: [{ sound: 'say', text: fill(at), language }], loop: false }
        return answer === false ? ivr.early(at, order) : ivr.command(at, order)
      },
      promptFinished: () => then,
    })
  },
}
