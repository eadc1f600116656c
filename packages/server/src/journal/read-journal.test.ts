/** The journal of a center as one log, from outside: whole, while it is written, cut and damaged. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CallweaveError, callId, legId } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'
import { openJournal, readJournal } from '@callweave/server/journal'
import { expect, test } from 'vitest'
import { newFolders, numbered } from '../../test/journal-rig.js'
import { listSegments } from './segments.js'

const newFolder = newFolders()

const arrival = (seq: number, call: number) =>
  eventOf('leg.arrived', {
    seq,
    atMs: seq * 1_000,
    call: callId(call),
    leg: legId(call),
    caller: `0207946000${call}`,
    dialed: '4008001234',
  })

/** In the folder of a center: two calls, a file each. */
const written = async (): Promise<string> => {
  const center = newFolder()
  mkdirSync(center)
  const journal = await openJournal(join(center, 'journal'), { segmentBytes: 1 })
  await journal.append([arrival(1, 1)])
  await journal.append([arrival(2, 2)])
  await journal.close()
  return center
}

const ends: number[] = []
const callers = (path: string): readonly unknown[] => {
  ends.length = 0
  const log = readJournal(path, { onOpenEnd: ({ lastSeq }) => void ends.push(lastSeq) })
  return [...log].map((event) => (event.type === 'leg.arrived' ? event.caller : event.type))
}

const refusal = (of: () => unknown): CallweaveError => {
  try {
    of()
  } catch (error) {
    if (error instanceof CallweaveError) return error
    throw error
  }
  throw new Error('it was not refused')
}

test('S4 the folder of a center, its journal, or one file of it: numbers are read with their keys', async () => {
  const center = await written()
  const folder = join(center, 'journal')
  const [first, second] = listSegments(folder)
  expect(callers(center)).toEqual(['02079460001', '02079460002'])
  expect(callers(folder)).toEqual(['02079460001', '02079460002'])
  expect(callers(first?.path ?? '')).toEqual(['02079460001'])
  expect(callers(second?.path ?? '')).toEqual(['02079460002'])
  expect(ends).toEqual([])
  rmSync(join(folder, 'keys'))
  expect(callers(center)).toEqual(['erased', 'erased'])
})

test('S4 while it is written: what is there, told as no fault; each reading ends where the first did', async () => {
  const folder = newFolder()
  const journal = await openJournal(folder)
  await journal.append([arrival(1, 1)])
  const log = readJournal(folder)
  expect([...log]).toHaveLength(1)
  await journal.append([arrival(2, 2)])
  expect([...log]).toHaveLength(1)
  expect(callers(folder)).toEqual(['02079460001', '02079460002'])
  expect(ends).toEqual([2])
  await journal.close()
  expect(callers(folder)).toHaveLength(2)
  expect(ends).toEqual([])
})

test('S4 the newest file cut anywhere, or followed by zeros, is read as far as it is whole', async () => {
  const folder = newFolder()
  const journal = await openJournal(folder)
  await journal.append(numbered(1, 3))
  await journal.append(numbered(4, 3))
  await journal.close()
  const [{ path } = { path: '' }] = listSegments(folder)
  const whole = readFileSync(path)
  const second = whole.lastIndexOf('BLOK')
  const end = whole.lastIndexOf('LAST')
  const borders = [0, second, end, whole.length].flatMap((at) => [at - 1, at, at + 1])
  const steps = Array.from({ length: Math.ceil(whole.length / 97) }, (_, i) => i * 97)
  for (const at of [...borders, ...steps].filter((one) => one >= 0 && one < whole.length)) {
    const count = at < second ? 0 : at < end ? 3 : 6
    writeFileSync(path, whole.subarray(0, at))
    const read = callers(folder)
    expect([at, read.length]).toEqual([at, count])
    expect(ends).toEqual([read.length])
  }
  writeFileSync(path, Buffer.concat([whole.subarray(0, second), Buffer.alloc(50)]))
  expect(callers(folder)).toHaveLength(3)
  expect(ends).toEqual([3])
})

test('S4 an earlier file that was not closed, and that a start went on from, is no fault; a gap and damage are', async () => {
  const center = await written()
  const folder = join(center, 'journal')
  const [first, second] = listSegments(folder).map(({ path }) => path) as [string, string]
  const whole = readFileSync(first)
  const end = whole.lastIndexOf('LAST')
  writeFileSync(first, whole.subarray(0, end))
  expect(callers(center)).toHaveLength(2)
  expect(callers(first)).toHaveLength(1)
  expect(ends).toEqual([])
  writeFileSync(first, whole.subarray(0, end - 1))
  for (const path of [center, first]) expect(refusal(() => callers(path)).message).toMatch(/the journal has a gap/)
  writeFileSync(first, whole)
  const damaged = Buffer.from(readFileSync(second))
  const block = damaged.indexOf('BLOK')
  damaged[block + 40] = (damaged[block + 40] as number) ^ 1
  writeFileSync(second, Buffer.concat([damaged, readFileSync(first).subarray(whole.indexOf('BLOK'))]))
  const error = refusal(() => callers(center))
  expect([error.code, error.message]).toEqual(['file-invalid', expect.stringMatching(/checksum of the block/)])
})

test('a folder that is no journal, and none', () => {
  const empty = newFolder()
  expect(refusal(() => readJournal(empty)).message).toMatch(/there is no such file/)
  mkdirSync(empty)
  const { code, message } = refusal(() => readJournal(empty))
  expect([code, message]).toEqual(['file-invalid', expect.stringMatching(/there is no journal in this folder/)])
})
