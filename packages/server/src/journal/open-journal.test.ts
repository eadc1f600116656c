import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { journalContract } from '@callweave/core/testing'
import { type DurableJournal, type JournalOptions, openJournal } from '@callweave/server/journal'
import { describe, expect, test } from 'vitest'
import { newFolders, numbered, putAway, putBack, readAll } from '../../test/journal-rig.js'
import { listSegments, recoverSegments, type SegmentFile } from './segments.js'

const newFolder = newFolders()

const later = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** Three batches of three events; the last block is that of 7, 8 and 9. Not closed: as a kill leaves it. */
const written = async (options: JournalOptions = {}): Promise<string> => {
  const folder = newFolder()
  const journal = await openJournal(folder, options)
  for (const fromSeq of [1, 4, 7]) await journal.append(numbered(fromSeq, 3))
  const files = listSegments(folder).map(({ path }) => ({ path, bytes: readFileSync(path) }))
  await journal.close()
  for (const { path, bytes } of files) writeFileSync(path, bytes)
  return folder
}

describe.each([
  ['one file', {}],
  ['a file for each batch', { segmentBytes: 1 }],
  ['waiting for the disk', { durability: 'fsync' }],
] as const)('%s', (_, options: JournalOptions) => {
  const make = () => {
    const folder = newFolder()
    const opened: DurableJournal[] = []
    return {
      open: async () => {
        const journal = await openJournal(folder, options)
        opened.push(journal)
        return journal
      },
      close: async () => {
        for (const journal of opened) await journal.close()
      },
    }
  }
  for (const { name, run } of journalContract(make)) test(`S4 ${name}`, run)
})

describe('after a kill of the process', () => {
  test('S4 a block that ends at any byte is cut off; the ones before it stay, byte for byte', async () => {
    const folder = await written()
    const [{ path } = { path: '' }] = listSegments(folder)
    const whole = readFileSync(path)
    const third = whole.lastIndexOf('BLOK')
    for (let end = third; end < whole.length; end += 1) {
      for (const tail of [whole.subarray(third, end), Buffer.alloc(end - third)]) {
        writeFileSync(path, Buffer.concat([whole.subarray(0, third), tail]))
        const cut = end === third ? [] : [{ file: path, atByte: third, bytes: end - third }]
        expect(recoverSegments(folder)).toEqual({ lastSeq: 6, cut })
        expect(readFileSync(path).equals(whole.subarray(0, third))).toBe(true)
      }
    }
    const journal = await openJournal(folder)
    await journal.append(numbered(7, 2))
    expect(await readAll(journal)).toEqual(numbered(1, 8))
    await journal.close()
  })

  test('S4 a file whose first block is not whole was never begun', async () => {
    const folder = await written({ segmentBytes: 1 })
    const last = listSegments(folder).at(-1)?.path ?? ''
    const whole = readFileSync(last)
    for (const end of [0, 1, 19, 20, 500, whole.indexOf('BLOK'), whole.indexOf('BLOK') + 40]) {
      writeFileSync(last, whole.subarray(0, end))
      expect(recoverSegments(folder).lastSeq).toBe(6)
      expect(existsSync(last)).toBe(false)
    }
    const journal = await openJournal(folder)
    expect(await readAll(journal)).toEqual(numbered(1, 6))
    await journal.close()
  })
})

describe('damage', () => {
  test('S4 a byte changed before the last block is refused at opening, with file and place; nothing is changed', async () => {
    const folder = await written()
    const [{ path } = { path: '' }] = listSegments(folder)
    const whole = readFileSync(path)
    const first = whole.indexOf('BLOK')
    const second = whole.indexOf('BLOK', first + 1)
    for (let at = 0; at < second; at += at < first ? 97 : 1) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] as number) ^ 0x41
      writeFileSync(path, bytes)
      expect(() => recoverSegments(folder), `byte ${at}`).toThrow(CallweaveError)
      if (at >= first)
        expect(() => recoverSegments(folder)).toThrow(`${path} at byte ${first}: the journal is damaged here`)
      expect(readFileSync(path).equals(bytes)).toBe(true)
    }
    await expect(openJournal(folder)).rejects.toMatchObject({ code: 'file-invalid' })
    writeFileSync(path, whole)
    await (await openJournal(folder)).close()
  })

  test('S4 in an earlier file it is found by reading, after all events before it; so is a file that is gone', async () => {
    const folder = await written({ segmentBytes: 1 })
    const [one, two] = listSegments(folder) as [SegmentFile, SegmentFile]
    const whole = readFileSync(two.path)
    const read = async (): Promise<{ readonly events: number; readonly says: string }> => {
      const journal = await openJournal(folder)
      let events = 0
      try {
        for await (const event of journal.read(1)) events = event.seq
        return { events, says: '' }
      } catch (error) {
        expect(error).toBeInstanceOf(CallweaveError)
        return { events, says: (error as Error).message }
      } finally {
        await journal.close()
      }
    }
    const bytes = Buffer.from(whole)
    const block = bytes.indexOf('BLOK')
    bytes[block + 40] = 0xff
    writeFileSync(two.path, bytes)
    expect(await read()).toEqual({ events: 3, says: expect.stringContaining(`${two.path} at byte ${block}`) })
    writeFileSync(two.path, whole.subarray(0, block))
    expect(await read()).toEqual({
      events: 3,
      says: expect.stringContaining(`${two.path} at byte ${block}: the journal has a gap: event 4`),
    })
    rmSync(two.path)
    const end = statSync(one.path).size
    expect(await read()).toEqual({
      events: 3,
      says: expect.stringContaining(`${one.path} at byte ${end}: the journal has a gap: event 4`),
    })
    writeFileSync(two.path, whole)
    expect(await read()).toEqual({ events: 9, says: '' })
  })

  test('S4 a file of something else is refused and left alone', async () => {
    const folder = await written()
    const path = join(folder, '0000000000000010.cwlog')
    writeFileSync(path, 'not a log')
    await expect(openJournal(folder)).rejects.toThrow('this is not a binary event log')
    expect(readFileSync(path, 'utf8')).toBe('not a log')
    rmSync(path)
    renameSync(listSegments(folder)[0]?.path ?? '', path)
    await expect(openJournal(folder)).rejects.toThrow('does not begin as its name says')
  })
})

describe('a disk that does not take it', () => {
  test('S4 it is told once, tried again, and nothing is lost', async () => {
    const folder = newFolder()
    const told: string[] = []
    const mended = later()
    const trouble = later()
    const journal = await openJournal(folder, {
      segmentBytes: 1,
      onTrouble: ({ code, message }) => {
        told.push(`${code} ${message}`)
        trouble.resolve()
      },
      onMended: mended.resolve,
    })
    await journal.append(numbered(1, 3))
    putAway(folder)
    const appended = [4, 7, 10].map((fromSeq) => journal.append(numbered(fromSeq, 3)))
    await trouble.promise
    putBack(folder)
    await Promise.all(appended)
    await mended.promise
    expect(told).toEqual([
      expect.stringMatching(/^file-invalid .*0000000000000004.cwlog: this journal cannot be written: /),
    ])
    expect(await readAll(journal)).toEqual(numbered(1, 12))
    await journal.close()
  })

  test('S4 too much waiting is refused with a code, and so is all that follows; what was taken is written', async () => {
    const folder = newFolder()
    const told: string[] = []
    const trouble = later()
    const journal = await openJournal(folder, {
      segmentBytes: 1,
      mostWaitingBytes: 1,
      onTrouble: ({ code }) => {
        told.push(code)
        trouble.resolve()
      },
    })
    putAway(folder)
    const taken = journal.append(numbered(1, 3))
    await trouble.promise
    await expect(journal.append(numbered(4, 3))).rejects.toMatchObject({ code: 'peer-failed' })
    await expect(journal.append(numbered(4, 3))).rejects.toMatchObject({ code: 'peer-failed' })
    putBack(folder)
    await taken
    expect(told).toEqual(['file-invalid', 'peer-failed'])
    await expect(journal.close()).rejects.toMatchObject({ code: 'peer-failed' })
    const again = await openJournal(folder)
    expect(await readAll(again)).toEqual(numbered(1, 3))
    await again.close()
  })
})

test('S4 what does not follow is refused, and so is a closed journal; a folder that cannot be made is said', async () => {
  const folder = newFolder()
  const journal = await openJournal(folder)
  await journal.append(numbered(1, 2))
  await journal.close()
  await journal.close()
  await expect(journal.append(numbered(3, 1))).rejects.toMatchObject({ code: 'illegal-state' })
  const again = await openJournal(folder)
  await expect(again.append(numbered(4, 1))).rejects.toThrow('event 4 does not follow 2')
  await expect(again.append(numbered(3, 1))).rejects.toThrow('event 4 does not follow 2')
  await expect(again.close()).rejects.toThrow('event 4 does not follow 2')
  const file = newFolder()
  writeFileSync(file, '')
  await expect(openJournal(join(file, 'journal'))).rejects.toMatchObject({ code: 'file-invalid' })
  expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['0000000000000001.cwlog', 'lock']))
})
