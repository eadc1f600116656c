/** voicemail: the caller leaves a message in the box of a queue or an agent; hanging up while speaking leaves it too. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, type PromptList, promptList, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import type { IvrCommand } from '../engine/desk.js'
import { acts } from '../engine/node.js'
import { edge, type StepKind, use } from './kind.js'
import { type RecordingSettings, recordCommand, recordingShape } from './record.js'

export interface VoicemailStep<Steps extends string, N extends FlowNames> extends RecordingSettings {
  readonly step: 'voicemail'
  /** A queue or an agent. */
  readonly box: N['queue'] | N['agent']
  /** Heard before the tone. */
  readonly prompt?: PromptList<N['prompt']>
  /** Default: the call ends. */
  readonly then?: Steps
}

/** Less is a caller who hung up at the tone. */
const shortestMessageMs = 1_000

export const voicemail: StepKind<VoicemailStep<string, FlowNames>> = {
  kind: 'voicemail',
  schema: settings({
    step: z.literal('voicemail'),
    box: nameSchema,
    prompt: promptList.optional(),
    then: stepName.optional(),
    ...recordingShape,
  }),
  edges: (step) => edge('then', step.then, 'itself'),
  uses: (step) => use('prompt', step.prompt, 'prompt'),
  ends: (step) => step.then === undefined,
  label: (step) => `box ${step.box}`,
  link: (step, link) => {
    const prompt = step.prompt === undefined ? null : link.play(step.prompt)
    const recording = recordCommand(step)
    const then = link.optional(step.then)
    return acts({
      enter: (at, ivr) => ivr.command(at, prompt === null ? recording : (prompt[at.spoken] as IvrCommand)),
      promptFinished: (at, ivr) => ivr.command(at, recording),
      recorded: (at, ivr, { recording, lengthMs }) => {
        if (lengthMs >= shortestMessageMs) ivr.messageLeft(at, step.box, recording, lengthMs)
        return then ?? ivr.end(at)
      },
      failed: (at, ivr) => then ?? ivr.end(at, 'dropped'),
    })
  },
}
