/** Journals of tests, in folders that go with the suite. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallEvent, Journal } from '@callweave/core'
import { afterAll } from 'vitest'
import { eventNumber } from './numbered-events.js'

/** Makes names of folders that are not there yet. */
export const newFolders = (): (() => string) => {
  const root = mkdtempSync(join(tmpdir(), 'callweave-server-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  let made = 0
  return () => {
    made += 1
    return join(root, `${made}`)
  }
}

export const numbered = (fromSeq: number, count: number): CallEvent[] =>
  Array.from({ length: count }, (_, i) => eventNumber(fromSeq + i))

export const readAll = async (journal: Journal, fromSeq = 1): Promise<CallEvent[]> => {
  const events: CallEvent[] = []
  for await (const event of journal.read(fromSeq)) events.push(event)
  return events
}
