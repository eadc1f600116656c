/** SIP alone: messages read, and calls answered by a server that does nothing else. */
import type { Case } from './case.js'
import { parseCase } from './sip-parse.js'
import { uasCases } from './sip-uas.js'

export const sipCases: readonly Case[] = [parseCase, ...uasCases]
