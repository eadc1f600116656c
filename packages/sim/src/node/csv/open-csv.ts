/**
 * Looks at a file before it is read as CSV: is it there, is it text, what stands between its values. Whatever is wrong
 * with it as a file is said here; whatever is wrong with a row is said by `read-rows.ts`.
 */
import { open, readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { CallweaveError, type ErrorParts, nearestName } from '@callweave/core'

/** What is wrong in a file, at a line of it (the header is line 1). */
export const fileInvalid = (file: string, line: number | undefined, parts: ErrorParts): CallweaveError =>
  new CallweaveError('file-invalid', { where: line === undefined ? file : `${file}:${line}`, ...parts })

export interface CsvHead {
  readonly delimiter: Delimiter
}

type Delimiter = ',' | ';' | '\t'
const delimiters: readonly Delimiter[] = [',', ';', '\t']
const headBytes = 65_536

/** @throws CallweaveError `file-invalid` when the file cannot be CSV in UTF-8. */
export const openCsv = async (file: string): Promise<CsvHead> => {
  const head = await readHead(file)
  if (head.length === 0) throw fileInvalid(file, undefined, { message: 'the file is empty', expected: csvExpected })
  refuseOtherEncodings(file, head)
  const end = head.indexOf(10)
  const header = head.toString('utf8', 0, end === -1 ? head.length : end)
  if (header.trim() === '') throw fileInvalid(file, 1, { message: 'the first line is blank', expected: csvExpected })
  return { delimiter: mostFrequent(header) }
}

const csvExpected = 'a header line with the names of the columns, then a line for each row'

const readHead = async (file: string): Promise<Buffer> => {
  try {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw await unreadable(file, cause)
  }
}

const unreadable = async (file: string, cause: unknown): Promise<CallweaveError> => {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR': {
      const neighbours = await readdir(dirname(file)).catch(() => [])
      const nearest = nearestName(basename(file), neighbours)
      return fileInvalid(file, undefined, {
        message: 'there is no such file',
        remedy:
          nearest === undefined
            ? 'Check the path: on the command line it counts from the current folder, in a scenario from the scenario'
            : `Did you mean '${nearest}'?`,
        cause,
      })
    }
    case 'EISDIR':
      return fileInvalid(file, undefined, { message: 'this is a folder', expected: 'a CSV file', cause })
    default:
      return fileInvalid(file, undefined, {
        message: `the file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      })
  }
}

const asUtf8 = 'Save it as UTF-8 (spreadsheets call it "CSV UTF-8")'

const refuseOtherEncodings = (file: string, head: Buffer): void => {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw fileInvalid(file, 1, { message: 'the text is encoded as UTF-16', expected: 'UTF-8', remedy: asUtf8 })
  if (first === 0x50 && second === 0x4b)
    throw fileInvalid(file, undefined, {
      message: 'this is a ZIP or spreadsheet file',
      expected: 'CSV',
      remedy: asUtf8,
    })
  const nul = head.indexOf(0)
  if (nul !== -1) throw nulByte(file, lineOf(head, nul))
}

export const nulByte = (file: string, line: number): CallweaveError =>
  fileInvalid(file, line, {
    message: 'there is a NUL byte, so this is a binary file or not encoded as UTF-8',
    expected: 'text in UTF-8',
    remedy: asUtf8,
  })

export const notUtf8 = (file: string, line: number): CallweaveError =>
  fileInvalid(file, line, { message: 'the text is not UTF-8', expected: 'text in UTF-8', remedy: asUtf8 })

/** The line, counted from 1, on which the byte at `offset` stands. */
export const lineOf = (bytes: Buffer, offset: number): number => {
  let line = 1
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line += 1
  return line
}

const mostFrequent = (header: string): Delimiter =>
  delimiters.reduce((best, next) => (header.split(next).length > header.split(best).length ? next : best))
