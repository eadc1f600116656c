/**
 * Passes a file's bytes on and stops at the first that no text would have. A reader behind it never meets half a
 * megabyte of one line or a replacement character where a digit stood.
 */
import { Transform } from 'node:stream'
import { fileInvalid, lineOf, notUtf8, nulByte } from './open-csv.js'

/** No honest row is longer; without a limit a file without line ends would be held in memory as a whole. */
export const longestLineBytes = 1_048_576

export const createGuard = (file: string): Transform => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let lineBytes = 0

  const check = (chunk: Buffer): void => {
    const nul = chunk.indexOf(0)
    if (nul !== -1) throw nulByte(file, line + lineOf(chunk, nul) - 1)
    try {
      decoder.decode(chunk, { stream: true })
    } catch {
      throw notUtf8(file, line + firstOddLine(chunk) - 1)
    }
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      if (lineBytes + end - start > longestLineBytes) throw tooLong(file, line)
      line += 1
      lineBytes = 0
      start = end + 1
    }
    lineBytes += chunk.length - start
    if (lineBytes > longestLineBytes) throw tooLong(file, line)
  }

  return new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        check(chunk)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        decoder.decode()
        done()
      } catch {
        done(notUtf8(file, line))
      }
    },
  })
}

const tooLong = (file: string, line: number) =>
  fileInvalid(file, line, {
    message: 'this line is longer than 1 MB',
    expected: 'lines that end with a line feed',
    remedy: 'Check that the file is CSV and that its line ends are LF or CRLF',
  })

/** The first line of a chunk that is no UTF-8. A character cut by the chunk's edge may be blamed on the edge's line. */
const firstOddLine = (chunk: Buffer): number => {
  let line = 1
  let start = 0
  for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
    if (start > 0 && isOdd(chunk.subarray(start, end))) return line
    line += 1
    start = end + 1
  }
  return isOdd(chunk.subarray(0, chunk.indexOf(10) + 1)) ? 1 : line
}

const isOdd = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return false
  } catch {
    return true
  }
}
