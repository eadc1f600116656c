/** Journals of tests, in folders that go with the suite. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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

/** A folder that is put away, with a file in its place, so that it cannot be made again. */
export const putAway = (folder: string): void => {
  renameSync(folder, `${folder}-away`)
  writeFileSync(folder, '')
}
export const putBack = (folder: string): void => {
  rmSync(folder)
  renameSync(`${folder}-away`, folder)
}
