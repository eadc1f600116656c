/**
 * A socket that only its owner can open. It is made in a folder that only the owner can enter, given its rights there and
 * then put in its place: at no moment can anybody else connect.
 *
 * Windows has named pipes in their place; a pipe has the rights that the system gives it.
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { CallweaveError } from '@callweave/core'

const isWindows = process.platform === 'win32'
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the end mark included; making it takes a few more. */
const mostBytes = 103
const marginBytes = 10

/** Where the API of the center in this folder listens. */
export const apiPath = (folder: string): string => {
  const whole = resolve(folder)
  if (!isWindows) return join(whole, 'api.sock')
  return `\\\\.\\pipe\\callweave-${createHash('sha256').update(whole.toLowerCase()).digest('hex').slice(0, 16)}`
}

/**
 * Has `listen` make the socket and puts it at `path`, in place of one that nobody answers. Resolves with its undoing.
 *
 * @throws CallweaveError `illegal-state` when somebody answers there; `out-of-range` for a path that is too long.
 */
export const putSocket = async (path: string, listen: (at: string) => Promise<unknown>): Promise<() => void> => {
  if (await answers(path)) {
    throw new CallweaveError('illegal-state', { where: path, message: 'a center is listening here already' })
  }
  if (isWindows) {
    await listen(path)
    return () => {}
  }
  if (Buffer.byteLength(path) + marginBytes > mostBytes) {
    const remedy = 'Give the center a folder with a shorter path'
    throw new CallweaveError('out-of-range', { where: path, message: 'this path is too long for a socket', remedy })
  }
  const aside = mkdtempSync(`${path}-`)
  try {
    const made = join(aside, 's')
    await listen(made)
    chmodSync(made, 0o600)
    renameSync(made, path)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return () => rmSync(path, { force: true })
}

const answers = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
