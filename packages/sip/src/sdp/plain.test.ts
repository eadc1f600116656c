/** What is read and written without the library is what the library would have read and written. */
import fc from 'fast-check'
import * as transform from 'sdp-transform'
import { expect, it } from 'vitest'
import { parseSdp } from './parse-sdp.js'
import { readPlain } from './read-plain.js'
import type { SessionDescription } from './session.js'
import { formatSdp } from './write-sdp.js'

const number = fc.oneof(fc.nat(200).map(String), fc.constantFrom('007', '0', '18446744073709551616'))
const word = fc.constantFrom('-', 'sipp', '42', '1.50', '007')
const address = fc.constantFrom('127.0.0.1', '0.0.0.0', '1234', 'host.example')
const direction = fc.constantFrom('sendrecv', 'sendonly', 'recvonly', 'inactive')

/** Lines as telephones write them, and a few that they do not, each of which may stand anywhere. */
const line = fc.oneof(
  fc.constantFrom(
    'v=0',
    'v=0 ',
    's=-',
    's=42',
    's=',
    's=a call',
    't=0 0',
    't=1 2',
    'a=rtcp-mux',
    'b=AS:64',
    'i=x',
    'a=',
    'x',
  ),
  fc
    .tuple(word, number, number, address)
    .map(([user, id, version, host]) => `o=${user} ${id} ${version} IN IP4 ${host}`),
  fc.tuple(fc.constantFrom('4', '6', '5', '04'), address).map(([version, host]) => `c=IN IP${version} ${host}`),
  fc
    .tuple(number, fc.constantFrom('0 8', '8', '0  101', '', '08 x'))
    .map(([port, of]) => `m=audio ${port} RTP/AVP ${of}`),
  fc.constantFrom('m=image 5000 udptl t38', 'm=audio 1 RTP/AVP', 'm=audio 1/2 RTP/AVP 0', 'm= 1 RTP/AVP 0'),
  fc
    .tuple(number, fc.constantFrom('PCMA/8000', 'opus/48000/2', 'PCMU', '/8000', 'x /8', 'L16/8000/x', 'a b/1'))
    .map(([of, is]) => `a=rtpmap:${of} ${is}`),
  fc.tuple(number, fc.constantFrom('0-15', '0-16 x', '42', '', 'ä', 'a\tb')).map(([of, is]) => `a=fmtp:${of} ${is}`),
  fc.constantFrom('a=ptime:20', 'a=ptime:020', 'a=ptime:2.5', 'a=ptime:', 'a=maxptime:150'),
  fc
    .oneof(
      direction,
      direction.map((way) => `${way}s`),
      direction.map((way) => `${way} x`),
    )
    .map((way) => `a=${way}`),
)
const usual = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=audio 4000 RTP/AVP 8']

it('a plain description reads as the library reads it, whatever lines it has and in whatever order', () => {
  let plain = 0
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('\r\n', '\n'),
      (isUsual, lines, end) => {
        const text = [...(isUsual ? usual : []), ...lines].map((each) => `${each}${end}`).join('')
        const read = readPlain(text)
        if (read === null) return
        plain += 1
        expect(read).toEqual(transform.parse(text))
      },
    ),
    { numRuns: 2_000 },
  )
  expect(plain).toBeGreaterThan(50)
})

it.each([
  '',
  '\r\n',
  'v=0',
  'v=0\r\n\r\n',
  'v=0\r\r\n',
  'v=0\n\r\n',
  'v=1\r\n',
  'a=ptime:20\r\n',
  'a=rtpmap:8 PCMA/8000\r\n',
])('left to the library: %j', (text) => expect(readPlain(text)).toBeNull())

const codec = fc.record({
  payload: fc.integer({ min: 0, max: 127 }),
  name: fc.constantFrom('PCMA', 'opus', 'telephone-event'),
  clockHz: fc.constantFrom(8_000, 48_000),
  channels: fc.constantFrom(null, 1, 2),
  parameters: fc.constantFrom(null, '0-15', 'a=b; c'),
})
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null })
const place = fc.constantFrom(
  { version: 4, address: '192.0.2.7' } as const,
  { version: 6, address: '2001:db8::7' } as const,
)
const media = fc.record({
  kind: fc.constantFrom('audio', 'image'),
  port: fc.nat(65_535),
  protocol: fc.constantFrom('RTP/AVP', 'udptl'),
  formats: fc.constantFrom(['t38'], ['8', '0'], []),
  codecs: fc.array(codec, { maxLength: 3 }),
  connection: maybe(place),
  direction: maybe(direction),
  ptimeMs: maybe(fc.constantFrom(10, 20)),
  others: fc.constant({}),
})
const session = fc.record({
  origin: fc.record({
    username: fc.constantFrom('-', '', 'ana'),
    sessionId: fc.constantFrom('1', '18446744073709551616'),
    sessionVersion: fc.nat().map(String),
    address: place,
  }),
  name: fc.constantFrom('-', '', 'a call'),
  connection: maybe(place),
  direction: maybe(direction),
  media: fc.array(media, { maxLength: 3 }),
  others: fc.constant({}),
}) as fc.Arbitrary<SessionDescription>

it('a plain description is written as the library writes it', () => {
  fc.assert(
    fc.property(session, (plain) => {
      const text = formatSdp(plain)
      // A field that no line has: the library leaves it out.
      expect(text).toBe(formatSdp({ ...plain, others: { nothing: 1 } }))
    }),
  )
})

it('a value that would break out of its line is refused', () => {
  const broken = (change: Partial<SessionDescription>): string =>
    formatSdp({ ...parseSdp(`${usual.join('\r\n')}\r\n`), ...change })
  expect(broken({})).toBe(`${usual.join('\r\n')}\r\na=rtpmap:8 PCMA/8000\r\n`)
  expect(() => broken({ name: 'a\r\nb' })).toThrow('no line ends')
  expect(() => broken({ connection: { version: 4, address: '1 2' } })).toThrow('no spaces')
})
