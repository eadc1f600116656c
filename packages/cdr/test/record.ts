/** Call records for tests of what is done with them. */

import { emptyRecord } from '../src/calls/live-call.js'
import type { CallRecord } from '../src/calls/record.js'

export const someRecord = (call: number, given: Partial<CallRecord> = {}): CallRecord => ({
  ...emptyRecord(call, call * 1_000),
  endedAtMs: call * 1_000 + 900,
  closedAtMs: call * 1_000 + 950,
  trunk: 'main',
  channel: 3,
  caller: `1380013800${call % 10}`,
  dialed: '4008001234',
  route: 0,
  flow: 'day',
  tags: ['vip'],
  choices: [{ atMs: call * 1_000, step: 'main', key: '8' }],
  queues: [
    {
      queue: 'sales',
      enteredAtMs: call * 1_000,
      leftAtMs: call * 1_000,
      because: 'full',
      refused: true,
      waitMs: 0,
      key: null,
      callback: false,
    },
    {
      queue: 'service',
      enteredAtMs: call * 1_000,
      leftAtMs: call * 1_000 + 100,
      because: 'answered',
      refused: false,
      waitMs: 100,
      key: null,
      callback: false,
    },
  ],
  offers: [
    {
      offer: call,
      queue: 'service',
      agent: `agent-${call % 3}`,
      madeAtMs: call * 1_000,
      ringMs: 100,
      ended: 'accepted',
      because: null,
    },
  ],
  conversations: [
    {
      agent: `agent-${call % 3}`,
      queue: 'service',
      leg: call * 2,
      answeredAtMs: call * 1_000 + 100,
      talkMs: 700,
      holdMs: 100,
      wrapUpMs: 50,
      endedBy: 'caller',
    },
  ],
  answeredBy: `agent-${call % 3}`,
  waitMs: 100,
  talkMs: 700,
  holdMs: 100,
  wrapUpMs: 50,
  outcome: 'served',
  endedBy: 'caller',
  endCause: 'normal',
  ...given,
})
