/** How many INVITEs a second are read, beside the npm package `sip`: the same messages, by turns in one process. */
import { type HeaderName, paramOf, parseMessage, type SipRequest } from '@callweave/sip'
import { type Case, type Sample, type SampleRival, scaled } from './case.js'
import { invites } from './sip-messages.js'
import { findSipPackage, type Reader, recordedPerSecond } from './sip-rival.js'

const latin1 = (bytes: Uint8Array): string => (bytes as Buffer).toString('latin1')

const requestOf = (bytes: Buffer): SipRequest => {
  const message = parseMessage(bytes, { latin1 })
  if (message.kind !== 'request') throw new TypeError('an INVITE was read as a response')
  return message
}

const names: readonly HeaderName[] = [
  'via',
  'recordRoute',
  'maxForwards',
  'from',
  'to',
  'callId',
  'cseq',
  'contact',
  'allow',
  'supported',
  'sessionExpires',
  'minSe',
  'assertedIdentity',
  'privacy',
  'authorization',
  'userAgent',
  'accept',
  'contentType',
  'contentLength',
]

/** Every header as a typed value. */
const readTyped: Reader = (bytes) => {
  const { method, uri, headers, body } = requestOf(bytes)
  let sum = method.length + (uri.kind === 'sip' ? uri.host.length : 0) + body.length
  for (const name of names) if (headers.need(name) !== undefined) sum += 1
  const [top] = headers.need('via')
  const [credentials] = headers.need('authorization')
  const nonce = credentials === undefined ? '' : paramOf(credentials.params, 'nonce')
  return sum + (top?.branch?.length ?? 0) + (headers.need('from').tag?.length ?? 0) + (nonce?.length ?? 0)
}

/** What a server needs to answer: method, request URI, top Via, From tag, Call-ID and CSeq. */
const readOnFirstUse: Reader = (bytes) => {
  const { method, uri, headers } = requestOf(bytes)
  return (
    method.length +
    (uri.kind === 'sip' ? (uri.user?.length ?? 0) : 0) +
    (headers.first('via')?.branch?.length ?? 0) +
    (headers.need('from').tag?.length ?? 0) +
    headers.need('callId').length +
    headers.need('cseq').number
  )
}

const unit = 'messages/cpu-s'

export const parseCase: Case = {
  name: 'parse',
  prepare: (size) => {
    const messages = invites(1_000)
    const rounds = scaled(60, size)
    const rival = findSipPackage()
    const rateOf = (read: Reader): number => {
      const started = process.cpuUsage()
      let sum = 0
      for (let round = 0; round < rounds; round += 1) for (const bytes of messages) sum += read(bytes)
      const { user, system } = process.cpuUsage(started)
      if (!(sum > 0)) throw new TypeError('the messages gave nothing')
      // A clock that counts in ticks may show none for a small size.
      return (rounds * messages.length * 1e6) / Math.max(user + system, 1)
    }
    const theirs = (): readonly (readonly [SampleRival, number])[] =>
      rival === undefined
        ? recordedPerSecond.map((value) => [{ name: 'sip', recorded: true }, value])
        : [[{ name: rival.name, recorded: false }, rateOf(rival.readTyped)]]
    return {
      run: () => {
        const samples: Sample[] = [
          { case: 'parse/typed', unit, value: rateOf(readTyped) },
          { case: 'parse/first-use', unit, value: rateOf(readOnFirstUse) },
        ]
        for (const [of, value] of theirs())
          samples.push(
            { case: 'parse/typed', unit, value, rival: of },
            { case: 'parse/first-use', unit, value, rival: of },
          )
        if (rival !== undefined)
          samples.push({ case: 'parse/sip-as-it-comes', unit, value: rateOf(rival.readAsItComes) })
        return samples
      },
    }
  },
}
