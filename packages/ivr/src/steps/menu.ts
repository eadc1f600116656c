/** menu: the caller hears a choice and presses a key. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import {
  type InputSettings,
  inputShape,
  keyed,
  type Ladder,
  ladder,
  type PromptList,
  promptList,
} from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, keyedEdges, listed, type StepShape, use } from './kind.js'

export interface MenuStep<Steps extends string, N extends FlowNames> extends InputSettings {
  readonly step: 'menu'
  readonly prompt: PromptList<N['prompt']>
  /** Where each key leads. The section `menus` adds its back and agent keys, unless they stand here. */
  readonly on: { readonly [key: string]: Steps }
  /** For a caller who presses nothing. A menu without it does not pass the checker. */
  readonly noInput?: Ladder<Steps, N['prompt']>
  /** For a key that leads nowhere. Default: as `noInput`. */
  readonly noMatch?: Ladder<Steps, N['prompt']>
}

export const menu: StepShape<MenuStep<string, FlowNames>> = {
  kind: 'menu',
  schema: settings({
    step: z.literal('menu'),
    prompt: promptList,
    on: keyed,
    noInput: ladder.optional(),
    noMatch: ladder.optional(),
    ...inputShape,
  }),
  edges: (step) => [
    ...keyedEdges(step.on, 'caller', 'on'),
    ...edge('no-input', step.noInput?.then, 'silence', 'noInput', 'then'),
    ...edge('no-match', step.noMatch?.then, 'silence', 'noMatch', 'then'),
  ],
  uses: (step) => [
    ...use('prompt', step.prompt, 'prompt'),
    ...use('prompt', step.noInput?.again, 'noInput', 'again'),
    ...use('prompt', step.noMatch?.again, 'noMatch', 'again'),
  ],
  ends: () => false,
  label: (step) => listed(step.prompt).join(', '),
}
