import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createRequest,
  createResponse,
  formatUri,
  type HeaderFields,
  parseMessage,
  parseUri,
  SipError,
  sameUri,
  writeMessage,
} from '../src/index.js'
import { damage, damaged, message, sipUriOf, uri } from './arbitraries.js'

const plain = (parsed: ReturnType<typeof parseMessage>) => ({
  ...parsed,
  body: Array.from(parsed.body),
  headers: parsed.headers.all(),
})

/** Reads everything that can be read; whatever is thrown but a SipError goes through. */
const readAll = (bytes: Uint8Array): string => {
  try {
    const parsed = parseMessage(bytes)
    parsed.headers.all()
    writeMessage(parsed)
    return 'read'
  } catch (error) {
    if (error instanceof SipError) return error.code
    throw error
  }
}

describe('messages made by the grammar', () => {
  it('what is written is read the same', () => {
    fc.assert(
      fc.property(message, ({ fields, message: made }) => {
        const parsed = parseMessage(writeMessage(made))
        expect(plain(parsed)).toEqual({ ...made, body: Array.from(made.body), headers: withoutUndefined(fields) })
      }),
    )
  })

  it('what was read, made anew of its typed values and written, is read the same', () => {
    fc.assert(
      fc.property(message, ({ message: made }) => {
        const first = parseMessage(writeMessage(made))
        if (first.kind !== 'request') return
        const { method, uri: to, headers, body } = first
        const again = parseMessage(writeMessage(createRequest({ method, uri: to, headers: headers.all(), body })))
        expect(plain(again)).toEqual(plain(first))
      }),
    )
  })

  it('folding any header at any space changes nothing', () => {
    fc.assert(
      fc.property(message, fc.infiniteStream(fc.nat(3)), ({ message: made }, dice) => {
        const bytes = Buffer.from(writeMessage(made))
        const end = bytes.indexOf('\r\n\r\n')
        const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
        const folded = lines.map((line) => {
          const colon = line.indexOf(': ')
          const value = line.slice(colon + 2)
          // A space in quotes or in text counts as it stands: only the one behind the colon may become two.
          return dice.next().value === 0 ? `${line.slice(0, colon)} :\r\n\t${value}` : line
        })
        const head = Buffer.from([start, ...folded].join('\r\n'), 'latin1')
        const parsed = parseMessage(Buffer.concat([head, bytes.subarray(end)]))
        expect(plain(parsed)).toEqual(plain(parseMessage(bytes)))
      }),
    )
  })
})

describe('writing', () => {
  it('text made into bytes by Buffer gives the same message', () => {
    const byBuffer = (text: string, size: number): Uint8Array => {
      const bytes = Buffer.alloc(size)
      bytes.write(text, 'latin1')
      return bytes
    }
    fc.assert(
      fc.property(message, ({ message: made }) => {
        expect(Buffer.from(writeMessage(made, { latin1: byBuffer }))).toEqual(Buffer.from(writeMessage(made)))
      }),
    )
  })

  it('a response takes the same lines over, whether they have been read before or not', () => {
    fc.assert(
      fc.property(message, ({ message: made }) => {
        const bytes = writeMessage(made)
        const [unread, read] = [parseMessage(bytes), parseMessage(bytes)]
        if (unread.kind !== 'request' || read.kind !== 'request') return
        read.headers.first('via')
        read.headers.all()
        const [first, second] = [createResponse(unread, 200), createResponse(read, 200)]
        expect(writeMessage(first)).toEqual(writeMessage(second))
        expect(first.headers.first('via')).toEqual(second.headers.first('via'))
        expect(first.headers.all()).toEqual(second.headers.all())
      }),
    )
  })
})

describe('hostile bytes', () => {
  it('a damaged message throws a SipError or nothing', () => {
    fc.assert(
      fc.property(message, fc.array(damage, { minLength: 1, maxLength: 4 }), ({ message: made }, damages) => {
        readAll(damages.reduce(damaged, writeMessage(made)))
      }),
    )
  })

  it('any bytes throw a SipError or nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readAll(bytes)))
  })
})

describe('URIs', () => {
  it('what is written is read the same, and is the same URI', () => {
    fc.assert(
      fc.property(uri, (value) => {
        const read = parseUri(formatUri(value))
        expect(read).toEqual(value)
        expect(sameUri(read, value)).toBe(true)
      }),
    )
  })

  it('sameness is symmetric', () => {
    fc.assert(fc.property(sipUriOf, sipUriOf, (a, b) => void expect(sameUri(a, b)).toBe(sameUri(b, a))))
  })
})

const withoutUndefined = (fields: HeaderFields): HeaderFields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
