/** The bytes that are named on the command line: of a file, or of standard input for `-`. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { CallweaveError, type ErrorParts, nearestName } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { shownPath } from '../../frame/host.js'

/** Sixteen times what a datagram carries: what is a little too long is still for the parser to refuse. */
const mostBytes = 1_048_576

/** How an error calls it. */
export const nameOf = (file: string, { host, words }: Context): string =>
  file === '-' ? words.sip.stdin : shownPath(host, file)

/** @throws CallweaveError `file-invalid` for what is missing, a folder, empty, too large or cannot be read. */
export const readInput = async (file: string, context: Context): Promise<Buffer> => {
  const { host, out, words } = context
  const where = nameOf(file, context)
  const expected = words.sip.expected
  const bytes = await readUpTo(file === '-' ? host.stdin : createReadStream(where, { end: mostBytes })).catch(
    async (cause: unknown) => {
      throw invalid(where, await unreadable(where, cause, context))
    },
  )
  if (bytes.length === 0) throw invalid(where, { message: words.sip.empty, expected })
  if (bytes.length > mostBytes)
    throw invalid(where, {
      message: words.sip.tooLarge,
      expected: words.sip.atMost({ size: out.format.bytes(mostBytes) }),
    })
  return bytes
}

/** Of what goes over the limit no more is read. */
const readUpTo = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks)
}

const unreadable = async (path: string, cause: unknown, { words }: Context): Promise<ErrorParts> => {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'EISDIR') return { message: words.sip.folder, expected: words.sip.expected, cause }
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return { message: words.sip.unreadable({ message }), cause }
  const nearest = nearestName(basename(path), await readdir(dirname(path)).catch(() => []))
  return {
    message: words.sip.noFile,
    expected: words.sip.expected,
    ...(nearest === undefined ? {} : { remedy: words.errors.didYouMean({ name: nearest }) }),
    cause,
  }
}

const invalid = (where: string, parts: ErrorParts): CallweaveError =>
  new CallweaveError('file-invalid', { where, ...parts })
