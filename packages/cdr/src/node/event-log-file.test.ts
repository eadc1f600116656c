import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallEvent, createEventLog } from '@callweave/core'
import { afterAll, describe, expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { eventLogHeader } from '../log/header.js'
import { createEventLogFile } from './event-log-file.js'
import { openEventLog } from './open-event-log.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const header = eventLogHeader({ definitionHash: 'abc', seed: null, originMs: 0 })

const events = (() => {
  const made = script()
  for (let call = 1; call <= 5_000; call += 1) made.at(call * 10, 'call.tagged', { call, tag: `tag-${call % 7}` })
  return made.events
})()

describe.each(['binary', 'jsonl'] as const)('event log file, %s', (format) => {
  const path = join(folder, `day.${format}`)
  const write = (name: string) => {
    const file = createEventLogFile(name, { format, header, blockBytes: 10_000 })
    for (const event of events) file.append(event)
    file.close()
    file.close()
    expect(file.events).toBe(events.length)
    expect(file.bytes).toBe(readFileSync(name).length)
  }

  test('comes back, at once and later, from the start each time', async () => {
    write(path)
    const log = openEventLog(path)
    expect([log.format, log.header]).toEqual([format, header])
    expect([...log]).toEqual(events)
    expect([...log]).toEqual(events)
    const later: CallEvent[] = []
    for await (const event of log) later.push(event)
    expect(later).toEqual(events)
    for (const event of log) if (event.seq === 3) break
  })

  test('the same events give the same file, byte for byte', () => {
    write(path)
    const again = join(folder, `again.${format}`)
    write(again)
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
  })

  test('taps a log; what was flushed is readable while it is still open', () => {
    const log = createEventLog()
    const file = createEventLogFile(path, { format, header })
    log.tap(file.listeners)
    log.emit['call.tagged']({
      ...(events[0] as never as { call: never }),
      seq: log.next(),
      atMs: 5,
      type: 'call.tagged',
      tag: 'a',
    })
    file.flush()
    expect([...openEventLog(path, { cut: 'accept' })]).toHaveLength(1)
    file.close()
  })

  test('a cut file is refused with the place, or accepted by wish', () => {
    write(path)
    truncateSync(path, readFileSync(path).length - 50)
    const read: CallEvent[] = []
    expect(() => {
      for (const event of openEventLog(path)) read.push(event)
    }).toThrow(/day\.(binary at byte \d+|jsonl:5001): this log is cut/)
    expect(read).toEqual(events.slice(0, read.length))
    expect(read.length).toBeGreaterThan(4_000)
    const told: string[] = []
    expect([...openEventLog(path, { cut: 'accept', onCut: ({ message }) => told.push(message) })]).toEqual(read)
    expect(told).toEqual([expect.stringContaining('this log is cut')])
  })
})

describe.each(['binary', 'jsonl'] as const)('numbers that do not follow one another, %s', (format) => {
  const path = join(folder, `edited.${format}`)
  const readBack = (kept: readonly CallEvent[]): readonly CallEvent[] => {
    const file = createEventLogFile(path, { format, header })
    for (const event of kept) file.append(event)
    file.close()
    return [...openEventLog(path)]
  }
  const part = (from: number, to: number) => events.slice(from - 1, to)

  test('a gap and a repeat are said with both numbers, also to who accepts a cut', async () => {
    const says = `${path}: this log has a gap: event 31 follows event 20`
    expect(() => readBack([...part(1, 20), ...part(31, 40)])).toThrow(says)
    expect(() => [...openEventLog(path, { cut: 'accept' })]).toThrow(says)
    const later = async () => {
      for await (const _ of openEventLog(path));
    }
    await expect(later).rejects.toThrow(says)
    expect(() => readBack([...part(1, 30), ...part(20, 40)])).toThrow('event 20 comes again after event 30')
  })

  test('a log may begin anywhere', () => {
    expect(readBack(part(31, 40))).toEqual(part(31, 40))
  })
})

describe('opening what is no log', () => {
  test.each([
    ['empty', '', 'this event log is empty'],
    ['a picture', 'GIF89a', 'this is not an event log of Callweave'],
    ['cut in its head', '{"log":"callweave-ev', 'this is not an event log of Callweave'],
    [
      'cut after its head',
      '{"log":"callweave-events","schemaVersion":1,"definitionHash":"","seed":null,"originMs":0}',
      'cut within its head',
    ],
  ])('%s', (name, text, says) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    expect(() => openEventLog(path)).toThrow(says)
  })

  test('missing, or a folder', () => {
    expect(() => openEventLog(join(folder, 'nowhere'))).toThrow('nowhere: there is no such file')
    expect(() => openEventLog(folder)).toThrow('this file cannot be read: EISDIR')
    expect(() => createEventLogFile(folder, { format: 'jsonl', header })).toThrow('this event log cannot be written')
  })

  test.runIf(existsSync('/dev/full'))('a full disk is said, with the file', () => {
    const create = () => createEventLogFile('/dev/full', { format: 'jsonl', header })
    expect(create).toThrow('/dev/full: this event log cannot be written: ENOSPC')
  })
})
