/** Reads a command line: yargs' own parser splits it, then every word has to be one that the command knows. */
import { CallweaveError, nearestName } from '@callweave/core'
import { Parser } from 'yargs/helpers'
import type { Catalogue } from '../text/en.js'
import { type Command, camel } from './command.js'

export const globalFlags = ['json', 'no-color', 'quiet', 'help', 'version'] as const
export const globalOptions = [...globalFlags, 'lang'] as const

export interface Globals {
  readonly lang: string | undefined
  readonly json: boolean
  readonly color: boolean
  readonly quiet: boolean
  readonly help: boolean
  readonly version: boolean
}

export interface Split {
  readonly globals: Globals
  /** Words that are no options, the command's name included. */
  readonly words: readonly string[]
  /** Option -> what was typed for it, in order; a flag that is given has an empty text. */
  readonly options: ReadonlyMap<string, readonly string[]>
}

interface OptionNames {
  readonly flags: readonly string[]
  readonly valued: readonly string[]
}

/** Splits without judging. `known` are the options of the command that will run, where that is known already. */
export const splitArguments = (argv: readonly string[], known: OptionNames = { flags: [], valued: [] }): Split => {
  const parsed = Parser([...argv], {
    boolean: [...globalFlags, ...known.flags],
    string: ['lang', ...known.valued],
    alias: { help: ['h'] },
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  })
  const options = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '_' || name === '$0') continue
    const values: unknown[] = Array.isArray(value) ? value : [value]
    if (values.every((one) => one === false)) continue
    options.set(
      name,
      values.map((one) => (one === true ? '' : String(one))),
    )
  }
  const has = (name: string): boolean => options.has(name)
  return {
    globals: {
      lang: options.get('lang')?.at(-1),
      json: has('json'),
      color: !has('no-color'),
      quiet: has('quiet'),
      help: has('help'),
      version: has('version'),
    },
    words: parsed._.map(String),
    options,
  }
}

/** The values of a command, all of them read and checked. @throws CallweaveError `usage`. */
export const readArguments = (argv: readonly string[], command: Command, words: Catalogue): Record<string, unknown> => {
  const split = splitArguments(argv, optionNames(command))
  refuseUnknown([...split.options.keys()], command, words)
  const values: Record<string, unknown> = {}
  const typed = split.words.slice(1)
  let at = 0
  for (const [name, positional] of Object.entries(command.positionals)) {
    const texts = positional.form === 'list' ? typed.slice(at) : typed.slice(at, at + 1)
    at += texts.length
    values[camel(name)] = positional.read(texts, `<${name}>`, words)
  }
  refuseMore(typed.slice(at), command, words)
  for (const [name, option] of Object.entries(command.options))
    values[camel(name)] = option.read(split.options.get(name) ?? [], `--${name}`, words)
  return values
}

const optionNames = ({ options }: Command): OptionNames => {
  const names = Object.keys(options)
  return {
    flags: names.filter((name) => options[name]?.form === 'flag'),
    valued: names.filter((name) => options[name]?.form !== 'flag'),
  }
}

const refuseUnknown = (given: readonly string[], command: Command, words: Catalogue): void => {
  const known = [...Object.keys(command.options), ...globalOptions]
  const stranger = given.find((name) => !known.includes(name))
  if (stranger === undefined) return
  throw unknownOption(stranger, known, command.name, words)
}

export const unknownOption = (
  name: string,
  known: readonly string[],
  command: string | undefined,
  words: Catalogue,
): CallweaveError => {
  const nearest = nearestName(name, known)
  return new CallweaveError('usage', {
    where: command === undefined ? 'cc' : `cc ${command}`,
    message: words.errors.unknownOption({ option: dashed(name) }),
    remedy:
      nearest === undefined ? words.errors.seeHelp({ command }) : words.errors.didYouMean({ name: dashed(nearest) }),
  })
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`)

const refuseMore = (surplus: readonly string[], command: Command, words: Catalogue): void => {
  if (surplus.length === 0) return
  throw new CallweaveError('usage', {
    where: `cc ${command.name}`,
    message: words.errors.tooMany,
    found: surplus.join(' '),
    remedy: words.errors.seeHelp({ command: command.name }),
  })
}
