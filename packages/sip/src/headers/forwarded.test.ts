import { expect, it } from 'vitest'
import { parseMessage } from '../message/parse.js'
import { writeMessage } from '../message/write.js'

const invite = [
  'INVITE sip:8001@center.example SIP/2.0',
  'Via: SIP/2.0/UDP carrier.example;branch=z9hG4bK1',
  'From: <sip:anonymous@anonymous.invalid>;tag=1',
  'To: <sip:4008001234@center.example>',
  'Call-ID: 1',
  'CSeq: 1 INVITE',
  'Diversion: "Ann" <sip:+862112345678@carrier.example>;reason=no-answer;counter=1, <tel:+4921198765>;reason=busy',
  'History-Info: <sip:4008001234@center.example>;index=1,',
  ' <sip:8000@center.example?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%20Here%22>;index=1.1',
  'History-Info: <sip:8001@center.example;cause=408>;index=1.2;mp=1',
  'P-Asserted-Identity: "Bob" <sip:+862187654321@carrier.example>, <tel:+862187654321>',
  'Privacy: id;critical',
  'Reason: SIP;cause=200;text="Call completed elsewhere", Q.850;cause=26',
  'Content-Length: 0',
  '',
  '',
].join('\r\n')

it('a call that was sent on says from where, in which order and why (RFC 5806, 7044, 3326), and who calls (3325, 3323)', () => {
  const first = parseMessage(Buffer.from(invite))
  for (const { headers } of [first, parseMessage(writeMessage(first))]) {
    expect(headers.need('diversion').map(({ uri, params }) => [uri, params])).toMatchObject([
      [
        { user: '+862112345678' },
        [
          { name: 'reason', value: 'no-answer' },
          { name: 'counter', value: '1' },
        ],
      ],
      [{ scheme: 'tel' }, [{ name: 'reason', value: 'busy' }]],
    ])
    const history = headers.need('historyInfo')
    expect(history.map(({ params }) => params[0])).toMatchObject(
      ['1', '1.1', '1.2'].map((value) => ({ name: 'index', value })),
    )
    expect(history[1]?.uri).toMatchObject({ headers: [{ name: 'Reason', value: 'SIP;cause=486;text="Busy Here"' }] })
    expect(headers.need('assertedIdentity').map(({ name, uri }) => [name, uri.scheme])).toEqual([
      ['Bob', 'sip'],
      [null, 'tel'],
    ])
    expect(headers.get('privacy')).toEqual(['id', 'critical'])
    expect(headers.get('reason')).toMatchObject([
      { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
      { protocol: 'Q.850', cause: 26 },
    ])
  }
})
