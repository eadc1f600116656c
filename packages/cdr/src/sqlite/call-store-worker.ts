/**
 * The thread that writes a call store: one transaction for each batch, so a record is in the file whole or not at all.
 *
 * It is loaded as a file of its own, from the build or, by tests, from the sources as they stand. So it imports nothing
 * of ours but types: what it has to know comes with `workerData`.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { CallRecord } from '../calls/record.js'
import type { FromWriter, Insert, StoreBatch, StoreStatements, ToWriter, WriterData } from './messages.js'

const { statements, stopped, path, journal, fsync, progress } = workerData as WriterData
const written = new Int32Array(progress)
const tell = (message: FromWriter): void => parentPort?.postMessage(message)

interface Writing {
  write(batch: StoreBatch): void
  close(): void
}

const open = (): Writing => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  db.exec('PRAGMA journal_mode = WAL')
  db.exec(`PRAGMA synchronous = ${fsync ? 'FULL' : 'NORMAL'}`)
  migrate(db, statements)
  const call = inserting(db, statements.call)
  const visit = inserting(db, statements.visit)
  const offer = inserting(db, statements.offer)
  const conversation = inserting(db, statements.conversation)
  const period = inserting(db, statements.period)
  const queueRow = inserting(db, statements.queueRow)
  const agentRow = inserting(db, statements.agentRow)

  const writeRecord = (record: CallRecord): void => {
    const { changes, lastInsertRowid: id } = call(record, journal)
    // A record that was delivered twice is there once.
    if (changes === 0) return
    for (const [place, part] of record.queues.entries()) visit(part, id, place)
    for (const [place, part] of record.offers.entries()) offer(part, id, place)
    for (const [place, part] of record.conversations.entries()) conversation(part, id, place)
  }

  const writeAll = (batch: StoreBatch): void => {
    for (const record of batch.records) writeRecord(record)
    for (const one of batch.periods) period(one, journal)
    for (const { queue, startMs, endMs, ...counts } of batch.queueRows) {
      queueRow({}, journal, queue, startMs, endMs, JSON.stringify(counts))
    }
    for (const { queue, startMs, endMs, ...times } of batch.agentRows) {
      agentRow({}, journal, queue ?? '', startMs, endMs, JSON.stringify(times))
    }
  }

  return {
    write(batch) {
      db.exec('BEGIN IMMEDIATE')
      try {
        writeAll(batch)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },
    close: () => db.close(),
  }
}

const inserting = (db: DatabaseSync, { sql, fields }: Insert) => {
  const statement = db.prepare(sql)
  return (row: object, ...first: SQLInputValue[]) => {
    const values = fields.map((field) => sqlValue((row as Readonly<Record<string, unknown>>)[field]))
    return statement.run(...first, ...values)
  }
}

const sqlValue = (value: unknown): SQLInputValue => {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as SQLInputValue)
}

/** Brings the file to the newest version. Throws what a reader can show when the file is not ours, or newer than us. */
const migrate = (db: DatabaseSync, { applicationId, migrations }: StoreStatements): void => {
  const { application_id: owner } = db.prepare('PRAGMA application_id').get() as { application_id: number }
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number }
  if (owner !== applicationId && (tables > 0 || version > 0)) throw new Error('this is a database of another program')
  const newest = migrations.length
  if (version > newest) {
    throw new Error(`this call store was written by a newer Callweave (version ${version}, known up to ${newest})`)
  }
  if (version === newest) return
  db.exec('BEGIN IMMEDIATE')
  db.exec(`PRAGMA application_id = ${applicationId}`)
  for (const migration of migrations.slice(version)) db.exec(migration)
  db.exec(`PRAGMA user_version = ${newest}`)
  db.exec('COMMIT')
}

/** Does it, or says why not. After that the batches that come are thrown away. */
const saying = (what: () => void): boolean => {
  try {
    what()
    return true
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) })
    Atomics.store(written, 0, stopped)
    Atomics.notify(written, 0)
    return false
  }
}

let writing: Writing | undefined
let sound = saying(() => {
  writing = open()
})
let count = 0

parentPort?.on('message', (message: ToWriter) => {
  if ('close' in message) {
    saying(() => writing?.close())
    tell({ closed: true })
    parentPort?.close()
    return
  }
  if (sound) sound = saying(() => writing?.write(message.batch))
  if (!sound) return
  count += 1
  Atomics.store(written, 0, count)
  Atomics.notify(written, 0)
  tell({ written: count })
})
