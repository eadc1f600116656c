/**
 * The program behind `cc` and `callweave`: finds the command, reads its words, runs it, and turns whatever goes wrong
 * into a sentence and an exit code. Nothing of a command is loaded before it is known to be the one.
 */
import { writeSync } from 'node:fs'
import { CallweaveError, nearestName } from '@callweave/core'
import { commandNames, isCommandName, loadCommand } from './commands/index.js'
import { globalOptions, readArguments, type Split, splitArguments, unknownOption } from './frame/arguments.js'
import { type ExitCode, exitCode } from './frame/exit-code.js'
import { type Host, processHost } from './frame/host.js'
import { reportError } from './frame/report-error.js'
import { createOutput, type Output } from './output/output.js'
import type { Catalogue } from './text/en.js'
import { chooseLanguage, type Language, loadCatalogue } from './text/language.js'

export type { Host } from './frame/host.js'

/**
 * Runs one command line, without the program's name in front. Resolves, never rejects, with the exit code: 0 fine, 1
 * failed, 2 wrong command line, definition or file, 99 a threshold was missed.
 */
export const main = async (argv: readonly string[], host: Host = processHost()): Promise<number> => {
  quietlyLoseReaders(host)
  if (argv[0] === '--get-yargs-completions') {
    const { suggest } = await import('./frame/completions.js')
    host.stdout.write(await suggest(argv.slice(1)))
    return exitCode.fine
  }
  const split = splitArguments(argv)
  const debug = Boolean(host.env.CALLWEAVE_DEBUG)
  let language: Language = 'en'
  let words = await loadCatalogue(language)
  let out = createOutput(host, { ...split.globals, language })
  try {
    language = chooseLanguage(split.globals.lang, host.env)
    words = await loadCatalogue(language)
    out = createOutput(host, { ...split.globals, language })
    return await dispatch(argv, split, { out, words, host })
  } catch (error) {
    return reportError(error, out, words, debug)
  }
}

interface Run {
  readonly out: Output
  readonly words: Catalogue
  readonly host: Host
}

const dispatch = async (
  argv: readonly string[],
  { globals, words: typed, options }: Split,
  run: Run,
): Promise<ExitCode> => {
  const { out, words } = run
  const [name] = typed
  if (name === undefined) {
    if (globals.help) return showOverview(run)
    const stranger = [...options.keys()].find((option) => !(globalOptions as readonly string[]).includes(option))
    if (stranger !== undefined) throw unknownOption(stranger, globalOptions, undefined, words)
    if (globals.version) return await (await loadCommand('version')).run({}, run)
    return welcome(run)
  }
  if (!isCommandName(name)) throw unknownCommand(name, words)
  const command = await loadCommand(name)
  if (globals.help) {
    const { renderCommandHelp } = await import('./frame/help.js')
    out.print(`${await renderCommandHelp(command, { words, language: out.language, columns: out.columns })}\n`)
    return exitCode.fine
  }
  return await command.run(readArguments(argv, command, words), run)
}

export const showOverview = async ({ out, words }: Run): Promise<ExitCode> => {
  const { renderOverview } = await import('./frame/help.js')
  out.print(`${await renderOverview({ words, language: out.language, columns: out.columns })}\n`)
  return exitCode.fine
}

const welcome = ({ out, words }: Run): ExitCode => {
  const { tagline, welcome: asking, tryThese } = words.frame
  const width = Math.max(...tryThese.map(([line]) => line.length))
  out.print(`${out.tint.bold(tagline)}\n\n${asking}\n\n`)
  for (const [line, what] of tryThese) out.print(`  ${out.tint.cyan(line.padEnd(width))}  ${what}\n`)
  return exitCode.fine
}

const unknownCommand = (name: string, words: Catalogue): CallweaveError => {
  const nearest = nearestName(name, commandNames)
  return new CallweaveError('usage', {
    where: 'cc',
    message: words.errors.unknownCommand({ name }),
    expected: words.kinds.oneOf({ choices: commandNames }),
    remedy:
      nearest === undefined ? words.errors.seeHelp({ command: undefined }) : words.errors.didYouMean({ name: nearest }),
  })
}

/** `cc log cat | head` closes our output early; that is no error of anybody's. */
const quietlyLoseReaders = (host: Host): void => {
  if (host.stdout !== process.stdout) return
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.listenerCount('error') > 0) continue
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exitCode.fine)
      // What cannot be written to standard output may still be said on the other side.
      try {
        writeSync(2, `error: ${error.message}\n`)
      } finally {
        process.exit(exitCode.failed)
      }
    })
  }
}
