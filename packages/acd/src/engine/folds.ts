/** How each event changes the floor. The live center and a replay run the same functions. */
import type { Listeners } from '@callweave/core'
import { agentFolds } from './agent-folds.js'
import { callbackFolds } from './callback-folds.js'
import { entryFolds } from './entry-folds.js'
import { newcomerFolds } from './newcomers.js'
import { offerFolds } from './offer-folds.js'
import { rosterFolds } from './roster-folds.js'
import type { Floor } from './state.js'

export const floorFolds = (floor: Floor): Listeners => ({
  ...entryFolds(floor),
  ...offerFolds(floor),
  ...agentFolds(floor),
  ...callbackFolds(floor),
  ...rosterFolds(floor),
  ...newcomerFolds(floor),
})
