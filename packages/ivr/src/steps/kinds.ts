/** The table of all step kinds. */

import type { FlowNames } from '../definition/names.js'
import type { Step } from '../definition/step.js'
import { branch } from './branch.js'
import { callback } from './callback.js'
import { collect } from './collect.js'
import { flow } from './flow.js'
import { hangUp } from './hang-up.js'
import { hours } from './hours.js'
import type { StepKind } from './kind.js'
import { language } from './language.js'
import { lookup } from './lookup.js'
import { menu } from './menu.js'
import { play } from './play.js'
import { queue } from './queue.js'
import { record } from './record.js'
import { say } from './say.js'
import { set } from './set.js'
import { survey } from './survey.js'
import { tag } from './tag.js'
import { transfer } from './transfer.js'
import { voicemail } from './voicemail.js'

export type AnyStep = Step<string, FlowNames>
export type StepKindName = AnyStep['step']
type StepOf<K extends StepKindName> = Extract<AnyStep, { readonly step: K }>

export const stepKinds: { readonly [K in StepKindName]: StepKind<StepOf<K>> } = {
  play,
  say,
  menu,
  collect,
  lookup,
  record,
  voicemail,
  queue,
  transfer,
  callback,
  survey,
  set,
  tag,
  branch,
  hours,
  language,
  flow,
  'hang-up': hangUp,
}

/** The kind of a step. The cast says what the table's type says: a step is looked up under its own kind only. */
export const kindOfStep = (step: AnyStep): StepKind<AnyStep> => stepKinds[step.step] as StepKind<AnyStep>
