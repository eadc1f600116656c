/** What could be typed next; the shell keeps those that begin with what stands there already. */
import { commandNames, isCommandName, loadCommand } from '../commands/index.js'
import { languages } from '../text/language.js'
import { globalOptions } from './arguments.js'
import type { Command } from './command.js'

/** @param typed the words after the program's name; the last is the one being typed, maybe empty. */
export const suggest = async (typed: readonly string[]): Promise<string> => {
  const before = typed.slice(0, -1)
  const current = typed.at(-1) ?? ''
  if (before.at(-1) === '--lang') return lines(languages)
  const name = before.find(isCommandName)
  if (name === undefined) return lines(current.startsWith('-') ? dashed(globalOptions) : commandNames)
  return lines(suggestWithin(await loadCommand(name), before.slice(before.indexOf(name) + 1), current))
}

const suggestWithin = (command: Command, before: readonly string[], current: string): readonly string[] => {
  const option = /^--(.+)$/.exec(before.at(-1) ?? '')?.[1]
  const asked = option === undefined ? undefined : command.options[option]
  if (asked !== undefined && asked.form !== 'flag') return asked.choices ?? []
  if (current.startsWith('-')) return dashed([...Object.keys(command.options), ...globalOptions])
  const place = before.filter((word) => !word.startsWith('-')).length
  return Object.values(command.positionals)[place]?.choices ?? []
}

const dashed = (names: readonly string[]): readonly string[] => names.map((name) => `--${name}`)
const lines = (words: readonly string[]): string => words.map((word) => `${word}\n`).join('')
