/**
 * The thread that writes a journal. It holds the folder, writes what it is handed in the order it came, and says how far
 * it is: after the write, or after the fsync where that is wanted. Whatever has come meanwhile is one write and one fsync.
 *
 * What cannot be written (a full disk) is kept and tried again; the file is cut back to what was whole, so that no other
 * bytes ever come to stand behind half a block.
 *
 * The folder is held by a lock of SQLite, which the operating system takes away from a process that dies: nobody has to
 * judge whether a number in a file still names a process. `owner.json` beside it only says who it is, and its time of
 * change when that process was alive last.
 *
 * A folder that is taken away while it is held is looked for each second: it is made again, with the keys and the newest file
 * as they are in hand. Older files are gone with it, and that is said.
 *
 * It is loaded as a file of its own, from the build or, by tests, from the sources as they stand. So it imports nothing of
 * ours but types.
 */
import * as fs from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { CallKey } from './journal/call-keys.js'
import type { Destroy, FromWriter, Holder, ToWriter, Write, WriterData } from './journal/messages.js'

const { folder, keysPath, fsync, fsyncMs, retryMs } = workerData as WriterData
const ownerFile = join(folder, 'owner.json')
const aliveMs = 1_000

const tell = (message: FromWriter): void => parentPort?.postMessage(message)
const says = (error: unknown): string => (error instanceof Error ? error.message : String(error))

interface Lock {
  readonly db: DatabaseSync
  /** Its file, which keeps this number as long as we have it open. */
  readonly ino: number
}

const lockFile = join(folder, 'lock')

const hold = (): Lock => {
  const db = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return { db, ino: fs.statSync(lockFile).ino }
  } catch (error) {
    db.close()
    throw error
  }
}

const own = (): void => fs.writeFileSync(ownerFile, `${JSON.stringify({ pid: process.pid })}\n`, { mode: 0o600 })

const isAt = (path: string, ino: number): boolean => fs.statSync(path, { throwIfNoEntry: false })?.ino === ino

/** The same bytes in a file of their own at `path`; what stands there already is put aside. Returns the new file, open. */
const putBack = (path: string, file: number, bytes: number): number => {
  const made = `${path}.part`
  const copy = fs.openSync(made, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC, 0o600)
  const piece = new Uint8Array(1 << 20)
  try {
    for (let at = 0; at < bytes; ) {
      const read = fs.readSync(file, piece, 0, Math.min(piece.length, bytes - at), at)
      if (read === 0) break
      at += fs.writeSync(copy, piece, 0, read, at)
    }
    fs.fdatasyncSync(copy)
    if (fs.existsSync(path)) fs.renameSync(path, `${path}.aside`)
    fs.renameSync(made, path)
  } catch (error) {
    fs.closeSync(copy)
    throw error
  }
  return copy
}

const readOwner = (): Holder | null => {
  try {
    const { pid } = JSON.parse(fs.readFileSync(ownerFile, 'utf8')) as { readonly pid: unknown }
    return { pid: typeof pid === 'number' ? pid : 0, lastAliveMs: Math.floor(fs.statSync(ownerFile).mtimeMs) }
  } catch {
    return null
  }
}

/** What is written and may not be on the disk yet. */
interface Written {
  readonly path: string
  file: number
  isDirty: boolean
}

interface Segment extends Written {
  /** All before this is whole. */
  bytes: number
}

const run = (first: Lock): void => {
  const queue: Write[] = []
  let lock = first
  let segment: Segment | null = null
  // Held from the start: keys of calls that are over are kept nowhere else.
  let keys: Written | null = fs.existsSync(keysPath)
    ? { path: keysPath, file: fs.openSync(keysPath, 'r+'), isDirty: false }
    : null
  let isFlushing = false
  let flushesAgain = false
  /** To be done when nothing is being flushed. */
  const afterFlush: (() => void)[] = []
  let syncTimer: NodeJS.Timeout | undefined
  let retryTimer: NodeJS.Timeout | undefined
  let isClosing = false
  let hasFailed = false
  let isInTrouble = false

  const isWhole = (): boolean =>
    isAt(lockFile, lock.ino) &&
    (segment === null || isAt(segment.path, fs.fstatSync(segment.file).ino)) &&
    (keys === null || isAt(keysPath, fs.fstatSync(keys.file).ino))

  /** Where the folder, or part of it, was taken away: puts back what is in hand. @throws when it cannot be. */
  const look = (): void => {
    if (isWhole()) return
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isAt(lockFile, lock.ino)) {
      const next = hold()
      lock.db.close()
      lock = next
      own()
    }
    if (keys !== null) lookAfter(keys, fs.fstatSync(keys.file).size)
    if (segment !== null) lookAfter(segment, segment.bytes)
    syncFolder()
    tell({ restored: true })
  }

  const lookAfter = (written: Written, bytes: number): void => {
    const { path, file } = written
    if (isAt(path, fs.fstatSync(file).ino)) return
    written.file = putBack(path, file, bytes)
    whenFlushed(() => fs.closeSync(file))
  }

  const alive = setInterval(() => {
    try {
      if (!hasFailed && !isInTrouble) look()
    } catch (error) {
      holdUp(error, folder)
    }
    try {
      const now = new Date()
      fs.utimesSync(ownerFile, now, now)
    } catch {
      // It only tells when we were here last; the journal does not depend on it.
    }
  }, aliveMs)

  const fail = (error: unknown, path: string): void => {
    hasFailed = true
    tell({ failed: says(error), path })
  }

  const sync = (): void => {
    clearTimeout(syncTimer)
    syncTimer = undefined
    // Keys first: what cannot be opened for want of its key is lost.
    if (keys?.isDirty === true) {
      fs.fdatasyncSync(keys.file)
      keys.isDirty = false
    }
    if (segment === null || !segment.isDirty) return
    fs.fdatasyncSync(segment.file)
    segment.isDirty = false
  }

  /** What the system has of a file whose flush has failed is not known: it must not be written on. */
  const syncNow = (): void => {
    try {
      sync()
    } catch (error) {
      fail(error, segment?.path ?? folder)
    }
  }

  /**
   * Elsewhere, so that writes go on meanwhile: a disk takes ten to a hundred times longer for it than a write does. Keys first,
   * and those that came while keys were flushed, too: what cannot be opened for want of its key is lost.
   */
  const flush = (): void => {
    syncTimer = undefined
    flushesAgain = isFlushing
    if (isFlushing || hasFailed) return
    isFlushing = true
    flushKeys(() =>
      flushOne(segment, () => {
        isFlushing = false
        for (const waiting of afterFlush.splice(0)) waiting()
        if (flushesAgain) flush()
      }),
    )
  }

  const flushKeys = (next: () => void): void =>
    flushOne(keys, () => {
      if (keys?.isDirty === true && !hasFailed) flushKeys(next)
      else next()
    })

  const flushOne = (written: Written | null, next: () => void): void => {
    if (written === null || !written.isDirty || hasFailed) {
      next()
      return
    }
    written.isDirty = false
    fs.fdatasync(written.file, (error) => {
      if (error !== null && !hasFailed) fail(error, written.path)
      next()
    })
  }

  const whenFlushed = (what: () => void): void => {
    if (isFlushing) afterFlush.push(what)
    else what()
  }

  const open = (path: string): Segment => {
    if (segment?.path === path) return segment
    look()
    if (segment !== null) {
      const { file } = segment
      // A flush that is on its way does not count: nothing of the next file is written before the end of this one is on the disk.
      segment.isDirty = true
      if (keys !== null && isFlushing) keys.isDirty = true
      syncNow()
      if (hasFailed) throw new Error('it could not be flushed')
      whenFlushed(() => fs.closeSync(file))
      segment = null
    }
    segment = { path, file: fs.openSync(path, 'wx+', 0o600), bytes: 0, isDirty: true }
    syncFolder()
    return segment
  }

  const append = (to: Segment, bytes: Uint8Array): void => {
    try {
      for (let from = 0; from < bytes.length; ) {
        from += fs.writeSync(to.file, bytes, from, bytes.length - from, to.bytes + from)
      }
    } catch (error) {
      fs.ftruncateSync(to.file, to.bytes)
      throw error
    }
    to.bytes += bytes.length
    to.isDirty = true
  }

  /** What is tried again after a full disk must not bring a key back. */
  const gone = new Set<number>()

  const writeKeys = (all: readonly CallKey[]): void => {
    const made = all.filter(({ call }) => !gone.has(call))
    if (made.length === 0) return
    if (keys === null) look()
    keys ??= {
      path: keysPath,
      file: fs.openSync(keysPath, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600),
      isDirty: true,
    }
    for (const { call, key } of made) fs.writeSync(keys.file, key, 0, key.length, call * key.length)
    keys.isDirty = true
  }

  const destroy = ({ id, ...key }: Destroy): void => {
    try {
      writeKeys([key])
      gone.add(key.call)
      sync()
      tell({ destroyed: id, failed: null })
    } catch (error) {
      tell({ destroyed: id, failed: says(error) })
    }
  }

  /** Those at the front of the queue that go to the same file, at once. */
  const writeNext = (): { readonly lastSeq: number; readonly bytes: number } => {
    const { path } = queue[0] as Write
    let count = 1
    while (queue[count]?.path === path) count += 1
    const part = queue.slice(0, count)
    const bytes = count === 1 ? (part[0] as Write).bytes : Buffer.concat(part.map((write) => write.bytes))
    for (const write of part) writeKeys(write.keys)
    append(open(path), bytes)
    queue.splice(0, count)
    return { lastSeq: (part[count - 1] as Write).lastSeq, bytes: bytes.length }
  }

  /** What waits, and what comes, is kept and tried again. */
  function holdUp(error: unknown, path: string): void {
    if (!isInTrouble && !hasFailed) tell({ trouble: says(error), path })
    isInTrouble = true
    if (!hasFailed) retryTimer = setTimeout(writeAll, retryMs)
  }
  function writeAll(): void {
    clearTimeout(retryTimer)
    let bytes = 0
    let lastSeq = 0
    try {
      if (isInTrouble) look()
      while (queue.length > 0) {
        const written = writeNext()
        bytes += written.bytes
        lastSeq = written.lastSeq
      }
      if (isInTrouble) tell({ mended: true })
      isInTrouble = false
    } catch (error) {
      const path = queue[0]?.path ?? folder
      if (isClosing && !hasFailed) fail(error, path)
      holdUp(error, path)
    }
    if (bytes === 0 || hasFailed) return
    if (fsync) {
      syncNow()
      if (hasFailed) return
    } else syncTimer ??= setTimeout(flush, fsyncMs)
    tell({ written: lastSeq, bytes })
  }

  const close = (): void => {
    isClosing = true
    if (queue.length > 0 && !hasFailed) writeAll()
    try {
      if (!hasFailed) look()
    } catch (error) {
      fail(error, folder)
    }
    clearTimeout(retryTimer)
    clearInterval(alive)
    if (!hasFailed) syncNow()
    if (segment !== null) fs.closeSync(segment.file)
    if (keys !== null) fs.closeSync(keys.file)
    // A journal that could not be written to its end was not let go of: whoever opens it next looks for what is missing.
    if (!hasFailed) fs.rmSync(ownerFile, { force: true })
    lock.db.close()
    parentPort?.close()
  }

  const destroys: Destroy[] = []
  const take = (message: ToWriter): boolean => {
    if ('close' in message) return true
    if ('destroy' in message) destroys.push(message.destroy)
    else queue.push(message.write)
    return false
  }

  parentPort?.on('message', (first: ToWriter) => {
    let closes = take(first)
    for (;;) {
      const next = parentPort === null || closes ? undefined : receiveMessageOnPort(parentPort)
      if (next === undefined) break
      closes = take(next.message as ToWriter)
    }
    // After what was written with them before: a key that is on its way must not come after its end.
    if (!hasFailed && !isInTrouble && queue.length > 0) writeAll()
    for (const one of destroys.splice(0)) destroy(one)
    if (closes) whenFlushed(close)
  })
}

/** So that a new file is found after a power cut; not every system can. */
const syncFolder = (): void => {
  try {
    const handle = fs.openSync(folder, 'r')
    try {
      fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
  } catch {
    // Windows opens no folders.
  }
}

try {
  const lock = hold()
  const before = readOwner()
  own()
  run(lock)
  tell({ opened: { before } })
} catch (error) {
  tell({ refused: says(error), holder: readOwner()?.pid ?? null })
}
