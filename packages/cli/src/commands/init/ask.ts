/** Asks a person what the command line left open. */
import { cancel, intro, isCancel, select, text } from '@clack/prompts'
import type { Catalogue } from '../../text/en.js'
import { type TemplateName, templateNames } from './template.js'

export interface Answers {
  readonly folder: string
  readonly template: TemplateName
}

export interface Asked {
  readonly folder: string | undefined
  readonly template: TemplateName | undefined
}

/** `undefined` when the person changed their mind. */
export const ask = async (given: Asked, { init, frame }: Catalogue): Promise<Answers | undefined> => {
  if (given.folder !== undefined && given.template !== undefined)
    return { folder: given.folder, template: given.template }
  intro(frame.tagline)
  const folder =
    given.folder ?? (await text({ message: init.askFolder, placeholder: init.folder, defaultValue: init.folder }))
  if (isCancel(folder)) return leave(init.cancelled)
  const options = templateNames.map((value) => ({ value, label: value, hint: init.templates[value] }))
  const template = given.template ?? (await select({ message: init.askTemplate, options }))
  if (isCancel(template)) return leave(init.cancelled)
  return { folder, template }
}

const leave = (message: string): undefined => {
  cancel(message)
  return undefined
}
