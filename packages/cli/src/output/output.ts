/**
 * All that the program says goes through here: data to stdout, talk to stderr, and one place that knows whether there
 * is a terminal, whether it may be coloured and how wide it is.
 */
import picocolors from 'picocolors'
import type { Host, Sink } from '../frame/host.js'
import type { Language } from '../text/language.js'
import { createFormats, type Formats } from './format.js'
import { createProgress, type Progress } from './progress.js'

export type Tint = ReturnType<typeof picocolors.createColors>

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly color: boolean
  readonly language: Language
}

export interface Output {
  /** Results are wanted as JSON. */
  readonly json: boolean
  /** Columns to write in: the terminal's, at most 120; 80 without a terminal. */
  readonly columns: number
  /** Colours for the result. */
  readonly tint: Tint
  /** Colours for talk and errors, which may go elsewhere than the result. */
  readonly talkTint: Tint
  readonly format: Formats
  readonly language: Language
  /** The result, for a person. */
  print(text: string): void
  /** The result, for a program: one JSON object. */
  printJson(value: object): void
  /** Result text that may be long: resolves when the reader is ready for more. */
  stream(text: string): Promise<void>
  /** What helps a person and is no result; --quiet leaves it out. */
  say(text: string): void
  /** An error or a warning; nothing leaves it out. */
  complain(text: string): void
  /** Shown once the work has taken two seconds. */
  progress(label: string): Progress
}

/**
 * `cc` is what the program is called in its help; what a person can type depends on how it was started. Under npm our
 * name is `npx callweave`, since `cc` is the C compiler's there; CALLWEAVE_COMMAND says so for any other way.
 */
const asTyped = (text: string, env: Host['env']): string => {
  const command = env.CALLWEAVE_COMMAND ?? (env.npm_command === undefined ? 'cc' : 'npx callweave')
  return command === 'cc'
    ? text
    : text.replace(
        /(^|\s|: )cc (?=(?:init|check|sim|start|calls|agents|queues|dial|phone|doctor|explain|flow|plan|bench|log|sip)\b)/gm,
        `$1${command} `,
      )
}

export const createOutput = (host: Host, { json, quiet, color, language }: OutputOptions): Output => {
  const { stdout, stderr, env } = host
  const talk = (text: string): void => {
    if (!quiet && !json) stderr.write(asTyped(text, env))
  }
  return {
    json,
    columns: Math.min(stdout.columns ?? (Number(env.COLUMNS) || 80), 120),
    tint: picocolors.createColors(color && mayColor(stdout, env)),
    talkTint: picocolors.createColors(color && mayColor(stderr, env)),
    format: createFormats(language),
    language,
    print: (text) => void stdout.write(text),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, stdout.isTTY ? 2 : undefined)}\n`),
    stream: (text) =>
      stdout.write(text) || stdout.once === undefined
        ? Promise.resolve()
        : new Promise((resolve) => stdout.once?.('drain', resolve)),
    say: talk,
    complain: (text) => void stderr.write(text),
    progress: (label) =>
      createProgress({ label, sink: stderr, silent: quiet || json, terminal: isTerminal(stderr, env) }),
  }
}

const isTerminal = (sink: Sink, env: Host['env']): boolean => sink.isTTY === true && env.TERM !== 'dumb'

/** https://no-color.org and its counterpart FORCE_COLOR; without either, a terminal that can. */
const mayColor = (sink: Sink, env: Host['env']): boolean => {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return isTerminal(sink, env)
}
