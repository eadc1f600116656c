import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { eventLogHeader } from '../log/header.js'
import { createEventLogFile } from './event-log-file.js'
import { findWholeBlocks } from './whole-blocks.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-whole-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'log')
const header = eventLogHeader({ definitionHash: 'abc', seed: null, originMs: 0 })

/** Three blocks of one event each, and the end mark. */
const wholeLog = (): Buffer => {
  const made = script()
  for (let i = 1; i <= 3; i += 1) made.at(i, 'call.tagged', { call: i, tag: `BLOK ${i}` })
  const file = createEventLogFile(path, { format: 'binary', header })
  for (const event of made.events) {
    file.append(event)
    file.flush()
  }
  file.close()
  return readFileSync(path)
}

test('D1 cut anywhere, a log says how far it is whole', () => {
  const bytes = wholeLog()
  const end = bytes.length - 32
  const first = bytes.indexOf('BLOK')
  expect(findWholeBlocks(path)).toEqual({
    sizeBytes: bytes.length,
    wholeBytes: bytes.length,
    events: 3,
    firstSeq: 1,
    lastSeq: 3,
    isClosed: true,
    isDamaged: false,
  })
  let events = 3
  for (let size = bytes.length - 1; size >= 0; size -= size > first ? 1 : 97) {
    writeFileSync(path, bytes.subarray(0, size))
    const found = findWholeBlocks(path)
    if (found.events < events) events -= 1
    expect(found).toMatchObject({ sizeBytes: size, events, lastSeq: events, isClosed: false, isDamaged: false })
    expect(found.wholeBytes).toBeLessThanOrEqual(size)
    if (size >= end) expect(found.wholeBytes).toBe(end)
  }
  expect(events).toBe(0)
})

test('D1 damage with something whole behind it is no tail; what is no log is refused', () => {
  const bytes = wholeLog()
  const last = bytes.length - 60
  for (const at of [18, 30, bytes.indexOf('BLOK') + 5]) {
    const hurt = Buffer.from(bytes)
    hurt[at] = (hurt[at] as number) ^ 1
    writeFileSync(path, hurt)
    expect(findWholeBlocks(path), `byte ${at}`).toMatchObject({ events: 0, isDamaged: true })
  }
  const hurt = Buffer.from(bytes.subarray(0, -32))
  hurt[last] = (hurt[last] as number) ^ 1
  writeFileSync(path, hurt)
  expect(findWholeBlocks(path)).toMatchObject({ events: 2, isDamaged: false })
  writeFileSync(path, '{"log":"callweave-events"}')
  expect(() => findWholeBlocks(path)).toThrow('this is not a binary event log')
  expect(() => findWholeBlocks(folder)).toThrow('cannot be read')
})
