import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSipStream, type StreamPart } from './stream.js'

const options = (n: number, body = '', length: string | number = body.length): string =>
  [
    `OPTIONS sip:a@b SIP/2.0`,
    'Via: SIP/2.0/TCP a;branch=z9hG4bK1',
    'From: <sip:a@b>;tag=1',
    'To: <sip:b@b>',
    'Call-ID: a',
    `CSeq: ${n} OPTIONS`,
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n')

const kindsOf = (parts: readonly StreamPart[]) =>
  parts.map((part) => (part.kind === 'message' ? part.message.headers.need('cseq').number : part.kind))

/** What comes of the text when it arrives in pieces. */
const pieces = (text: string, cuts: readonly number[]): readonly (string | number)[] => {
  const stream = createSipStream()
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).flatMap((to, place) => kindsOf(stream.push(bytes.subarray(places[place], to))))
}

describe('framing', () => {
  const text = `\r\n${options(1)}\r\n\r\n${options(2, 'v=0\r\n')}${options(3, '\r\n\r\n')}\r\n`

  it('finds the same messages however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        expect(pieces(text, cuts)).toEqual([1, 'ping', 2, 3])
      }),
    )
    expect(
      pieces(
        text,
        Array.from({ length: text.length }, (_, place) => place),
      ),
    ).toEqual([1, 'ping', 2, 3])
  })

  it('goes on after a message that is whole but malformed', () => {
    expect(pieces(options(1).replace('<sip:a@b>;tag=1', '<') + options(2), [])).toEqual([1, 2])
    expect(pieces(options(1).replace('Call-ID: a', 'X: a') + options(2), [])).toEqual(['malformed', 2])
    expect(pieces(options(1).replace('Call-ID: a', 'i: a\r\ni: a') + options(2), [])).toEqual(['malformed', 2])
  })

  it.each([
    ['no Content-Length', options(1).replace(/Content-Length: 0\r\n/, '')],
    ['a negative one', options(1, '', '-1')],
    ['two of them', options(1).replace('Call-ID', 'l: 5\r\nCall-ID')],
    ['one over the limit', options(1, '', 1_000_000)],
    ['no SIP', `${'x'.repeat(20)}\r\n\r\n`],
    ['headers without end', `OPTIONS sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(10_000)}`],
  ])('with %s it is over, and nothing is kept', (_, wrong) => {
    const stream = createSipStream()
    expect(kindsOf(stream.push(Buffer.from(options(1) + wrong)))).toEqual([1, 'broken'])
    expect(kindsOf(stream.push(Buffer.from(options(2))))).toEqual([])
    expect(stream.waitingBytes).toBe(0)
  })

  it('a message that trickles in byte by byte costs linear work and keeps no more than it has', () => {
    const stream = createSipStream()
    const bytes = Buffer.from(options(1, 'x'.repeat(30_000)))
    for (let at = 0; at < bytes.length - 1; at += 1) expect(stream.push(bytes.subarray(at, at + 1))).toHaveLength(0)
    expect(stream.waitingBytes).toBe(bytes.length - 1)
    expect(kindsOf(stream.push(bytes.subarray(-1)))).toEqual([1])
  })
})
