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
import type { CollectCommand } from '../engine/desk.js'
import { climb, linkLadder } from '../engine/ladder.js'
import { acts } from '../engine/node.js'
import { edge, keyedEdges, listed, type StepKind, use } from './kind.js'

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

export const menu: StepKind<MenuStep<string, FlowNames>> = {
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
    ...edge('no-match', (step.noMatch ?? step.noInput)?.then, 'silence', step.noMatch ? 'noMatch' : 'noInput', 'then'),
  ],
  uses: (step) => [
    ...use('prompt', step.prompt, 'prompt'),
    ...use('prompt', step.noInput?.again, 'noInput', 'again'),
    ...use('prompt', step.noMatch?.again, 'noMatch', 'again'),
  ],
  ends: () => false,
  label: (step) => listed(step.prompt).join(', '),
  link: (step, link) => {
    const longest = Math.max(1, ...Object.keys(step.on).map((key) => key.length))
    const prompt = link.collect(step.prompt, step, longest)
    const noInput = linkLadder(link, step.noInput, step, longest)
    const noMatch = linkLadder(link, step.noMatch ?? step.noInput, step, longest)
    const on = new Map(Object.entries(step.on).map(([key, to]) => [key, link.step(to)]))
    if (link.agentKey !== null && !on.has(link.agentKey)) on.set(link.agentKey, link.agentStep())
    const back = link.backKey !== null && !on.has(link.backKey) ? link.backKey : null
    return acts({
      enter: (at, ivr) => ivr.collect(at, prompt[at.spoken] as CollectCommand),
      digits: (at, ivr, digits, because) => {
        if (digits === '' && because !== 'terminator') return climb(at, ivr, 'no-input', noInput)
        const to = digits === back ? (at.menus.at(-2) ?? at.step) : on.get(digits)
        if (to === undefined) return climb(at, ivr, 'no-match', noMatch)
        ivr.chose(at, digits)
        return to
      },
    })
  },
}
