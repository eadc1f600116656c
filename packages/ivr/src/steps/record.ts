/** record: the caller's voice is kept, and its name becomes a variable. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, type PromptList, promptList, stepName, timeMs } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { IvrCommand, RecordCommand } from '../engine/desk.js'
import { acts } from '../engine/node.js'
import { edge, listed, type StepKind, use } from './kind.js'

export interface RecordingSettings {
  /** 1,000 to 3,600,000; default 120,000. */
  readonly maxMs?: number
  /** So long a silence ends it. 500 to 60,000; default 4,000. */
  readonly silenceMs?: number
  /** Keys that end it. Default `#`. */
  readonly terminators?: string
}

export interface RecordStep<Steps extends string, N extends FlowNames> extends RecordingSettings {
  readonly step: 'record'
  readonly prompt?: PromptList<N['prompt']>
  /** The variable that gets the recording's name. */
  readonly into: string
  readonly then: Steps
}

export const recordingShape = {
  maxMs: timeMs(3_600_000).min(1_000).optional(),
  silenceMs: timeMs(60_000).min(500).optional(),
  terminators: z
    .string()
    .regex(/^[0-9A-D*#]*$/, { error: 'must be keys of a phone' })
    .optional(),
}

export const recordCommand = ({ maxMs, silenceMs, terminators }: RecordingSettings): RecordCommand => ({
  do: 'record',
  maxMs: maxMs ?? 120_000,
  silenceMs: silenceMs ?? 4_000,
  terminators: terminators ?? '#',
})

export const record: StepKind<RecordStep<string, FlowNames>> = {
  kind: 'record',
  schema: settings({
    step: z.literal('record'),
    prompt: promptList.optional(),
    into: nameSchema,
    then: stepName,
    ...recordingShape,
  }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => use('prompt', step.prompt, 'prompt'),
  ends: () => false,
  label: (step) => [...listed(step.prompt ?? []), `into ${step.into}`].join(' '),
  link: (step, link) => {
    const prompt = step.prompt === undefined ? null : link.play(step.prompt)
    const recording = recordCommand(step)
    const then = link.step(step.then)
    return acts({
      enter: (at, ivr) => ivr.command(at, prompt === null ? recording : (prompt[at.spoken] as IvrCommand)),
      promptFinished: (at, ivr) => ivr.command(at, recording),
      recorded: (at, ivr, event) => {
        ivr.set(at, step.into, event.recording)
        return then
      },
      failed: () => then,
    })
  },
}
