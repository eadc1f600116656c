/** A journal and processes that are killed, come second, or may not write. */
import { openJournal } from '@callweave/server/journal'
import { describe, expect, test } from 'vitest'
import { type Child, startChild } from '../../test/child.js'
import { newFolders, numbered, readAll } from '../../test/journal-rig.js'
import { listSegments } from './segments.js'

const newFolder = newFolders()

const acknowledgedBy = ({ lines }: Child): number =>
  Math.max(0, ...lines.map((line) => Number(/^written (\d+)$/.exec(line)?.[1] ?? 0)))

describe('after a kill of the process', () => {
  test.each(['process', 'fsync'])(
    'S4 %s: a whole prefix is there, no less than was acknowledged',
    async (durability) => {
      const folder = newFolder()
      let lastSeq = 0
      for (let round = 0; round < 8; round += 1) {
        const child = startChild('appending.program.ts', [folder, durability])
        expect(await child.line((line) => line.startsWith('opened'))).toBe(`opened ${lastSeq}`)
        // Anywhere: from before the first acknowledgement to after many.
        const least = lastSeq + round ** 2 * 37
        if (round > 0) await child.line((line) => line.startsWith('written') && Number(line.slice(8)) > least)
        await child.kill()
        const acknowledged = Math.max(lastSeq, acknowledgedBy(child))

        const journal = await openJournal(folder)
        expect(journal.recovery.before?.pid).toBe(child.pid)
        const events = await readAll(journal)
        expect(events).toEqual(numbered(1, events.length))
        expect(events.length).toBeGreaterThanOrEqual(acknowledged)
        expect(journal.lastSeq).toBe(events.length)
        lastSeq = events.length
        await journal.close()
      }
      expect(listSegments(folder).length).toBeGreaterThan(1)
    },
  )
})

describe('one writer', () => {
  test('S4 a second process is refused and told who; the lock of a dead one is taken over, and told', async () => {
    const folder = newFolder()
    const child = startChild('appending.program.ts', [folder, 'process'])
    await child.line((line) => line.startsWith('written'))
    await expect(openJournal(folder)).rejects.toMatchObject({
      code: 'illegal-state',
      message: expect.stringContaining(`process ${child.pid} has this journal open`),
    })
    await child.kill()
    const journal = await openJournal(folder)
    expect(journal.recovery.before?.pid).toBe(child.pid)
    await expect(openJournal(folder)).rejects.toThrow(`process ${process.pid} has this journal open`)
    await journal.close()
    const again = await openJournal(folder)
    expect(again.recovery).toEqual({ before: null, cut: [] })
    await again.close()
  })
})

describe('a disk that does not take it', () => {
  test.skipIf(process.platform === 'win32')(
    'S4 a file that cannot grow is cut back to its last whole block',
    async () => {
      const folder = newFolder()
      const child = startChild('appending.program.ts', [folder, 'process'], { limitKiB: 40 })
      expect(await child.ended).toBe(0)
      expect(child.lines.filter((line) => line.startsWith('trouble'))[0]).toMatch(
        /cwlog: this journal cannot be written: EFBIG/,
      )
      expect(child.lines.some((line) => line.startsWith('refused'))).toBe(true)
      const acknowledged = acknowledgedBy(child)
      const journal = await openJournal(folder)
      expect(journal.recovery.cut).toEqual([])
      expect(await readAll(journal)).toEqual(numbered(1, journal.lastSeq))
      expect(journal.lastSeq).toBeGreaterThanOrEqual(acknowledged)
      await journal.close()
    },
  )
})
