/** The event log alone: what it costs to write an event to a file, and to read it back, in either format. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventLogHeader } from '@callweave/cdr'
import { createEventLogFile, openEventLog } from '@callweave/cdr/node'
import { type CallEvent, eventTypes, type Listeners } from '@callweave/core'
import { runReplication } from '@callweave/sim'
import { type Case, scaled } from './case.js'
import { twentyQueues } from './sim-centers.js'

/** Events of a real run, in memory, so that only the log is measured. */
const recordEvents = (calls: number): readonly CallEvent[] => {
  const { center, scenario } = twentyQueues()
  const events: CallEvent[] = []
  const record: Listeners = Object.fromEntries(
    eventTypes.map((type) => [type, (event: CallEvent) => void events.push(event)]),
  )
  runReplication({ definition: center, scenario, seed: 1, mostCalls: calls, taps: [record] })
  return events
}

const logCase = (format: 'jsonl' | 'binary'): Case => ({
  name: format,
  prepare: (size) => {
    const events = recordEvents(scaled(20_000, size, 20))
    const folder = mkdtempSync(join(tmpdir(), 'callweave-bench-'))
    const path = join(folder, 'events.log')
    const header = eventLogHeader({ definitionHash: 'bench', seed: '1', originMs: events[0]?.atMs ?? 0 })
    return {
      run: () => {
        const startedMs = performance.now()
        const file = createEventLogFile(path, { format, header })
        for (const event of events) file.append(event)
        file.close()
        const writtenMs = performance.now()
        let read = 0
        for (const event of openEventLog(path)) if (event.seq > 0) read += 1
        const readMs = performance.now()
        if (read !== events.length) throw new TypeError(`${events.length} events written, ${read} read`)
        const nsPerEvent = (ms: number): number => (ms * 1e6) / read
        return [
          { case: `${format}/write`, unit: 'ns/event', value: nsPerEvent(writtenMs - startedMs) },
          { case: `${format}/write`, unit: 'bytes/event', value: file.bytes / read },
          { case: `${format}/read`, unit: 'ns/event', value: nsPerEvent(readMs - writtenMs) },
        ]
      },
      clean: () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})

export const logCases: readonly Case[] = [logCase('jsonl'), logCase('binary')]
