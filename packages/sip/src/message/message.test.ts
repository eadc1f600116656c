import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.js'
import { SipError } from '../error.js'
import { party } from '../headers/address.js'
import { viaOf } from '../headers/via.js'
import type { SipLimits } from '../limits.js'
import { parseUri } from '../uri/parse-uri.js'
import { sipUri } from '../uri/uri.js'
import { createRequest, createResponse } from './build.js'
import type { SipRequest } from './message.js'
import { type ParseOptions, parseMessage } from './parse.js'
import { writeMessage } from './write.js'

const base = [
  'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
  'From: <sip:a@b>;tag=1',
  'To: <sip:b@b>',
  'Call-ID: a',
  'CSeq: 1 INVITE',
]
const bytesOf = (...lines: string[]): Uint8Array => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
const invite = (...lines: string[]): Uint8Array => bytesOf('INVITE sip:b@b SIP/2.0', ...base, ...lines)
const parse = (bytes: Uint8Array, options?: ParseOptions): SipRequest => parseMessage(bytes, options) as SipRequest
const headersOf = (...lines: string[]) => parse(invite(...lines)).headers

describe('what is refused, and with which status', () => {
  it('a number that is too large is called so, not by its first digit', () => {
    const lines = base.map((line) => (line.startsWith('CSeq') ? 'CSeq: 9292394834772304023312 INVITE' : line))
    expect(refusal(() => parse(bytesOf('INVITE sip:b@b SIP/2.0', ...lines))).message).toContain(
      'CSeq: expected a number up to 2147483647, found a greater one',
    )
  })

  const limited = (limits: Partial<SipLimits>, ...lines: string[]) => refusal(() => parse(invite(...lines), { limits }))

  it.each([
    ['505 another version', bytesOf('INVITE sip:b@b SIP/7.0', ...base), 'bad-version', 505, 15],
    ['400 no version', bytesOf('INVITE sip:b@b HTTP/1.1', ...base), 'bad-start-line', 400, 15],
    ['400 no scheme', bytesOf('INVITE b@b SIP/2.0', ...base), 'bad-uri', 400, 8],
    ['400 another method in CSeq', bytesOf('BYE sip:b@b SIP/2.0', ...base), 'method-mismatch', 400, 113],
    ['400 two To', invite('t: <sip:c@c>'), 'repeated-header', 400, 129],
    ['400 a body that is too short', invite('Content-Length: 5'), 'bad-length', 400, 147],
    ['nothing to a response', bytesOf('SIP/2.0 99 x', ...base), 'bad-start-line', null, 8],
    ['nothing to what is no SIP', Buffer.from('\0\0'), 'bad-start-line', null, 2],
  ])('%s', (_, bytes, code, status, offset) => {
    expect(refusal(() => parseMessage(bytes))).toMatchObject({ code, status, offset })
  })

  it('limits have statuses of their own', () => {
    expect(limited({ messageBytes: 100 })).toMatchObject({ code: 'too-large', status: 513 })
    expect(limited({ headBytes: 100 })).toMatchObject({ code: 'too-large', status: 513 })
    expect(limited({ headers: 4 })).toMatchObject({ code: 'too-large', status: 513 })
    expect(limited({ headerBytes: 50 }, `Subject: ${'x'.repeat(50)}`)).toMatchObject({ code: 'too-large', status: 513 })
    expect(limited({ uriBytes: 5 })).toMatchObject({ code: 'too-large', status: 414 })
    expect(limited({ startLineBytes: 10 })).toMatchObject({ code: 'too-large', status: 414 })
    expect(
      refusal(() => parse(Buffer.concat([invite('l: 3'), Buffer.from('abc')]), { limits: { bodyBytes: 2 } })),
    ).toMatchObject({
      code: 'too-large',
      status: 413,
    })
    const many = (name: 'contact' | 'retryAfter', line: string, limits: Partial<SipLimits>) =>
      refusal(() => parse(invite(line), { limits }).headers.get(name))
    expect(many('contact', 'm: <sip:a>;a;b;c', { params: 2 })).toMatchObject({ code: 'too-large', status: 400 })
    expect(many('contact', 'm: <sip:a;a;b;c>', { params: 2 })).toMatchObject({ code: 'too-large', status: 400 })
    expect(many('contact', 'm: <sip:a>, <sip:b>, <sip:c>', { values: 2 })).toMatchObject({ code: 'too-large' })
    expect(many('retryAfter', 'Retry-After: 1 (((x)))', { depth: 2 })).toMatchObject({ code: 'too-large' })
  })

  it('a header that nobody asks for may be malformed', () => {
    const headers = headersOf('Contact: <<>>', 'Date: now')
    expect(headers.get('callId')).toBe('a')
    expect(refusal(() => headers.get('contact'))).toMatchObject({ code: 'bad-uri', status: 400 })
    expect(refusal(() => headers.all())).toMatchObject({ code: 'bad-uri' })
    expect(refusal(() => headers.need('expires'))).toMatchObject({ code: 'missing-header', status: 400 })
  })
})

describe('headers', () => {
  it('compact forms and any case', () => {
    const headers = headersOf(
      'M: <sip:a>',
      'k: 100rel',
      'R: <sip:c>',
      'o: dialog',
      'x: 90',
      'CONTENT-type: Application/SDP',
    )
    expect(headers.get('contact')).toHaveLength(1)
    expect(headers.get('supported')).toEqual(['100rel'])
    expect(headers.get('referTo')?.uri).toMatchObject({ host: 'c' })
    expect(headers.get('event')?.event).toBe('dialog')
    expect(headers.get('sessionExpires')?.seconds).toBe(90)
    expect(headers.get('contentType')).toMatchObject({ type: 'application', subtype: 'sdp' })
    expect(headers.textsOf('session-expires')).toEqual(['90'])
  })

  it('values of one header on several lines and in one line are one list', () => {
    const headers = headersOf('Route: <sip:a;lr>,<sip:b>', 'Subject: x', 'Route: "c, d" <sip:c>')
    expect(headers.get('route')?.map(({ name, uri }) => [name, uri.kind === 'sip' && uri.host])).toEqual([
      [null, 'a'],
      [null, 'b'],
      ['c, d', 'c'],
    ])
    expect(headersOf('Contact: *').get('contact')).toBe('*')
    expect(() => headersOf('Contact: *', 'Contact: <sip:a>').get('contact')).toThrow(SipError)
    expect(() => headersOf('Contact: <sip:a>', 'Contact: *').get('contact')).toThrow(SipError)
  })

  it('a bare URI leaves its parameters to the header', () => {
    const [contact] = headersOf('m: sip:a@b;expires=60;q=0.5;x').get('contact') ?? []
    expect(contact).toMatchObject({ uri: { params: [] }, expires: 60, q: 0.5, params: [{ name: 'x', value: null }] })
  })

  it('names in UTF-8, with and without quotes', () => {
    const headers = headersOf('Reply-To: "王小明 \\"x\\"" <sip:a>', 'Refer-To: 王 小明 <sip:a>', 'Subject: Grüße')
    expect(headers.get('replyTo')?.name).toBe('王小明 "x"')
    expect(headers.get('referTo')?.name).toBe('王 小明')
    expect(headers.get('subject')).toBe('Grüße')
    const latin1 = Buffer.concat([invite().subarray(0, -2), Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\n', 'latin1')])
    const message = parse(latin1)
    expect(Buffer.from(writeMessage(message)).includes(Buffer.from('Gr\xfc\xdfe', 'latin1'))).toBe(true)
  })

  it('several challenges in one line and schemes that nobody knows', () => {
    const headers = headersOf('WWW-Authenticate: Digest realm="a, b", nonce="1", Basic realm="c", Negotiate, X YWJj==')
    expect(
      headers.get('wwwAuthenticate')?.map(({ scheme, params, token68 }) => [scheme, params.length, token68]),
    ).toEqual([
      ['Digest', 2, null],
      ['Basic', 1, null],
      ['Negotiate', 0, null],
      ['X', 0, 'YWJj=='],
    ])
  })

  it('dates are instants', () => {
    expect(headersOf('Date: Sat, 13 Nov 2010 23:29:00 GMT').get('date')).toBe(Date.UTC(2010, 10, 13, 23, 29))
    expect(() => headersOf('Date: Sat, 30 Feb 2010 23:29:00 GMT').get('date')).toThrow(SipError)
    expect(() => headersOf('Date: Sat, 13 Nov 2010 23:29:00 EST').get('date')).toThrow(SipError)
  })

  it('the widest of characters, in the manner of RFC 4475 section 3.1.1.2', () => {
    const message = parse(
      bytesOf(
        "!odd-Method0123456789_*+`.%'~ sip:1_odd.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,pas$wo~d_too.(is-it)@example.com SIP/2.0",
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:a@b>',
        "From: one1~` two2'+_ three3*%!.- <sip:a@b>;par''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
        'Call-ID: word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
        "CSeq: 139122385 !odd-Method0123456789_*+`.%'~",
        "extensionHeader-!.%*+_`'~:\ufeff大停電",
      ),
    )
    const fields = message.headers.all()
    expect(message.uri).toMatchObject({ host: 'example.com', user: "1_odd.URI~(to-be!sure)&isn't+it$/crazy?,/;;*" })
    expect(fields.to?.name).toBe('BEL:\x07 NUL:\x00 DEL:\x7f')
    expect(fields.from).toMatchObject({ name: "one1~` two2'+_ three3*%!.-", tag: "_token~1'+`*%!-." })
    expect(fields.from?.params).toEqual([{ name: "par''~+*_!.-%", value: 'работающий' }])
    expect(fields.extensions).toEqual([{ name: "extensionHeader-!.%*+_`'~", value: '\ufeff大停電' }])
    expect(parse(writeMessage(message)).headers.all()).toEqual({ ...fields, contentLength: 0 })
  })
})

describe('responses and bodies', () => {
  it('a response carries what its request had, byte for byte, and a tag', () => {
    const request = parse(invite('Record-Route: <sip:p;lr>', 'Timestamp: 54'))
    const text = (status: number) =>
      Buffer.from(writeMessage(createResponse(request, status, { toTag: 'xyz' }))).toString()
    expect(text(180)).toContain('To: <sip:b@b>;tag=xyz\r\n')
    expect(text(180)).toContain('Record-Route: <sip:p;lr>\r\n')
    expect(text(486)).not.toContain('Record-Route')
    expect(text(100)).toContain('Timestamp: 54\r\n')
    expect(text(486)).toMatch(/^SIP\/2\.0 486 Busy Here\r\nVia: SIP\/2\.0\/UDP a;branch=z9hG4bK1\r\n/)
  })

  it('in a datagram what follows the body is no part of it; without a length the body goes to the end', () => {
    const bytes = (line: string) => Buffer.concat([invite(line), Buffer.from('abcdef')])
    expect(Buffer.from(parse(bytes('l: 3')).body).toString()).toBe('abc')
    expect(Buffer.from(parse(bytes('x: 3')).body).toString()).toBe('abcdef')
    expect(refusal(() => parse(bytes('x: 3'), { over: 'stream' }))).toMatchObject({ code: 'bad-length', status: 400 })
  })

  it('what would break out of its line is refused before it is written', () => {
    const make = (name: string, subject: string) =>
      createRequest({
        method: 'INVITE',
        uri: parseUri('sip:a@b'),
        headers: {
          via: [viaOf({ transport: 'UDP', host: 'a' })],
          from: party(sipUri({ host: 'a' }), 't', name),
          to: party(sipUri({ host: 'a' })),
          callId: 'a',
          cseq: { number: 1, method: 'INVITE' },
          subject,
        },
      })
    expect(make('a"b', 'c').headers.need('from').name).toBe('a"b')
    expect(refusal(() => make('a\r\nX: y', 'c'))).toMatchObject({ code: 'bad-value', status: 500 })
    expect(refusal(() => make('a', 'c\nX: y'))).toMatchObject({ code: 'bad-value' })
    const odd = parse(Buffer.from(Buffer.from(invite('X-Odd: a#Y: b')).toString().replace('#', '\r')))
    expect(refusal(() => writeMessage(odd))).toMatchObject({ code: 'bad-value' })
    expect(refusal(() => odd.headers.all())).toMatchObject({ code: 'bad-header' })
  })
})
