import { expect, test } from 'vitest'
import { eventTypes } from '../events/event.js'
import { eventSchema } from '../events/schema.js'
import { promised, same } from './contract.js'
import { eventOf } from './event-of.js'
import { journalContract } from './journal-contract.js'
import { createMemoryJournal } from './memory-journal.js'

for (const { name, run } of journalContract(() => {
  const lines: string[] = []
  return { open: () => createMemoryJournal(lines) }
})) {
  test(`D1 ${name}`, run)
}

test('a broken promise says what was promised, and shows both', () => {
  expect(() => promised(false, 'one answer')).toThrow('broken promise: one answer')
  expect(() => same([2], [1], 'one answer')).toThrow(/one answer\n {2}expected \[1\]\n {2}found {4}\[2\]/)
})

test('a built event has every field of its type, in the order of the schema', () => {
  for (const type of eventTypes) {
    expect(Object.keys(eventOf(type)), type).toEqual(['seq', 'atMs', 'type', ...Object.keys(eventSchema[type])])
  }
  expect(eventOf('queue.entered', { queue: 'service', priority: 3 })).toMatchObject({
    type: 'queue.entered',
    queue: 'service',
    priority: 3,
    wants: null,
  })
})
