/** INVITEs with every usual header, each unlike the others. */
const session = [
  'v=0',
  'o=alice 2890844526 2890844526 IN IP4 192.0.2.101',
  's=-',
  'c=IN IP4 192.0.2.101',
  't=0 0',
  'm=audio 49172 RTP/AVP 8 0 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=ptime:20',
  'a=sendrecv',
  '',
].join('\r\n')

/** `n` goes into what differs from call to call, so that no two messages share a string. */
const inviteOf = (n: number): Buffer =>
  Buffer.from(
    [
      'INVITE sip:4008001234@callcenter.example.com;user=phone SIP/2.0',
      `Via: SIP/2.0/UDP proxy.example.com:5060;branch=z9hG4bK2d4790.${n};received=192.0.2.222`,
      `Via: SIP/2.0/UDP 192.0.2.101:5060;rport=5060;branch=z9hG4bK74bf9${n}`,
      'Record-Route: <sip:proxy.example.com;lr>',
      'Max-Forwards: 69',
      `From: "Alice Liddell" <sip:alice@example.com>;tag=9fxced76sl${n}`,
      'To: <sip:4008001234@callcenter.example.com;user=phone>',
      `Call-ID: 3848276298220188511${n}@192.0.2.101`,
      `CSeq: ${n} INVITE`,
      'Contact: <sip:alice@192.0.2.101:5060;transport=udp>;expires=3600',
      'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, INFO, UPDATE, PRACK',
      'Supported: replaces, timer, 100rel',
      'Session-Expires: 1800;refresher=uac',
      'Min-SE: 90',
      'P-Asserted-Identity: "Alice Liddell" <sip:+12015550123@example.com>',
      'Privacy: none',
      `Authorization: Digest username="alice", realm="example.com", nonce="f84f1cec41e6cbe5aea9c8e88d35${n}", uri="sip:4008001234@callcenter.example.com", response="42ce3cef44b22f50c6a6071bc8", algorithm=MD5, cnonce="0a4f113b", qop=auth, nc=00000001`,
      'User-Agent: Softphone/4.1.7',
      'Accept: application/sdp, application/dtmf-relay',
      'Content-Type: application/sdp',
      `Content-Length: ${session.length}`,
      '',
      session,
    ].join('\r\n'),
  )

export const invites = (count: number): readonly Buffer[] =>
  Array.from({ length: count }, (_, n) => inviteOf(10_000 + n))
