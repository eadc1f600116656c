/** voicemail: the caller leaves a message in the box of a queue or an agent; hanging up while speaking leaves it too. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, type PromptList, promptList, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { edge, type StepShape, use } from './kind.js'
import { type RecordingSettings, recordingShape } from './record.js'

export interface VoicemailStep<Steps extends string, N extends FlowNames> extends RecordingSettings {
  readonly step: 'voicemail'
  /** A queue or an agent. */
  readonly box: N['queue'] | N['agent']
  /** Heard before the tone. */
  readonly prompt?: PromptList<N['prompt']>
  /** Default: the call ends. */
  readonly then?: Steps
}

export const voicemail: StepShape<VoicemailStep<string, FlowNames>> = {
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
}
