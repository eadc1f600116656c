/** Ways out that lead round in a circle, and lines whose callers could not be called back. */
import { type Problem, unknownName } from '@callweave/core'
import type { CenterSections } from './center-definition.js'
import { problem } from './problem.js'
import { trunkAfter } from './trunks.js'

export const checkTrunks = ({ trunks }: CenterSections): readonly Problem[] => {
  const names = Object.keys(trunks)
  const problems: Problem[] = []
  for (const [name, { backup, calledPartyRelease, proxies, registration }] of Object.entries(trunks)) {
    if (backup !== undefined && !names.includes(backup))
      problems.push(unknownName('trunk', backup, ['trunks', name, 'backup'], names))
    else if (backup !== undefined && isRound(trunks, name)) {
      const message = `a call out by '${name}' comes back to it: it would be tried for ever`
      problems.push(problem('error', ['trunks', name, 'backup'], message, 'Have the last of them name no backup'))
    }
    // Fine where everything is simulated: a warning, and no error.
    const hasNoWayOut = (proxies === undefined || proxies.length === 0) && registration === undefined
    if (calledPartyRelease !== undefined && hasNoWayOut) {
      const message = `a caller who hangs up cannot be called back by '${name}': on real lines its calls come in, and none goes out`
      const remedy = 'For real calls, give the trunk proxies or a registration'
      problems.push(problem('warning', ['trunks', name, 'calledPartyRelease'], message, remedy))
    }
  }
  return problems
}

/** Whether the group is come to again from itself. */
const isRound = (trunks: CenterSections['trunks'], from: string): boolean => {
  const seen = new Set<string>()
  let at = trunkAfter(trunks, from)
  while (at !== null && !seen.has(at)) {
    if (at === from) return true
    seen.add(at)
    at = trunkAfter(trunks, at)
  }
  return at !== null
}
