/**
 * What is wrong with flows that types cannot see. It runs over data that the schemas have passed, and says all it finds,
 * each in a sentence with its place.
 */
import type { Problem } from '@callweave/core'
import type { KnownNames } from '../definition/names.js'
import { type IvrSections, withDefaults } from '../definition/sections.js'
import { checkEarly } from './early.js'
import { checkFunctions } from './functions.js'
import { createGraph } from './graph.js'
import { checkHours } from './hours.js'
import { checkKeys } from './keys.js'
import { checkLoops } from './loops.js'
import { checkNames } from './names.js'
import { checkPrompts } from './prompts.js'
import { checkReach } from './reach.js'
import { checkTransfers } from './transfers.js'
import { checkVariables } from './variables.js'

/**
 * Unknown names, dead ends, steps that no call comes to, missing no-input edges, endless loops, colliding keys, prompts
 * without text, hours that never open, functions without a twin. `names` are those of the other sections; a kind that is
 * left out is not checked.
 */
export const checkFlows = (given: IvrSections, names: KnownNames = {}): readonly Problem[] => {
  const sections = withDefaults(given)
  const graph = createGraph(sections)
  const { problems: loops, looping } = checkLoops(graph)
  return [
    ...checkNames(sections, names),
    ...checkTransfers(sections),
    ...checkKeys(sections),
    ...loops,
    ...checkReach(graph, looping),
    ...checkEarly(graph),
    ...checkVariables(sections),
    ...checkPrompts(sections),
    ...checkHours(sections),
    ...checkFunctions(sections),
  ]
}
