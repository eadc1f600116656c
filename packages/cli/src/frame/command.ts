/** The one shape of a command. Its words stand in the catalogue under its name; a missing one does not compile. */
import type { Output } from '../output/output.js'
import type { Catalogue } from '../text/en.js'
import type { ExitCode } from './exit-code.js'
import type { Host } from './host.js'
import type { Option } from './option.js'

export type CommandName = keyof Catalogue['commands']
type WordsOf<Name extends CommandName> = Catalogue['commands'][Name]

/** Exactly the options that the catalogue describes. */
type Described<T> = { readonly [K in keyof T]: Option<unknown> }
type Camel<K extends string> = K extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : K
type Values<O> = { readonly [K in keyof O & string as Camel<K>]: O[K] extends Option<infer T> ? T : never }

export interface Context {
  readonly out: Output
  readonly words: Catalogue
  readonly host: Host
}

export interface Command {
  readonly name: CommandName
  /** In the order in which they are typed. */
  readonly positionals: Readonly<Record<string, Option<unknown>>>
  readonly options: Readonly<Record<string, Option<unknown>>>
  run(values: Readonly<Record<string, unknown>>, context: Context): Promise<ExitCode>
}

export const defineCommand = <
  Name extends CommandName,
  const P extends Described<WordsOf<Name>['positionals']>,
  const O extends Described<WordsOf<Name>['options']>,
>(
  name: Name,
  command: {
    readonly positionals: P
    readonly options: O
    run(values: Values<P> & Values<O>, context: Context): Promise<ExitCode>
  },
): Command => ({ name, ...command, run: (values, context) => command.run(values as Values<P> & Values<O>, context) })

/** `calls-per-hour` as the name of a value: `callsPerHour`. */
export const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
