import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEventLog } from '@callweave/cdr/node'
import { type CallEvent, callId, eventSchema, eventTypes, type Field, type Journal } from '@callweave/core'
import { eventOf } from '@callweave/core/testing'
import { openJournal } from '@callweave/server/journal'
import { expect, test } from 'vitest'
import { newFolders, putAway, putBack, readAll } from '../../test/journal-rig.js'
import { listSegments } from './segments.js'

const newFolder = newFolders()
const number = '13812345678'

/** Every type of event, of two calls in turn, with the same number in each personal field. */
const everyType = (): CallEvent[] =>
  eventTypes.map((type, i) => {
    const fields: Readonly<Record<string, Field<unknown>>> = eventSchema[type]
    const personal = Object.entries(fields).flatMap(([name, { personal: is }]) => (is ? [[name, number]] : []))
    const call = 'call' in fields ? { call: callId(1 + (i % 2)) } : {}
    return { ...eventOf(type, { seq: i + 1 }), ...call, ...Object.fromEntries(personal) } as CallEvent
  })

const journalBytes = (folder: string): Buffer =>
  Buffer.concat(listSegments(folder).map(({ path }) => readFileSync(path)))

test('S4 no personal value can be read in the files; they come back whole, also after a new start', async () => {
  const folder = newFolder()
  const events = everyType()
  const first = await openJournal(folder)
  await first.append(events.slice(0, 20))
  await first.append(events.slice(20))
  expect(await readAll(first)).toEqual(events)
  await first.close()
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    expect(bytes.includes(number), name).toBe(false)
    expect(bytes.includes(number.slice(0, 6)), name).toBe(false)
  }
  if (process.platform !== 'win32') expect(statSync(join(folder, 'keys')).mode & 0o77).toBe(0)
  const second = await openJournal(folder)
  await second.append([eventOf('number.unblocked', { seq: events.length + 1, number })])
  expect((await readAll(second, events.length + 1)).map((event) => 'number' in event && event.number)).toEqual([number])
  expect(await readAll(second)).toEqual([...events, expect.objectContaining({ number })])
  await second.close()
  // Anybody can count and follow them without a key.
  const [{ path } = { path: '' }] = listSegments(folder)
  expect([...openEventLog(path)].map(({ type }) => type)).toEqual(events.map(({ type }) => type))
})

test('S4 a call that is erased reads so, now and later; no byte of the journal and no other call changes', async () => {
  const folder = newFolder()
  const events = everyType()
  const journal = await openJournal(folder)
  await journal.append(events)
  const before = journalBytes(folder)
  await journal.erase(1)
  const wanted = events.map((event) => {
    if (!('call' in event) || event.call !== 1) return event
    return JSON.parse(JSON.stringify(event).replaceAll(number, 'erased')) as CallEvent
  })
  expect(JSON.stringify(wanted)).not.toBe(JSON.stringify(events))
  expect(await readAll(journal)).toEqual(wanted)
  expect(journalBytes(folder).equals(before)).toBe(true)
  // What comes late, of a call that goes on, is not kept either.
  const late = eventOf('variable.set', { seq: events.length + 1, call: callId(1), value: number })
  await journal.append([late])
  await journal.close()
  const again = await openJournal(folder)
  expect(await readAll(again)).toEqual([...wanted, { ...late, value: 'erased' }])
  await again.append([{ ...late, seq: late.seq + 1 }])
  expect((await readAll(again, late.seq + 1)).map((event) => 'value' in event && event.value)).toEqual(['erased'])
  await again.close()
  await expect(again.erase(2)).rejects.toMatchObject({ code: 'illegal-state' })
})

test('S4 calls that come out of order, are over, or were there before a start are sealed with the key that is kept', async () => {
  const folder = newFolder()
  const value = (seq: number, call: number): CallEvent =>
    eventOf('variable.set', { seq, call: callId(call), value: number })
  const ended = eventOf('call.ended', { seq: 3, call: callId(9) })
  const first = await openJournal(folder)
  await first.append([value(1, 9)])
  await first.append([value(2, 3), ended])
  await first.append([value(4, 9), value(5, 3)])
  await first.close()
  const second = await openJournal(folder)
  await second.append([value(6, 9), value(7, 3), value(8, 5), value(9, 12)])
  await second.append([value(10, 4)])
  const values = (await readAll(second)).map((event) => ('value' in event ? event.value : event.type))
  expect(values).toEqual([number, number, 'call.ended', number, number, number, number, number, number, number])
  await second.close()
  expect(statSync(join(folder, 'keys')).size).toBe(13 * 32)
})

test('S4 a key that comes and one that goes at the same moment: it is gone', async () => {
  const folder = newFolder()
  const journal = await openJournal(folder)
  const appended = journal.append([eventOf('variable.set', { seq: 1, call: callId(7), value: number })])
  await Promise.all([appended, journal.erase(7)])
  expect((await readAll(journal)).map((event) => 'value' in event && event.value)).toEqual(['erased'])
  await journal.close()
})

test('S4 a value that waits for a full disk while its call is erased does not bring the key back', async () => {
  const folder = newFolder()
  const trouble: Error[] = []
  const journal = await openJournal(folder, { segmentBytes: 1, onTrouble: (error) => void trouble.push(error) })
  await journal.append([eventOf('variable.set', { seq: 1, call: callId(1), value: number })])
  putAway(folder)
  const waiting = journal.append([eventOf('variable.set', { seq: 2, call: callId(7), value: number })])
  while (trouble.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const erasing = journal.erase(7)
  putBack(folder)
  await Promise.all([waiting, erasing])
  const values = (await readAll(journal)).map((event) => 'value' in event && event.value)
  expect(values).toEqual([number, 'erased'])
  await journal.close()
})

test('S4 a key that was changed is found out', async () => {
  const folder = newFolder()
  const journal = await openJournal(folder)
  await journal.append([eventOf('variable.set', { seq: 1, call: callId(2), value: number })])
  await journal.close()
  const keys = readFileSync(join(folder, 'keys'))
  keys[70] = (keys[70] as number) ^ 1
  writeFileSync(join(folder, 'keys'), keys)
  const again = await openJournal(folder)
  await expect(readAll(again)).rejects.toMatchObject({
    code: 'file-invalid',
    message: expect.stringContaining("'value' of event 1 cannot be opened"),
  })
  await again.close()
})

test('S4 a key that a power cut took reads erased, and so does all that comes for its call; every start goes on', async () => {
  const folder = newFolder()
  const first = await openJournal(folder)
  await first.append(
    [1, 2].map((call, i) => eventOf('variable.set', { seq: i + 1, call: callId(call), value: number })),
  )
  await first.close()
  const keys = readFileSync(join(folder, 'keys'))
  keys.fill(0, 2 * 32, 3 * 32)
  writeFileSync(join(folder, 'keys'), keys)
  const values = async (journal: Journal): Promise<unknown[]> =>
    (await readAll(journal)).map((event) => 'value' in event && event.value)
  const second = await openJournal(folder)
  expect(await values(second)).toEqual([number, 'erased'])
  await second.append([eventOf('variable.set', { seq: 3, call: callId(2), value: number })])
  await second.append([eventOf('variable.set', { seq: 4, call: callId(3), value: number })])
  await second.close()
  const third = await openJournal(folder)
  expect(await values(third)).toEqual([number, 'erased', 'erased', number])
  await third.close()
})
