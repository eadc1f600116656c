/** What every journal keeps: events come back whole, in order, from any position, after it was closed and opened again. */
import { type CallEvent, eventTypes } from '../events/event.js'
import type { Journal } from '../ports/journal.js'
import { type ContractCase, casesOf, same } from './contract.js'
import { eventOf } from './event-of.js'

export interface JournalRig {
  /** Opens the journal; again on the same one after `close`. */
  open(): Journal | Promise<Journal>
  /** Takes away what was written. */
  close?(): void | Promise<void>
}

const readAll = async (journal: Journal, fromSeq = 1): Promise<CallEvent[]> => {
  const events: CallEvent[] = []
  for await (const event of journal.read(fromSeq)) events.push(event)
  return events
}

const rings = (fromSeq: number, count: number): CallEvent[] =>
  Array.from({ length: count }, (_, i) => eventOf('leg.ringing', { seq: fromSeq + i, atMs: 1_000 + i }))

export const journalContract = (make: () => JournalRig | Promise<JournalRig>): readonly ContractCase[] =>
  casesOf('journal', make, {
    'a new journal is empty': async ({ open }) => {
      same(await readAll(await open()), [], 'nothing in it')
    },
    'every type of event comes back as it was': async ({ open }) => {
      const journal = await open()
      const events = eventTypes.map((type, i) => eventOf(type, { seq: i + 1, atMs: i }))
      await journal.append(events)
      same(await readAll(journal), events, 'the same data')
    },
    'text comes back letter by letter': async ({ open }) => {
      const journal = await open()
      const odd = ['', '中文', 'a\nb\r\n', '"', '\\', ' ', '\u2028', '🎧', 'x'.repeat(10_000)]
      const events = odd.map((value, i) => eventOf('variable.set', { seq: i + 1, value }))
      await journal.append(events)
      same(await readAll(journal), events, 'the same letters')
    },
    'batches stand one after the other, and what has been appended can be read': async ({ open }) => {
      const journal = await open()
      await journal.append(rings(1, 3))
      same((await readAll(journal)).length, 3, 'the first batch')
      await journal.append([])
      await journal.append(rings(4, 2))
      same(
        (await readAll(journal)).map(({ seq }) => seq),
        [1, 2, 3, 4, 5],
        'in order',
      )
    },
    'reads from the position asked for': async ({ open }) => {
      const journal = await open()
      await journal.append(rings(1, 10))
      same(
        (await readAll(journal, 8)).map(({ seq }) => seq),
        [8, 9, 10],
        'from 8 on',
      )
      same(await readAll(journal, 11), [], 'nothing after the last')
    },
    'closed and opened again it has everything, and goes on': async ({ open }) => {
      const first = await open()
      await first.append(rings(1, 4))
      await first.close()
      const second = await open()
      await second.append(rings(5, 1))
      same(await readAll(second), rings(1, 5).with(4, rings(5, 1)[0] as CallEvent), 'nothing lost')
      await second.close()
    },
    'an event changed after it was appended stays as it was': async ({ open }) => {
      const journal = await open()
      const [event] = rings(1, 1) as [CallEvent & { atMs: number }]
      await journal.append([event])
      ;(event as { atMs: number }).atMs = 99
      same((await readAll(journal))[0]?.atMs, 1_000, 'as appended')
    },
  })
