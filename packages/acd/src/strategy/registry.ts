/** From what a definition says to the code that runs. */
import { CallweaveError } from '@callweave/core'
import { builtIn } from '../strategies/all.js'
import type { BuiltIn } from './built-in.js'
import { checkStrategy } from './check.js'
import { ownCode, type Strategy, type StrategyRef } from './define.js'

/** Names of the strategies that come with the package. */
export const strategyNames = (): readonly string[] => Object.keys(builtIn)

/** @throws CallweaveError `definition-invalid` when nothing is known by that name, or with the first wrong option. */
export const strategyFor = (ref: StrategyRef): Strategy => {
  const problem = checkStrategy(ref)[0]
  if (problem !== undefined) {
    const { path, message, found, expected, remedy } = problem
    throw new CallweaveError('definition-invalid', {
      message,
      ...(path === '' ? {} : { where: path }),
      ...(found === undefined ? {} : { found }),
      ...(expected === undefined ? {} : { expected }),
      ...(remedy === undefined ? {} : { remedy }),
    })
  }
  return strategyOf(ref)
}

const strategyOf = (ref: StrategyRef): Strategy => {
  const own = ownCode(ref)
  if (own !== undefined) return own(ref)
  const code = builtIn[ref.strategy] as BuiltIn
  const inner = code.combines ? strategyOf(ref.within as StrategyRef) : undefined
  return { ...code.make(ref.options ?? {}, inner as Strategy), name: ref.strategy, version: code.version }
}
