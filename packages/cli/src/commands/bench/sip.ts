/** SIP alone: messages read, and calls answered by a server that does nothing else; then calls through a whole center. */
import type { Case } from './case.js'
import { breakingCase } from './sip-breaking.js'
import { centerCases } from './sip-center.js'
import { heldCase } from './sip-memory.js'
import { parseCase } from './sip-parse.js'
import { uasCases } from './sip-uas.js'

export { throughCase } from './sip-memory.js'

export const sipCases: readonly Case[] = [parseCase, ...uasCases, ...centerCases, heldCase, breakingCase]
