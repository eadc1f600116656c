/** Everything the program says, in English. `zh-cn.ts` has the same keys, or it does not compile. */
import { bench } from './en/bench.js'
import { check } from './en/check.js'
import { codes } from './en/codes.js'
import { commands } from './en/commands.js'
import { doctor } from './en/doctor.js'
import { explain } from './en/explain.js'
import { flow } from './en/flow.js'
import { init } from './en/init.js'
import { live } from './en/live.js'
import { log } from './en/log.js'
import { phone } from './en/phone.js'
import { plan } from './en/plan.js'
import { project } from './en/project.js'
import { reasons } from './en/reasons.js'
import { sim } from './en/sim.js'
import { sip } from './en/sip.js'
import { start } from './en/start.js'
import { theory } from './en/theory.js'

const placeOf = (command: string | undefined): string => (command === undefined ? 'cc --help' : `cc ${command} --help`)

export const en = {
  commands,
  bench,
  check,
  codes,
  explain,
  flow,
  project,
  reasons,
  sim,
  theory,
  start,
  phone,
  live,
  doctor,
  init,
  log,
  plan,
  sip,

  frame: {
    tagline: 'Callweave: one definition of a call center, run in a simulator or on a switch',
    usage: 'cc <command> [options]',
    optionsWord: 'options',
    options: 'Options:',
    examples: 'Examples:',
    globals: 'For every command:',
    lang: 'Language of the output: en or zh-CN',
    json: 'Print the result as JSON',
    noColor: 'Print without colours (also: NO_COLOR)',
    quiet: 'Print the result and errors only',
    help: 'Show help; of a command: cc <command> --help',
    exitCodes: 'Exit codes: 0 fine, 1 failed, 2 wrong command line, definition or file, 99 a threshold was missed',
    welcome: 'Nothing was asked for. You could try:',
    tryThese: [
      ['cc init my-center', 'make a call center project in a new folder'],
      ['cc check', 'find what is wrong in the definition of this folder'],
      ['cc sim', 'simulate a day of calls through it'],
      ['cc plan --calls-per-hour 200 --aht 180s --goal 80/20', 'how many agents does it take?'],
      ['cc --help', 'all commands'],
    ] as readonly (readonly [string, string])[],
  },

  /** What another package says, in the reader's language where it is known there. */
  sentence: (text: string): string => text,

  errors: {
    heading: 'error:',
    warning: 'warning:',
    where: 'where   ',
    found: 'found   ',
    expected: 'expected',
    remedy: 'to do   ',
    missing: ({ place }: { place: string }) => `${place} is missing`,
    givenTwice: ({ place }: { place: string }) => `${place} is given more than once`,
    giveOnce: 'Give it once',
    noValue: ({ place }: { place: string }) => `${place} has no value`,
    badValue: ({ place }: { place: string }) => `the value of ${place} cannot be used`,
    didYouMean: ({ name }: { name: string }) => `Did you mean '${name}'?`,
    unknownCommand: ({ name }: { name: string }) => `there is no command called '${name}'`,
    unknownOption: ({ option }: { option: string }) => `there is no option ${option}`,
    tooMany: 'there are more words than the command takes',
    seeHelp: ({ command }: { command: string | undefined }) => `See ${placeOf(command)}`,
    noTwo: ({ one, other }: { one: string; other: string }) => `${one} and ${other} cannot be given together`,
    needs: ({ one, other }: { one: string; other: string }) => `${one} needs ${other}`,
    bug: ({ message }: { message: string }) => `this is a mistake in Callweave, not one of yours: ${message}`,
    bugRemedy: 'Please report it with the command you ran; CALLWEAVE_DEBUG=1 shows where it happened',
  },

  kinds: {
    duration: 'a duration with its unit, such as 20s, 3m, 500ms or 1h',
    durationAboveZero: 'a duration above zero with its unit, such as 180s or 3m',
    number: ({ min }: { min: number }) => `a number from ${min} up`,
    whole: ({ min }: { min: number }) => `a whole number from ${min} up`,
    wholeBetween: ({ min, max }: { min: number; max: number }) => `a whole number from ${min} to ${max}`,
    ratio: 'a share from 0 up to but not including 1, such as 0.3 or 30%',
    goal: 'a share such as 0.8 or 80%, or a share and a time such as 80/20 (80% within 20 s)',
    oneOf: ({ choices }: { choices: readonly string[] }) =>
      choices.length === 1 ? `${choices[0]}` : `one of ${choices.join(', ')}`,
    text: 'some text',
    call: 'the number of a call, or the word longest',
    instant: 'a time of day such as 10:05:30, 10:05:30.5 or 2026-01-12T10:05, or the atMs of an event',
    hostPort: 'an address and maybe a port, such as 127.0.0.1:5060 or [::1]:5060',
    advertised: 'an address, or one for a network of the same family, such as 203.0.113.7 or 10.0.0.0/8=10.1.2.3',
    portRange: 'two ports from 1024 up with a dash between, room for four at least, such as 16384-32767',
    dialKeys: 'keys 0-9, * and #, with commas for pauses of a second: 1,,0',
    keys: 'keys of a phone such as 8 or 123456#, or the word silence, with commas between',
  },
}

/** The shape every language fills. */
export type Catalogue = typeof en
