/** A journal whose files, or whole folder, somebody takes away while it is open. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallEvent, callId } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'
import { openJournal } from '@callweave/server/journal'
import { expect, test } from 'vitest'
import { newFolders, numbered, readAll } from '../../test/journal-rig.js'
import { listSegments } from './segments.js'

const newFolder = newFolders()

/** Opens one that says what it found when it looked for its files. */
const openWatched = async (folder: string) => {
  const told: unknown[] = []
  let wake = (): void => {}
  const tell = (what: unknown): void => {
    told.push(what)
    wake()
  }
  const journal = await openJournal(folder, { onRestored: tell, onTrouble: ({ message }) => tell(message) })
  const toldOf = (count: number): Promise<void> =>
    new Promise((done) => {
      wake = () => {
        if (told.length >= count) done()
      }
      wake()
    })
  return { journal, told, toldOf }
}

/** Its number is sealed with the key of its call. */
const arrived = (seq: number, call: number): CallEvent =>
  eventOf('leg.arrived', { seq, call: callId(call), caller: `1380000${call}` })

test.skipIf(process.platform === 'win32')(
  'S4 the folder is taken away: told once, written again, and every event with its personal values is there',
  async () => {
    const folder = newFolder()
    const { journal, told, toldOf } = await openWatched(folder)
    const events = [arrived(1, 1), arrived(2, 2), ...numbered(3, 4)]
    await journal.append(events.slice(0, 4))
    rmSync(folder, { recursive: true })
    await toldOf(1)
    expect(told).toEqual([null])
    await journal.append(events.slice(4))
    // The key of a call from before is found in the file that was put back.
    const late = arrived(7, 1)
    await journal.append([late])
    expect(await readAll(journal)).toEqual([...events, late])
    await journal.close()
    const next = await openJournal(folder)
    expect(await readAll(next)).toEqual([...events, late])
    await next.close()
    expect(told).toEqual([null])
  },
)

test.skipIf(process.platform === 'win32')(
  'S4 events in older files are lost with them: it is told which, and the next start does not go on as if nothing were',
  async () => {
    const folder = newFolder()
    const before = await openJournal(folder)
    await before.append(numbered(1, 5))
    await before.close()
    const { journal, told, toldOf } = await openWatched(folder)
    await journal.append(numbered(6, 2))
    const [older] = listSegments(folder)
    const copy = readFileSync(older?.path ?? '')
    rmSync(folder, { recursive: true })
    await toldOf(1)
    expect(told).toEqual([{ fromSeq: 1, toSeq: 5 }])
    await journal.append(numbered(8, 2))
    await journal.close()
    const next = await openJournal(folder)
    await expect(readAll(next)).rejects.toMatchObject({
      code: 'file-invalid',
      parts: { remedy: expect.stringMatching(/back from a copy, or/) },
    })
    writeFileSync(older?.path ?? '', copy)
    expect(await readAll(next)).toEqual(numbered(1, 9))
    await next.close()
  },
)

test.skipIf(process.platform === 'win32')('S4 only the file that is written to: put back', async () => {
  const folder = newFolder()
  const { journal, told, toldOf } = await openWatched(folder)
  await journal.append(numbered(1, 3))
  const [{ path } = { path: '' }] = listSegments(folder)
  rmSync(path)
  await toldOf(1)
  expect([told, existsSync(path)]).toEqual([[null], true])
  await journal.append(numbered(4, 1))
  await journal.close()
  const next = await openJournal(folder)
  expect(await readAll(next)).toEqual(numbered(1, 4))
  await next.close()
})

test.skipIf(process.platform === 'win32')('S4 taken away just before the end: whole all the same', async () => {
  const folder = newFolder()
  const { journal } = await openWatched(folder)
  await journal.append(numbered(1, 3))
  rmSync(folder, { recursive: true })
  await journal.close()
  const next = await openJournal(folder)
  expect(await readAll(next)).toEqual(numbered(1, 3))
  await next.close()
})

test.skipIf(process.platform === 'win32')(
  'S4 where it cannot be put back nothing is said to be written, and it goes on when it can',
  async () => {
    const above = newFolder()
    const folder = join(above, 'journal')
    const { journal, told, toldOf } = await openWatched(folder)
    await journal.append(numbered(1, 3))
    rmSync(above, { recursive: true })
    writeFileSync(above, 'a file in the way')
    const waits = journal.append(numbered(4, 1))
    await toldOf(1)
    expect(told).toEqual([expect.stringMatching(/cannot be written/)])
    rmSync(above)
    await waits
    await journal.close()
    const next = await openJournal(folder)
    expect(await readAll(next)).toEqual(numbered(1, 4))
    await next.close()
  },
)
