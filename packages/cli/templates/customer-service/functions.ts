/** What the flows look up. A simulation never calls the real thing: each function has a twin that answers in its place. */
import { defineFunction } from 'callweave'

export const orderStatus = defineFunction('orderStatus', {
  version: 1,
  simulate: (_args, random) => ({ result: random.next() < 0.7 ? 'sent' : 'packing', tookMs: 80 + 200 * random.next() }),
})

/** Whether the agent has left an open case for this call. */
export const caseOf = defineFunction('caseOf', {
  version: 1,
  simulate: (_args, random) => ({ result: random.next() < 0.15 ? 'open' : 'closed', tookMs: 50 + 100 * random.next() }),
})
