/** Help texts: laid out by yargs, worded by the catalogue. */
import type { Argv, Options } from 'yargs'
import yargs from 'yargs'
import { commandNames } from '../commands/index.js'
import type { Catalogue } from '../text/en.js'
import type { Language } from '../text/language.js'
import type { Command } from './command.js'
import type { Option } from './option.js'

export interface HelpOptions {
  readonly words: Catalogue
  readonly language: Language
  readonly columns: number
}

/** All commands. */
export const renderOverview = (options: HelpOptions): Promise<string> => {
  const { words } = options
  const page = blankPage(options).usage(`${words.frame.tagline}\n\n${words.frame.usage}`)
  for (const name of commandNames) page.command(name, words.commands[name].summary)
  return withGlobals(page, words).epilogue(words.frame.exitCodes).getHelp()
}

/** One command with its words, options and examples. */
export const renderCommandHelp = (command: Command, options: HelpOptions): Promise<string> => {
  const { frame } = options.words
  const words: CommandWords = options.words.commands[command.name]
  const page = blankPage(options).usage(`${usageLine(command, frame.optionsWord)}\n\n${words.summary}\n${words.about}`)
  for (const [name, positional] of Object.entries(command.positionals)) {
    const { demandOption, ...rest } = optionRow(positional, words.positionals[name])
    page.positional(name, rest)
  }
  for (const [name, option] of Object.entries(command.options))
    page.option(name, { ...optionRow(option, words.options[name]), group: frame.options })
  withGlobals(page, options.words)
  if (words.examples.length > 0) page.epilogue([frame.examples, ...words.examples.map(renderExample)].join('\n'))
  return page.getHelp()
}

const renderExample = ([line, what]: readonly [string, string]): string => `  ${line}\n      ${what}`

/** The words of any command, as far as help is concerned. */
export interface CommandWords {
  readonly summary: string
  readonly about: string
  readonly positionals: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string>>
  readonly examples: readonly (readonly [string, string])[]
}

const blankPage = ({ language, columns }: HelpOptions): Argv =>
  yargs([])
    .scriptName('cc')
    .locale(language.replace('-', '_'))
    .detectLocale(false)
    .wrap(columns)
    .version(false)
    .help(false)

const withGlobals = (page: Argv, { frame }: Catalogue): Argv =>
  page
    .option('lang', { describe: frame.lang, group: frame.globals })
    .option('json', { describe: frame.json, group: frame.globals })
    .option('no-color', { describe: frame.noColor, group: frame.globals })
    .option('quiet', { describe: frame.quiet, group: frame.globals })
    .option('help', { describe: frame.help, group: frame.globals })

const optionRow = (
  option: Option<unknown>,
  describe = '',
): Pick<Options, 'describe' | 'demandOption' | 'default' | 'choices'> => ({
  describe,
  ...(option.required ? { demandOption: true } : {}),
  ...(option.fallback === undefined ? {} : { default: option.fallback }),
  ...(option.choices === undefined ? {} : { choices: option.choices }),
})

const usageLine = ({ name, positionals, options }: Command, optionsWord: string): string => {
  const words = Object.entries(positionals).map(([word, { required, form }]) => {
    const more = form === 'list' ? '..' : ''
    return required ? `<${word}${more}>` : `[${word}${more}]`
  })
  return ['cc', name, ...words, ...(Object.keys(options).length > 0 ? [`[${optionsWord}]`] : [])].join(' ')
}
