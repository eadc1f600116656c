/**
 * The section `functions`: an integrator's own code, under a name and a version. A definition holds the two only; the
 * code stands beside them under a symbol that no copy, hash or log sees. Every copy of this package knows that symbol: a
 * command installed for all projects runs what a project defined with a copy of its own.
 */
import type { RandomStream } from '@callweave/core'
import { z } from 'zod'

export type FunctionAnswer =
  | string
  | number
  | boolean
  | null
  | { readonly [key: string]: string | number | boolean | null }
export type FunctionArgs = Readonly<Record<string, string>>

/** What a simulated answer is, and how long the real one would have taken. */
export interface SimulatedAnswer {
  readonly result: FunctionAnswer
  readonly tookMs: number
}

export interface FunctionCode {
  /** The twin: what a simulation gets in place of the real answer, drawn from the stream where chance is wanted. */
  readonly simulate?: (args: FunctionArgs, random: RandomStream) => SimulatedAnswer
  /** The real one. `signal` aborts when the caller has gone or the step's time is up. */
  readonly run?: (args: FunctionArgs, options: { readonly signal: AbortSignalLike }) => Promise<FunctionAnswer>
}

/** What a function needs of an `AbortSignal`; a pure package does not know the whole of it. */
export interface AbortSignalLike {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
}

/** The tagged value: data to whoever reads the definition. */
export interface FunctionValue<Name extends string = string> {
  readonly function: Name
  readonly version: number
}

/** The section `functions`, names unchecked. */
export interface FunctionsData {
  readonly [name: string]: FunctionValue
}

const code = Symbol.for('callweave.function')

/**
 * Registers code under a name for `lookup` steps. Raise `version` whenever answers to the same question may change: a
 * log names the version that answered.
 *
 * @throws TypeError when neither `simulate` nor `run` is given.
 * @example
 * const balance = defineFunction('balance', {
 *   version: 1,
 *   simulate: ({ account }, random) => ({ result: account === '' ? 'unknown' : 'paid', tookMs: 80 + random.int(200) }),
 * })
 */
export const defineFunction = <const Name extends string>(
  name: Name,
  { version, ...parts }: FunctionCode & { readonly version: number },
): FunctionValue<Name> => {
  if (parts.simulate === undefined && parts.run === undefined) {
    throw new TypeError(`the function '${name}' has no code: give it 'simulate', 'run' or both`)
  }
  const value: FunctionValue<Name> = { function: name, version }
  Object.defineProperty(value, code, { value: parts, enumerable: false })
  return value
}

/** The code behind a tagged value; undefined for one that came from JSON. */
export const codeOf = (value: FunctionValue): FunctionCode | undefined =>
  (value as FunctionValue & { readonly [code]?: FunctionCode })[code]

/** Values pass through as they are: a copy would lose the code. */
export const functionsSchema: z.ZodType<FunctionsData> = z.record(
  z.string(),
  z.custom<FunctionValue>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      typeof (value as FunctionValue).function === 'string' &&
      Number.isInteger((value as FunctionValue).version),
    { error: 'must come from defineFunction(...)' },
  ),
)
