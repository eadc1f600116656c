/** SIP alone: messages read, and calls answered by a server that does nothing else; then calls through a whole center. */
import type { Case } from './case.js'
import { centerCases } from './sip-center.js'
import { parseCase } from './sip-parse.js'
import { uasCases } from './sip-uas.js'

export const sipCases: readonly Case[] = [parseCase, ...uasCases, ...centerCases]
