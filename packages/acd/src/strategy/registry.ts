/** From what a definition says to the code that runs. */
import { CallweaveError, nearestName } from '@callweave/core'
import { builtIn } from '../strategies/all.js'
import { ownCode, type Strategy, type StrategyRef } from './define.js'

/** Names of the strategies that come with the package. */
export const strategyNames = (): readonly string[] => Object.keys(builtIn)

/** @throws CallweaveError `definition-invalid` when nothing is known by that name. */
export const strategyFor = (ref: StrategyRef): Strategy => {
  const code = ownCode(ref) ?? builtIn[ref.strategy]
  if (code === undefined) {
    const nearest = nearestName(ref.strategy, strategyNames())
    throw new CallweaveError('definition-invalid', {
      message: `there is no strategy called '${ref.strategy}'`,
      expected: `one of ${strategyNames().join(', ')}, or the result of defineStrategy`,
      ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
    })
  }
  return code(ref)
}
