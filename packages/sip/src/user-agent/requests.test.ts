import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { createRig, nothing, peer, remains, requestBy, sdp, sentBy } from '../../test/two-agents.js'
import { signWith } from '../digest/hash.js'
import { createNonces } from '../digest/nonces.js'
import { digestChallenge } from '../digest/response.js'
import { verifyDigest } from '../digest/verify.js'
import { party } from '../headers/address.js'
import { mediaType } from '../headers/media.js'
import { viaOf } from '../headers/via.js'
import { createRequest } from '../message/build.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { parseUri } from '../uri/parse-uri.js'
import { textOf } from './session-body.js'

const answered = () => {
  const rigged = scripted()
  rigged.reply(200, 'b', { body: sdp('answer') })
  rigged.heard.told.length = 0
  rigged.rig.flow()
  return rigged
}

describe('requests in a call', () => {
  it('keys by INFO', () => {
    const { rig, heard, ask } = answered()
    const relay = { contentType: mediaType('application/dtmf-relay') }
    ask('INFO', 'b', 5, relay, 'Signal=5\r\nDuration=250\r\n')
    ask('INFO', 'b', 6, relay, 'Signal= #\r\n')
    ask('INFO', 'b', 7, { contentType: mediaType('application/dtmf') }, '*')
    ask('INFO', 'b', 8)
    expect(heard.told).toEqual(['digit 5 250', 'digit # 160', 'digit * 160'])
    ask('INFO', 'b', 9, relay, 'Signal=hello')
    ask('INFO', 'b', 10, { contentType: mediaType('application/media_control+xml') }, '<x/>')
    expect(rig.flow()).toEqual([...Array<string>(4).fill('alice: 200 INFO'), 'alice: 400 INFO', 'alice: 415 INFO'])
  })

  it('MESSAGE is answered by who has the call, where he takes any', () => {
    const { rig, heard, ask } = answered()
    const text = { contentType: mediaType('text/plain') }
    ask('MESSAGE', 'b', 5, text, 'hello')
    Object.assign(heard.user, {
      message: (_: unknown, request: SipRequest) => {
        heard.told.push(textOf(request))
        return 202
      },
    })
    ask('MESSAGE', 'b', 6, text, 'hello')
    expect(rig.flow()).toEqual(['alice: 405 MESSAGE', 'alice: 202 MESSAGE'])
    expect(heard.told).toEqual(['hello'])
  })

  it('OPTIONS, what is not known, what is required, and bodies', () => {
    const { rig, ask } = answered()
    ask('OPTIONS', 'b', 5)
    ask('BREAKFAST', 'b', 6)
    ask('UPDATE', 'b', 7, { require: ['coffee'] })
    ask('UPDATE', 'b', 8, { contentType: mediaType('text/plain') }, 'hello')
    expect(rig.flow()).toEqual(['alice: 200 OPTIONS', 'alice: 405 BREAKFAST', 'alice: 420 UPDATE', 'alice: 415 UPDATE'])
    expect(sentBy(rig, 'alice', '405 BREAKFAST')[0]?.headers.need('allow')).toContain('INVITE')
    expect(sentBy(rig, 'alice', '420 UPDATE')[0]?.headers.need('unsupported')).toEqual(['coffee'])
  })

  it('out of order 500, of no dialog 481', () => {
    const { rig, ask } = answered()
    ask('OPTIONS', 'b', 5)
    ask('OPTIONS', 'b', 4)
    ask('OPTIONS', 'stranger', 9)
    expect(rig.flow()).toEqual(['alice: 200 OPTIONS', 'alice: 500 OPTIONS', 'alice: 481 OPTIONS'])
  })

  it('a BYE with a Reason, and one that crosses ours', () => {
    const one = answered()
    one.ask('BYE', 'b', 5, { reason: [{ protocol: 'Q.850', cause: 17, text: 'busy', params: [] }] })
    expect(one.heard.end).toMatchObject({ by: 'them', reason: { cause: 17, text: 'busy' } })
    expect(remains(one.rig)).toEqual(nothing)
    const two = answered()
    two.call.hangUp()
    two.ask('BYE', 'b', 5)
    expect(two.rig.flow()).toEqual(['alice: BYE', 'alice: 200 BYE'])
    expect(remains(two.rig)).toEqual(nothing)
  })

  it('ours go one after the other, so that none overtakes another', () => {
    const { rig, call, reply } = answered()
    call.send('INFO', { headers: { contentType: mediaType('application/dtmf') }, body: '1' })
    call.send('INFO', { headers: { contentType: mediaType('application/dtmf') }, body: '2' })
    expect(rig.flow()).toEqual(['alice: INFO'])
    reply(200, 'b', {}, requestBy(rig, 'alice', 'INFO'))
    expect(rig.flow()).toEqual(['alice: INFO'])
    expect(() => call.send('BYE')).toThrow(TypeError)
  })

  it('a malformed one is refused and leaves no transaction', () => {
    const { rig, ask, call } = answered()
    ask('REFER', 'b', 5)
    expect(rig.flow()).toEqual(['alice: 400 REFER'])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })
})

describe('requests outside of calls', () => {
  const ask = (rig: ReturnType<typeof createRig>, method: string, more = {}) => {
    const told: (SipResponse | string)[] = []
    rig.agents.alice.request({
      method,
      uri: parseUri('sip:bob'),
      answered: (response) => told.push(response),
      failed: (what) => told.push(what),
      ...more,
    })
    rig.clock.move(10)
    return told.map((each) => (typeof each === 'string' ? each : each.status))
  }

  it('405 where nobody takes them; 481 where they need a dialog', () => {
    const rig = createRig()
    expect(ask(rig, 'OPTIONS')).toEqual([405])
    expect(ask(rig, 'BYE')).toEqual([481])
    expect(ask(rig, 'PRACK')).toEqual([481])
    expect(remains(rig)).toEqual(nothing)
  })

  it('are answered once by whoever takes them', () => {
    const rig = createRig({
      users: {
        bob: {
          request: (_request, _from, respond) => {
            respond(200, { headers: { expires: 60 } })
            respond(500)
          },
        },
      },
    })
    expect(ask(rig, 'REGISTER')).toEqual([200])
    expect(sentBy(rig, 'bob', '200 REGISTER')[0]?.headers.need('to').tag).not.toBeNull()
    expect(remains(rig)).toEqual(nothing)
  })

  it('one that gets no answer fails; a target that is not known is one that cannot be sent', () => {
    const rig = createRig({ options: { alice: { target: () => Promise.reject(new Error('nowhere')) } } })
    rig.deaf.add('bob')
    const told: string[] = []
    const base = { method: 'OPTIONS', uri: parseUri('sip:bob'), answered: () => undefined }
    rig.agents.alice.request({ ...base, peer: peer('bob'), failed: (what) => void told.push(what) })
    rig.clock.move(33_000)
    expect(told).toEqual(['timeout'])
  })

  it('credentials are asked for by the one who lets in, and right ones are', () => {
    const nonces = createNonces({ sign: signWith(new Uint8Array(32)) })
    const rig = createRig({
      users: {
        bob: {
          admit: ({ headers, method }) => {
            const [credentials] = headers.get('authorization') ?? []
            const nowMs = rig.clock.nowMs()
            const isRight =
              credentials !== undefined &&
              verifyDigest({
                credentials,
                method,
                realm: 'bob',
                isUri: () => true,
                secretOf: (username) => (username === 'alice' ? { password: 'secret' } : null),
                nonces,
                nowMs,
              }).verdict === 'right'
            if (isRight) return null
            return {
              status: 401,
              headers: { wwwAuthenticate: [digestChallenge({ realm: 'bob', nonce: nonces.make(nowMs) })] },
            }
          },
          request: (_request, _from, respond) => respond(200),
        },
      },
    })
    const credentials = (password: string) => ({ credentials: () => ({ username: 'alice', secret: { password } }) })
    expect(ask(rig, 'REGISTER', credentials('secret'))).toEqual([200])
    expect(ask(rig, 'REGISTER', credentials('wrong'))).toEqual([401])
    expect(ask(rig, 'REGISTER')).toEqual([401])
    rig.invite(credentials('secret'))
    rig.clock.move(10)
    expect(rig.incoming).toHaveLength(1)
    rig.incoming[0]?.call.refuse(486)
    expect(remains(rig)).toEqual(nothing)
  })

  it('an INVITE that lacks what a dialog needs is refused, and nobody is told', () => {
    const rig = createRig()
    const invite = createRequest({
      method: 'INVITE',
      uri: parseUri('sip:bob@bob'),
      headers: {
        via: [viaOf({ transport: 'UDP', host: 'alice', branch: 'z9hG4bKx' })],
        from: party(parseUri('sip:alice@alice'), 'a'),
        to: party(parseUri('sip:bob@bob')),
        callId: 'x',
        cseq: { number: 1, method: 'INVITE' },
      },
    })
    rig.inject('bob', invite, 'alice')
    expect([rig.flow(), rig.incoming.length, rig.agents.bob.calls]).toEqual([['bob: 400 INVITE'], 0, 0])
    expect(remains(rig)).toEqual(nothing)
  })

  it('an INVITE that requires what is not known is refused with 420, a body that is no session with 415', () => {
    const rig = createRig()
    const one = rig.invite({ headers: { require: ['coffee'] } })
    rig.clock.move(10)
    expect(one.heard.told).toEqual(['ended by them 420'])
    const other = rig.invite({ session: null, headers: { contentType: mediaType('text/plain') } })
    rig.clock.move(10)
    expect(other.heard.told).toEqual([])
    const { headers } = requestBy(rig, 'alice', 'INVITE')
    const body = createRequest({
      method: 'INVITE',
      uri: parseUri('sip:bob@bob'),
      headers: { ...headers.all(), callId: 'y', via: [viaOf({ transport: 'UDP', host: 'alice', branch: 'z9hG4bKy' })] },
      body: 'hello',
    })
    rig.inject('bob', body, 'alice')
    expect(sentBy(rig, 'bob', '415 INVITE')[0]?.headers.need('accept')).toEqual([mediaType('application/sdp')])
  })

  it('a session that is one of several parts is the offer; without one they are refused with 415', () => {
    const rig = createRig()
    const several = (part: string) => ({
      session: null,
      headers: { contentType: mediaType('multipart/mixed', [{ name: 'boundary', value: 'b' }]) },
      body: `--b\r\nContent-Type: ${part}\r\n\r\n${sdp('inside')}\r\n--b\r\n\r\nhello\r\n--b--\r\n`,
    })
    const send = (part: string, branch: string): void => {
      const { headers } = requestBy(rig, 'alice', 'INVITE')
      const { body, headers: more } = several(part)
      const via = [viaOf({ transport: 'UDP', host: 'alice', branch })]
      const uri = parseUri('sip:bob@bob')
      const all = { ...headers.all(), ...more, callId: branch, via, contentLength: undefined }
      rig.inject('bob', createRequest({ method: 'INVITE', uri, headers: all, body }), 'alice')
    }
    rig.invite()
    rig.clock.move(10)
    send('application/sdp', 'z9hG4bKa')
    rig.incoming.at(-1)?.call.answer(sdp('answer'))
    expect(sentBy(rig, 'bob', '200 INVITE').map(textOf)).toEqual([sdp('answer')])
    expect(rig.offers).toEqual([sdp('offer'), sdp('inside')])
    send('application/json', 'z9hG4bKc')
    expect(sentBy(rig, 'bob', '415 INVITE')).toHaveLength(1)
  })

  it('no more calls than the limit', () => {
    const rig = createRig({ options: { bob: { limits: { calls: 2 } } } })
    for (let n = 0; n < 3; n += 1) rig.invite()
    rig.clock.move(10)
    expect([rig.incoming.length, sentBy(rig, 'bob', '503 INVITE').length]).toEqual([2, 1])
  })
})

describe('requests to one of several peers', () => {
  const told: (number | string)[] = []
  const parts = {
    method: 'OPTIONS',
    uri: parseUri('sip:bob@bob'),
    otherPeers: [peer('carol')],
    answered: ({ status }: SipResponse) => void told.push(status),
    failed: (what: string) => void told.push(what),
  }
  const rigOf = (status: number) => {
    told.length = 0
    const request = (_: SipRequest, _from: unknown, respond: (status: number) => void): void => respond(status)
    return createRig({ users: { bob: { request }, carol: { request: (_, _from, respond) => respond(200) } } })
  }

  it.each([
    [503, 200, 2],
    [486, 486, 1],
  ])('%i of the first is answered with %i in the end', (first, last, requests) => {
    const rig = rigOf(first)
    rig.agents.alice.request(parts)
    rig.clock.move(10)
    const sent = sentBy(rig, 'alice', 'OPTIONS')
    expect(told).toEqual([last])
    expect(sent).toHaveLength(requests)
    expect(new Set(sent.map(({ headers }) => headers.need('callId'))).size).toBe(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('nobody is there: the next, and the next, and then it has failed', () => {
    const rig = rigOf(200)
    rig.fate = () => 'unsent'
    rig.agents.alice.request({ ...parts, peer: peer('bob'), otherPeers: [peer('carol'), peer('carol')] })
    rig.agents.alice.request({ ...parts, uri: parseUri('sip:nobody@nowhere'), otherPeers: [] })
    rig.clock.move(10)
    expect(sentBy(rig, 'alice', 'OPTIONS')).toHaveLength(3)
    rig.agents.alice.request({ ...parts, uri: parseUri('sip:nobody@nowhere') })
    rig.clock.move(10)
    expect([told, rig.sent.length]).toEqual([['unsent', 'unsent', 'unsent'], 4])
    expect(remains(rig)).toEqual(nothing)
  })
})

describe('targets that take time', () => {
  it('an INVITE waits for its target; a call that is over by then is not begun', async () => {
    const rig = createRig({ options: { alice: { target: () => Promise.resolve(peer('bob')) } } })
    const { call } = rig.invite()
    const over = rig.invite()
    over.call.hangUp()
    expect(() => call.peer).toThrow(TypeError)
    await Promise.resolve()
    await Promise.resolve()
    expect(rig.flow()).toEqual(['alice: INVITE'])
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(10)
    await Promise.resolve()
    await Promise.resolve()
    expect(call.state).toBe('confirmed')
    expect(over.heard.told).toEqual(['ended by us'])
  })

  it('by TLS for a sips: URI the Contact is one, too', () => {
    const rig = createRig({ options: { alice: { local: () => ({ host: 'alice', port: 5061, transport: 'TLS' }) } } })
    rig.invite({ to: parseUri('sips:bob@bob') })
    rig.invite()
    const contacts = sentBy(rig, 'alice', 'INVITE').flatMap(({ headers }) => headers.textsOf('Contact'))
    expect(contacts).toEqual(['<sips:alice@alice:5061>', '<sip:alice@alice:5061;transport=tls>'])
  })

  it('an INVITE that cannot be written is refused at once, and nothing is left of it', () => {
    const rig = createRig()
    const extensions = [{ name: 'X-Bad', value: 'a\r\nb' }]
    expect(() => rig.invite({ headers: { extensions }, ringTimeoutMs: 10 })).toThrow()
    expect([rig.agents.alice.calls, rig.clock.due]).toEqual([0, 0])
  })
})
