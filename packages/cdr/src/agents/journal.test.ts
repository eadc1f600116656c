import { expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { type AgentPeriod, createAgentJournal } from './journal.js'

test('D2 agent journal: each state with its start, length and cause, until it is closed', () => {
  const periods: AgentPeriod[] = []
  const journal = createAgentJournal({ onPeriod: (period) => periods.push(period) })
  script()
    .at(0, 'agent.changed', { agent: 'bo', from: 'logged-out', to: 'ready', because: 'shift' })
    .at(0, 'agent.changed', { agent: 'ana', from: 'logged-out', to: 'ready', because: 'shift' })
    .at(5_000, 'agent.changed', { agent: 'ana', from: 'ready', to: 'ringing', because: 'offered', call: 7 })
    .at(8_000, 'agent.changed', {
      agent: 'ana',
      from: 'ringing',
      to: 'not-ready',
      because: 'missed',
      reason: 'misses',
      call: 7,
    })
    .play(journal.listeners)
  journal.close(10_000)
  journal.close(20_000)
  const ana = { agent: 'ana', reason: null, call: null }
  expect(periods).toEqual([
    { ...ana, state: 'ready', startMs: 0, lengthMs: 5_000, because: 'shift' },
    { ...ana, state: 'ringing', startMs: 5_000, lengthMs: 3_000, because: 'offered', call: 7 },
    { ...ana, state: 'not-ready', startMs: 8_000, lengthMs: 2_000, because: 'missed', reason: 'misses' },
    { ...ana, agent: 'bo', state: 'ready', startMs: 0, lengthMs: 10_000, because: 'shift' },
  ])
})
