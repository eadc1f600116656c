import { describe, expect, it } from 'vitest'
import type { SipRequest } from './message.js'
import { parseMessage } from './parse.js'
import { stampVia } from './stamp-via.js'
import { writeMessage } from './write.js'

const requestOf = (...vias: readonly string[]): SipRequest => {
  const lines = [
    'OPTIONS sip:a@b SIP/2.0',
    'From: <sip:a@b>;tag=1',
    ...vias.map((via) => `Via: ${via}`),
    'To: <sip:b@b>',
    'Call-ID: a',
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ]
  return parseMessage(Buffer.from(lines.join('\r\n'))) as SipRequest
}
const viasOf = (request: SipRequest) => (parseMessage(writeMessage(request)) as SipRequest).headers.textsOf('via')

describe('stampVia', () => {
  const from = { host: '192.0.2.7', port: 4444 }

  it('rport is filled in where it is asked for, received with it', () => {
    const stamped = stampVia(requestOf('SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1;rport', 'SIP/2.0/UDP c'), from)
    expect(viasOf(stamped)).toEqual([
      'SIP/2.0/UDP 192.0.2.7;received=192.0.2.7;branch=z9hG4bK1;rport=4444',
      'SIP/2.0/UDP c',
    ])
  })

  it('received alone where the client names itself otherwise; nothing where it is right', () => {
    expect(viasOf(stampVia(requestOf('SIP/2.0/UDP a.b;branch=z9hG4bK1'), from))).toEqual([
      'SIP/2.0/UDP a.b;received=192.0.2.7;branch=z9hG4bK1',
    ])
    const right = requestOf('SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK1')
    expect(stampVia(right, from)).toBe(right)
  })

  it('what the client claims of itself is not believed; values below the top stay, in their order', () => {
    const lying = requestOf(
      'SIP/2.0/UDP a;received=9.9.9.9;branch=z9hG4bK1;rport=1;x="q", SIP/2.0/TCP b:1',
      'SIP/2.0/UDP c',
    )
    expect(viasOf(stampVia(lying, { host: '2001:db8::1', port: 5 }))).toEqual([
      'SIP/2.0/UDP a;received=2001:db8::1;branch=z9hG4bK1;rport=5;x=q',
      'SIP/2.0/TCP b:1',
      'SIP/2.0/UDP c',
    ])
  })
})
