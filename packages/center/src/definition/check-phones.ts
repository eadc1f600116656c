/** Phones, numbers inside and feature codes: each may be dialed for one thing only. */
import { type Problem, unknownName } from '@callweave/core'
import type { CenterSections } from './center-definition.js'
import { fallbackNumbers, readFallback } from './fallbacks.js'
import { featureCodes } from './phones.js'
import { problem } from './problem.js'

export const checkPhones = (sections: CenterSections): readonly Problem[] => {
  const problems: Problem[] = []
  const agentAt = new Map(Object.entries(sections.agents).map(([id, { extension }]) => [extension, id]))
  const extensions = sections.extensions ?? {}
  for (const extension of Object.keys(extensions)) {
    const agent = agentAt.get(extension)
    if (agent !== undefined) {
      const message = `the extension ${extension} is also ${agent}'s`
      problems.push(problem('error', ['extensions', extension], message, 'Leave it to the agent, whose phone it is'))
    }
  }
  for (const number of Object.keys(sections.dialing?.numbers ?? {})) {
    const phone = agentAt.has(number) || Object.hasOwn(extensions, number)
    if (phone) {
      const message = `the number ${number} is also a phone's extension`
      problems.push(problem('error', ['dialing', 'numbers', number], message, 'Give one of them another number'))
    }
  }
  const known = [...agentAt.keys(), ...Object.keys(extensions)]
  for (const dialed of fallbackNumbers(sections))
    if (readFallback(sections, dialed) === null)
      problems.push(unknownName('phone', dialed, ['dialing', 'fallback'], known))
  for (const extension of Object.keys(sections.dialing?.outbound?.of ?? {}))
    if (!known.includes(extension))
      problems.push(unknownName('phone', extension, ['dialing', 'outbound', 'of', extension], known))
  const codeAt = new Map<string, string>()
  for (const { code, dial } of featureCodes({ sections })) {
    const other = codeAt.get(dial)
    codeAt.set(dial, code)
    if (other !== undefined) {
      const message = `the code ${dial} is also that for '${other}'`
      problems.push(problem('error', ['codes', code], message, 'Give each a code of its own, or false'))
    }
    if (agentAt.has(dial) || Object.hasOwn(extensions, dial)) {
      const message = `the code ${dial} is also a phone's extension`
      problems.push(problem('error', ['codes', code], message, 'Give one of them another number'))
    }
  }
  return problems
}
