// How many INVITEs a second are read, beside the npm package `sip`, on the same messages in the same run. By hand:
//
//   node --import ./scripts/sources.mjs packages/sip/bench/parse.mjs [seconds for each case and round]
//
// `all headers` reads every header as a typed value; `on first use` reads what a server needs to answer: method, request
// URI, the top Via, the tags, Call-ID and CSeq. Both hand the values to a sum that is printed, so that nothing is left out.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { paramOf, parseMessage } from '@callweave/sip'

const require = createRequire(import.meta.url)
const sip = require('sip')

const seconds = Number(process.argv[2] ?? 0.5)
const rounds = 7

const sdp = [
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

/** A message for each `n`, so that no part of it is the same string twice. */
const invite = (n) =>
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
      `Content-Length: ${sdp.length}`,
      '',
      sdp,
    ].join('\r\n'),
  )

const messages = Array.from({ length: 1000 }, (_, n) => invite(10_000 + n))
const latin1 = (bytes) => bytes.latin1Slice()

const names = ['via', 'recordRoute', 'maxForwards', 'from', 'to', 'callId', 'cseq', 'contact', 'allow', 'supported']
names.push('sessionExpires', 'minSe', 'assertedIdentity', 'privacy', 'authorization', 'userAgent', 'accept')
names.push('contentType', 'contentLength')

const readAll = (options) => (bytes) => {
  const { method, uri, headers, body } = parseMessage(bytes, options)
  let sum = method.length + uri.host.length + body.length
  for (const name of names) if (headers.need(name) !== undefined) sum += 1
  const [top] = headers.need('via')
  return (
    sum +
    top.branch.length +
    headers.need('from').tag.length +
    paramOf(headers.need('authorization')[0].params, 'nonce').length
  )
}

const readNeeded = (options) => (bytes) => {
  const { method, uri, headers } = parseMessage(bytes, options)
  const top = headers.first('via')
  const { tag } = headers.need('from')
  return (
    method.length +
    uri.user.length +
    top.branch.length +
    tag.length +
    headers.need('callId').length +
    headers.need('cseq').number
  )
}

/** `sip` reads Via, addresses, CSeq and Authorization as objects; URIs, numbers and lists of tokens stay strings. */
const readSip = (bytes) => {
  const { method, uri, headers } = sip.parse(bytes.toString('utf8'))
  const { user } = sip.parseUri(uri)
  return (
    method.length +
    user.length +
    headers.via[0].params.branch.length +
    headers.from.params.tag.length +
    headers['call-id'].length +
    headers.cseq.seq +
    headers.contact.length +
    headers.authorization[0].nonce.length
  )
}

const list = (text) => text.split(/\s*,\s*/)
const withParams = (text) => text.split(/\s*;\s*/).map((part) => part.split('='))

/** The rest made of it with what `sip` has for that, and with split and Number where it has nothing. */
const readSipTyped = (bytes) => {
  const { method, uri, headers } = sip.parse(bytes.toString('utf8'))
  const uris = [uri, headers.from.uri, headers.to.uri, headers.contact[0].uri].map(sip.parseUri)
  const asserted = sip.parseAOR({ s: headers['p-asserted-identity'], i: 0 })
  const numbers = [Number(headers['max-forwards']), Number(headers['min-se'])]
  const lists = [
    list(headers.allow),
    list(headers.supported),
    list(headers.privacy),
    list(headers.accept).map(withParams),
  ]
  const values = [withParams(headers['session-expires']), withParams(headers['content-type']), headers['user-agent']]
  return (
    method.length +
    uris[0].user.length +
    uris.length +
    sip.parseUri(asserted.uri).user.length +
    numbers.length +
    lists.length +
    values.length +
    headers.via[0].params.branch.length +
    headers.from.params.tag.length +
    headers['record-route'].length +
    headers['call-id'].length +
    headers.cseq.seq +
    headers.authorization[0].nonce.length
  )
}

const cases = {
  'sip 0.0.6, every header typed': readSipTyped,
  'sip 0.0.6, as it comes': readSip,
  'ours, all headers': readAll({ latin1 }),
  'ours, on first use': readNeeded({ latin1 }),
  'ours, all headers, without Buffer': readAll({}),
  'ours, on first use, without Buffer': readNeeded({}),
}

const rateOf = (read) => {
  const end = performance.now() + seconds * 1000
  const start = performance.now()
  let count = 0
  let sum = 0
  while (performance.now() < end) {
    for (const bytes of messages) sum += read(bytes)
    count += messages.length
  }
  return { rate: (count * 1000) / (performance.now() - start), sum }
}

const rates = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
for (const read of Object.values(cases)) rateOf(read)
for (let round = 0; round < rounds; round += 1)
  for (const [name, read] of Object.entries(cases)) rates[name].push(rateOf(read).rate)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const base = median(rates['sip 0.0.6, every header typed'])
const { version } = JSON.parse(readFileSync(require.resolve('sip/package.json'), 'utf8'))
console.log(`${cpus()[0].model}, one core of ${cpus().length}, Node ${process.version}, sip ${version}`)
console.log(`INVITE of ${messages[0].length} bytes, ${rounds} rounds of ${seconds} s, messages a second`)
for (const [name, values] of Object.entries(rates)) {
  const middle = median(values)
  const spread = `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`
  console.log(
    `${name.padEnd(36)} ${String(Math.round(middle)).padStart(8)}  ${(middle / base).toFixed(1)} x  (${spread})`,
  )
}
