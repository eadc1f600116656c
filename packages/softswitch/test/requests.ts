/** Requests as they come from phones and trunks: written, and read again from their bytes. */
import type { RandomStream } from '@callweave/core'
import {
  createRequest,
  type HeaderFields,
  parseMessage,
  parseUri,
  party,
  type SipRequest,
  sipUri,
  viaOf,
  writeMessage,
} from '@callweave/sip'
import fc from 'fast-check'
import type { Flow } from '../src/flow.js'

/** Chance that is the same each time. */
export const createChance = (seed = 1): RandomStream => {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return { next, int: (below) => Math.floor(next() * below) }
}

export const flowOf = (source: string, port = 5060, connection = 0): Flow => ({
  source,
  port,
  connection,
  transport: connection === 0 ? 'UDP' : 'TCP',
  isReliable: connection !== 0,
})

export interface RequestOptions {
  readonly uri?: string
  readonly from?: string
  readonly fromTag?: string
  readonly to?: string
  readonly toTag?: string
  readonly callId?: string
  readonly number?: number
  readonly headers?: HeaderFields
  readonly body?: string
}

export const requestOf = (method: string, options: RequestOptions = {}): SipRequest => {
  const { from = '8001', to = from, callId = 'one', number = 1, uri = 'sip:center.test', headers, body = '' } = options
  const request = createRequest({
    method,
    uri: parseUri(uri),
    headers: {
      via: [viaOf({ transport: 'UDP', host: '10.0.0.7', port: 5060, branch: `z9hG4bK${callId}${number}`, rport: 0 })],
      from: party(sipUri({ user: from, host: 'center.test' }), options.fromTag ?? 'a1'),
      to: party(sipUri({ user: to, host: 'center.test' }), options.toTag ?? null),
      callId,
      cseq: { number, method },
      maxForwards: 70,
      ...headers,
    },
    body,
  })
  const message = parseMessage(writeMessage(request))
  if (message.kind !== 'request') throw new TypeError('a request was written')
  return message
}

/** The bytes of a message with a few places changed, cut out or doubled. */
export const mutated = (request: SipRequest): fc.Arbitrary<Uint8Array> => {
  const bytes = writeMessage(request)
  const place = fc.nat(bytes.length - 1)
  const change = fc.record({
    at: place,
    size: fc.nat(12),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom(
          '\r\n',
          ';',
          ',',
          '<',
          '>',
          '"',
          '*',
          '0',
          '-1',
          '4294967296',
          ';expires=',
          ';q=9',
          '@',
          '%',
          'sip:',
        )
        .map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0))),
      place.map((from) => bytes.subarray(from, from + 40)),
    ),
  })
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => {
    let changed: readonly number[] = [...bytes]
    for (const { at, size, put } of changes) changed = changed.toSpliced(at, size, ...put)
    return Uint8Array.from(changed)
  })
}

/** What parses of these bytes; `null` for what is refused before anybody sees it. */
export const readRequest = (bytes: Uint8Array): SipRequest | null => {
  try {
    const message = parseMessage(bytes)
    return message.kind === 'request' ? message : null
  } catch {
    return null
  }
}
