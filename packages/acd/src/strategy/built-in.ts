/** How a strategy that comes with the package is put together: what a definition says of it, and the code behind that. */
import type { z } from 'zod'
import type { Strategy, StrategyRef } from './define.js'

/** What a strategy needs besides its name and its version. */
export type StrategyCode = Omit<Strategy, 'name' | 'version'>

export interface BuiltIn {
  readonly version: number
  /** What its options must look like; `null` when it takes none. */
  readonly options: z.ZodType | null
  /** Whether it stands around another strategy. */
  readonly combines: boolean
  /** `options` have been checked; `inner` is there when it combines. */
  make(options: unknown, inner: Strategy): StrategyCode
}

/** A strategy without options. */
export const plain = (code: StrategyCode): BuiltIn => ({ version: 1, options: null, combines: false, make: () => code })

/** A strategy with options, alone. */
export const adjustable = <S extends z.ZodType>(options: S, make: (options: z.output<S>) => StrategyCode): BuiltIn => ({
  version: 1,
  options,
  combines: false,
  make: (given) => make(given as z.output<S>),
})

/** A strategy that stands around another. */
export const combinator = <S extends z.ZodType>(
  options: S,
  make: (options: z.output<S>, inner: Strategy) => StrategyCode,
): BuiltIn => ({ version: 1, options, combines: true, make: (given, inner) => make(given as z.output<S>, inner) })

/** What a definition holds: plain data. Options that are not given leave no key, so that equal rules hash the same. */
export const strategyValue = (
  strategy: string,
  options?: { readonly [option: string]: unknown },
  within?: StrategyRef,
): StrategyRef => {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined)
  return {
    strategy,
    version: 1,
    ...(given.length === 0 ? {} : { options: Object.fromEntries(given) }),
    ...(within === undefined ? {} : { within }),
  }
}
