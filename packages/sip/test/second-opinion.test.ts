/** The npm package `sip` reads the same in what it can read: no IPv6, no other schemes, no UTF-8, no unusual names. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contactOf,
  createRequest,
  createResponse,
  formatUri,
  paramOf,
  parseMessage,
  party,
  sipUri,
  viaOf,
  writeMessage,
} from '../src/index.js'

interface TheirAddress {
  readonly name: string | undefined
  readonly uri: string
  readonly params: Readonly<Record<string, string | null>>
}
interface TheirVia {
  readonly protocol: string
  readonly host: string
  readonly port: number | undefined
  readonly params: Readonly<Record<string, string | null>>
}
interface TheirMessage {
  readonly method?: string
  readonly uri?: string
  readonly status?: number
  readonly reason?: string
  readonly headers: {
    readonly via: readonly TheirVia[]
    readonly from: TheirAddress
    readonly to: TheirAddress
    readonly contact: readonly TheirAddress[]
    readonly cseq: { readonly seq: number; readonly method: string }
    readonly 'call-id': string
    readonly 'max-forwards': string
  }
}
const require = createRequire(import.meta.url)
const theirs: { parse(text: string): TheirMessage; stringify(message: object): string } = require('sip')

const name = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 1,
  maxLength: 10,
})
const host = fc.tuple(name, name).map((labels) => labels.join('.'))
const uri = fc
  .record({ user: name, host, port: fc.option(fc.integer({ min: 1, max: 65_535 })), isTcp: fc.boolean() })
  .map(({ isTcp, ...rest }) => sipUri({ ...rest, params: isTcp ? [{ name: 'transport', value: 'tcp' }] : [] }))
const via = fc
  .record({
    transport: fc.constantFrom('UDP', 'TCP'),
    host,
    port: fc.option(fc.integer({ min: 1, max: 65_535 })),
    branch: name,
  })
  .map((parts) => viaOf({ ...parts, branch: `z9hG4bK${parts.branch}` }))
const request = fc
  .record({
    method: fc.constantFrom('INVITE', 'REGISTER', 'BYE'),
    uri,
    via: fc.array(via, { minLength: 1, maxLength: 3 }),
    from: uri,
    to: uri,
    contact: uri,
    callId: name,
    number: fc.nat(1_000_000),
    tag: name,
    shown: fc.option(name),
  })
  .map((parts) =>
    createRequest({
      method: parts.method,
      uri: parts.uri,
      headers: {
        via: parts.via,
        from: party(parts.from, parts.tag, parts.shown),
        to: party(parts.to),
        contact: [contactOf(parts.contact)],
        callId: parts.callId,
        cseq: { number: parts.number, method: parts.method },
        maxForwards: 70,
      },
    }),
  )

const text = (message: Parameters<typeof writeMessage>[0]): string =>
  Buffer.from(writeMessage(message)).toString('latin1')

describe('the package sip 0.0.6', () => {
  it('reads what we write as we meant it', () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 100, max: 699 }), (made, status) => {
        const { headers, ...start } = theirs.parse(text(made))
        expect([start.method, start.uri]).toEqual([made.method, formatUri(made.uri)])
        const from = made.headers.need('from')
        expect(headers.from.uri).toBe(formatUri(from.uri))
        expect(headers.from.params.tag).toBe(from.tag)
        expect(headers.from.name).toBe(from.name === null ? undefined : `"${from.name}"`)
        expect(headers['call-id']).toBe(made.headers.need('callId'))
        expect(headers.cseq).toEqual({ seq: made.headers.need('cseq').number, method: made.method })
        expect(headers.via.map((each) => [each.protocol, each.host, each.port ?? null, each.params.branch])).toEqual(
          made.headers.need('via').map((each) => [each.transport, each.host, each.port, each.branch]),
        )
        const answer = theirs.parse(text(createResponse(made, status, { toTag: 'x' })))
        expect([answer.status, answer.headers.to.params.tag]).toEqual([status, 'x'])
      }),
    )
  })

  it('writes what we read the same', () => {
    fc.assert(
      fc.property(request, (made) => {
        const again = parseMessage(Buffer.from(theirs.stringify(theirs.parse(text(made)))))
        expect(again.headers.all()).toEqual(made.headers.all())
        expect(again.kind === 'request' && [again.method, again.uri]).toEqual([made.method, made.uri])
      }),
    )
  })

  it('is not followed where it is wrong', () => {
    const made = createRequest({
      method: 'OPTIONS',
      uri: sipUri({ host: '::1', port: 5060 }),
      headers: {
        via: [viaOf({ transport: 'UDP', host: '::1', branch: 'z9hG4bK1' })],
        from: party(sipUri({ host: 'a' }), 't', '王'),
        to: party(sipUri({ host: 'a' })),
        callId: 'a',
        cseq: { number: 1, method: 'OPTIONS' },
      },
    })
    expect(theirs.parse(text(made)).headers.via[0]?.host).toBe('[')
    expect(parseMessage(writeMessage(made)).headers.need('via')[0]?.host).toBe('::1')
    expect(paramOf(made.headers.need('via')[0]?.params ?? [], 'branch')).toBeUndefined()
  })
})
