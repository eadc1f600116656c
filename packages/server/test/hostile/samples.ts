/** Messages of every kind that a switch takes, to be changed. */

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 40000 RTP/AVP 8 0 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
  '',
].join('\r\n')

const authorization =
  'Authorization: Digest username="8001",realm="callweave",nonce="1",uri="sip:127.0.0.1",response="00000000000000000000000000000000",algorithm=MD5'

const headersOf: Readonly<Record<string, readonly string[]>> = {
  INVITE: [
    'Content-Type: application/sdp',
    'Supported: 100rel, timer, replaces',
    'Session-Expires: 1800;refresher=uac',
  ],
  REGISTER: ['Expires: 60', authorization],
  BYE: ['Reason: Q.850;cause=16'],
  INFO: ['Content-Type: application/dtmf-relay'],
  REFER: [
    'Refer-To: <sip:8002@127.0.0.1?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>',
    'Referred-By: <sip:1@127.0.0.1>',
  ],
  SUBSCRIBE: ['Event: dialog', 'Accept: application/dialog-info+xml', 'Expires: 600'],
  NOTIFY: ['Event: refer;id=1', 'Subscription-State: active;expires=60', 'Content-Type: message/sipfrag'],
  PRACK: ['RAck: 1 1 INVITE'],
}
const bodies: Readonly<Record<string, string>> = {
  INVITE: sdp,
  UPDATE: sdp,
  INFO: 'Signal=1\r\nDuration=160\r\n',
  NOTIFY: 'SIP/2.0 200 OK',
}
const methods = 'INVITE REGISTER ACK BYE CANCEL OPTIONS INFO REFER SUBSCRIBE NOTIFY PRACK UPDATE MESSAGE PUBLISH'.split(
  ' ',
)

const messageOf = (first: string, method: string, number: number): Uint8Array => {
  const body = bodies[method] ?? ''
  const lines = [
    first,
    `Via: SIP/2.0/UDP 127.0.2.1:5060;rport;branch=z9hG4bK-hostile-${number}`,
    'Max-Forwards: 70',
    `From: "A caller" <sip:13800001111@127.0.2.1>;tag=from${number}`,
    'To: <sip:100@127.0.0.1>',
    `Call-ID: hostile-${number}@127.0.2.1`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:13800001111@127.0.2.1:5060>',
    ...(headersOf[method] ?? []),
    `Content-Length: ${body.length}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** For a switch at that port. */
export const sipSamples = (port: number): readonly Uint8Array[] => [
  ...methods.map((method, i) => messageOf(`${method} sip:100@127.0.0.1:${port} SIP/2.0`, method, i)),
  ...[100, 180, 200, 302, 401, 486, 503].map((status, i) => messageOf(`SIP/2.0 ${status} Whatever`, 'INVITE', 100 + i)),
]
