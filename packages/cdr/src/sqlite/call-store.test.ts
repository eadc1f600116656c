import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { someRecord } from '../../test/record.js'
import type { AgentPeriod } from '../agents/journal.js'
import { emptyAgentTime, emptyCounts } from '../figures/counts.js'
import { createCallStore } from './call-store.js'
import { openCallStore } from './open-call-store.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newPath = () => {
  files += 1
  return join(folder, `calls-${files}.sqlite`)
}

describe('D1 call store', () => {
  test('a record comes back as it was, found by time, caller, agent and queue', async () => {
    const path = newPath()
    const store = createCallStore(path)
    const records = Array.from({ length: 2_500 }, (_, i) => someRecord(i + 1))
    for (const record of records) store.add(record)
    await store.flush()
    const reader = openCallStore(path)
    expect(reader.calls({ limit: 5_000 })).toEqual(records)
    expect(reader.calls({ fromMs: 5_000, untilMs: 7_000 }).map(({ call }) => call)).toEqual([5, 6])
    expect(reader.calls({ caller: '13800138007', limit: 2 }).map(({ call }) => call)).toEqual([7, 17])
    expect(reader.calls({ agent: 'agent-2', limit: 2, offset: 1 }).map(({ call }) => call)).toEqual([5, 8])
    expect(reader.calls({ queue: 'sales' })).toHaveLength(1_000)
    expect(reader.calls({ queue: 'nowhere' })).toEqual([])
    reader.close()
    await store.close()
  })

  test('D2 periods and D3 intervals too; a later report of an interval takes the place of the earlier', async () => {
    const path = newPath()
    const store = createCallStore(path, { journal: 'bank', durability: 'fsync' })
    const period: AgentPeriod = {
      agent: 'ana',
      state: 'not-ready',
      startMs: 5,
      lengthMs: 7,
      because: 'asked',
      reason: 'break',
      call: null,
    }
    const row = { queue: 'service', startMs: 0, endMs: 1_800_000, ...emptyCounts(), offered: 3 }
    const agents = [{ queue: null, startMs: 0, endMs: 1_800_000, ...emptyAgentTime(), readyMs: 9 }]
    store.addPeriod(period)
    store.addFigures({ rows: [row], agents })
    await store.flush()
    store.addFigures({ rows: [{ ...row, offered: 4 }], agents })
    await store.close()
    const reader = openCallStore(path)
    expect(reader.periods({ agent: 'ana', fromMs: 5, untilMs: 6 })).toEqual([period])
    expect(reader.periods({ agent: 'bo' })).toEqual([])
    expect(reader.queueRows({ queue: 'service', journal: 'bank' })).toEqual([{ ...row, offered: 4 }])
    expect(reader.agentRows()).toEqual(agents)
    expect(reader.agentRows({ journal: 'other' })).toEqual([])
    reader.close()
  })

  test('a record that is delivered twice is there once, and a file goes on where it was', async () => {
    const path = newPath()
    for (const calls of [
      [1, 2],
      [2, 3],
    ]) {
      const store = createCallStore(path)
      for (const call of calls) store.add(someRecord(call))
      await store.close()
    }
    const reader = openCallStore(path)
    expect(reader.calls().map(({ call, offers }) => [call, offers.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ])
    reader.close()
  })

  test('is committed after a while without being asked', async () => {
    const path = newPath()
    const store = createCallStore(path, { commitMs: 5 })
    store.add(someRecord(1))
    await expect
      .poll(() => {
        try {
          const reader = openCallStore(path)
          const { length } = reader.calls()
          reader.close()
          return length
        } catch {
          return 0
        }
      })
      .toBe(1)
    await store.close()
    await store.close()
    expect(() => store.add(someRecord(2))).toThrow('this call store is closed')
  })

  test('a sender who is far ahead waits, and nothing is lost', async () => {
    const path = newPath()
    const store = createCallStore(path)
    for (let call = 1; call <= 40_000; call += 1)
      store.add(someRecord(call, { queues: [], offers: [], conversations: [] }))
    await store.close()
    const db = new DatabaseSync(path, { readOnly: true })
    expect(db.prepare('SELECT count(*) AS calls FROM call').get()).toEqual({ calls: 40_000 })
    db.close()
  })

  test('kill -9 in mid-write: the file opens and holds a prefix of what was added, no record torn', async () => {
    const path = newPath()
    const hooks = join(import.meta.dirname, '../../../../scripts/sources.mjs')
    const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
    const script = `
      import { createCallStore } from ${from('./call-store.ts')}
      import { someRecord } from ${from('../../test/record.ts')}
      const store = createCallStore(${JSON.stringify(path)})
      let call = 0
      const addSome = () => {
        for (let i = 0; i < 100; i += 1) store.add(someRecord(++call))
        setImmediate(addSome)
      }
      addSome()
      await store.flush()
      console.log('written')`
    const options = ['--import', hooks, '--input-type=module', '--eval', script]
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const reader = openCallStore(path)
    const calls = reader.calls({ limit: 1_000_000 })
    expect(calls.length).toBeGreaterThan(0)
    expect(calls).toEqual(calls.map((_, i) => someRecord(i + 1)))
    reader.close()
    const db = new DatabaseSync(path)
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    db.close()
  })

  test('what is no call store is refused in a sentence', async () => {
    const missing = newPath()
    expect(() => openCallStore(missing)).toThrow('there is no such file')
    const text = newPath()
    writeFileSync(text, 'hello, this is no database at all, but a page of text\n'.repeat(100))
    expect(() => openCallStore(text)).toThrow('this call store cannot be read: file is not a database')
    const store = createCallStore(text)
    store.add(someRecord(1))
    await expect(store.flush()).rejects.toThrow('this call store cannot be written: file is not a database')
    expect(() => store.add(someRecord(2))).not.toThrow()
    await expect(store.close()).rejects.toThrow('file is not a database')
    const foreign = newPath()
    const db = new DatabaseSync(foreign)
    db.exec('CREATE TABLE other (id INTEGER)')
    expect(() => openCallStore(foreign)).toThrow('it is not a call store')
    await expect(createCallStore(foreign).close()).rejects.toThrow('this is a database of another program')
    db.close()
  })

  test('a store of a newer version is left alone', async () => {
    const path = newPath()
    await createCallStore(path).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => openCallStore(path)).toThrow('it was written by a newer Callweave')
    await expect(createCallStore(path).close()).rejects.toThrow('was written by a newer Callweave (version 99')
  })
})
