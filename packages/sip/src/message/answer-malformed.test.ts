import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SipError } from '../error.js'
import { answerMalformed } from './answer-malformed.js'
import { parseMessage } from './parse.js'

const request = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
const good = ['INVITE sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: <sip:a>;tag=1', 't: <sip:b>', 'i: a', 'CSeq: 1 INVITE']

const answer = (bytes: Uint8Array): string | null => {
  try {
    parseMessage(bytes).headers.all()
    return null
  } catch (error) {
    if (!(error instanceof SipError)) throw error
    const made = answerMalformed(bytes, error)
    return made === null ? null : Buffer.from(made).toString()
  }
}

describe('the answer to what could not be read', () => {
  it('has the status and those lines that a response has', () => {
    expect(answer(request(...good, 'Content-Length: x'))).toBe(
      [
        'SIP/2.0 400 Bad Request',
        'v: SIP/2.0/UDP a',
        'f: <sip:a>;tag=1',
        't: <sip:b>',
        'i: a',
        'CSeq: 1 INVITE',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
    expect(answer(request('INVITE sip:a@b SIP/3.0', ...good.slice(1)))).toMatch(
      /^SIP\/2\.0 505 Version Not Supported\r\nv: /,
    )
    expect(answer(request(...good.filter((line) => !line.startsWith('i:'))))).not.toContain('i:')
  })

  it('nothing is answered to an ACK, to a response, and where nobody knows to whom', () => {
    expect(answer(request('ACK sip:a@b SIP/2.0', ...good.slice(1), 'l: x'))).toBeNull()
    expect(answer(request('SIP/2.0 200 OK', ...good.slice(1), 'l: x'))).toBeNull()
    expect(answer(request(...good.slice(0, 1), ...good.slice(2)))).toBeNull()
    expect(answer(Buffer.from('hello'))).toBeNull()
  })

  it('whatever comes, the answer is one message of no more lines, and not much longer', () => {
    const junk = fc.string({
      unit: fc.constantFrom('\r', '\n', ' ', 'x', ':', '<', '\0', 'é', 'Via: a\r\n', 'CSeq: 1 A\r\n'),
      maxLength: 30,
    })
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 5 }), fc.nat(5), (parts, place) => {
        const bytes = request(...good.slice(0, place), ...parts, ...good.slice(place))
        const made = answer(bytes)
        if (made === null) return
        expect(made.startsWith('SIP/2.0 ')).toBe(true)
        expect(made.indexOf('\r\n\r\n')).toBe(made.length - 4)
        expect(made.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        expect(made.length).toBeLessThan(bytes.length + 80)
      }),
    )
  })
})
