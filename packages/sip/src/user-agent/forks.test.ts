import { describe, expect, it } from 'vitest'
import { inDialog, scripted } from '../../test/scripted.js'
import { createRig, nothing, peer, remains, requestBy, sdp, sentBy } from '../../test/two-agents.js'
import { digestChallenge } from '../digest/response.js'
import { contactOf } from '../headers/address.js'
import { secondsOf } from '../headers/number.js'
import { createResponse } from '../message/build.js'
import type { SipMessage, SipRequest } from '../message/message.js'
import { paramOf } from '../text/param.js'
import { parseUri } from '../uri/parse-uri.js'
import { formatUri } from '../uri/write-uri.js'

const invites = (rig: Parameters<typeof sentBy>[0]): SipRequest[] =>
  sentBy(rig, 'alice', 'INVITE').filter((message): message is SipRequest => message.kind === 'request')

describe('forks', () => {
  it('the first 2xx wins; a later one is acknowledged and hung up; the others are forgotten', () => {
    const { rig, call, heard, reply, ask } = scripted()
    reply(180, 'one')
    reply(183, 'two', { body: sdp('two') })
    reply(180, 'three')
    reply(200, 'two', { body: sdp('answer two') })
    reply(200, 'one', { body: sdp('answer one') })
    expect(call.state).toBe('confirmed')
    expect(heard.told).toEqual(['progress 180 -', 'progress 183 two', 'progress 180 -', 'answered answer two'])
    const tags = (what: string) => sentBy(rig, 'alice', what).map(({ headers }) => headers.need('to').tag)
    expect([tags('ACK'), tags('BYE')]).toEqual([['two', 'one'], ['one']])
    reply(200, 'one', { body: sdp('answer one') })
    expect([tags('ACK'), tags('BYE')]).toEqual([['two', 'one', 'one'], ['one']])
    ask('BYE', 'three', 1)
    expect(sentBy(rig, 'alice', '481 BYE')).toHaveLength(1)
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('a fork that hangs up leaves the others', () => {
    const { call, heard, reply, ask } = scripted()
    reply(180, 'one')
    reply(180, 'two')
    ask('BYE', 'one', 1)
    reply(200, 'two', { body: sdp('answer') })
    expect([call.state, heard.told.at(-1)]).toEqual(['confirmed', 'answered answer'])
  })

  it('however many tags come, no more than twenty are kept', () => {
    const { rig, call, reply } = scripted()
    for (let n = 0; n < 100; n += 1) reply(180, `fork${n}`)
    reply(200, 'winner', { body: sdp('answer') })
    expect(call.state).toBe('confirmed')
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })
})

describe('redirections', () => {
  const contacts = ['sip:c@carol', 'sip:d@carol', 'sip:e@carol', 'sip:f@carol', 'sip:g@carol', 'sip:h@carol']
  const contact = contacts.map((text, n) => contactOf(parseUri(text), { q: n === 2 ? 1 : 0.5 }))

  it('are followed when that is wanted: once, five Contacts, the preferred first', () => {
    const { rig, heard, reply } = scripted({ followRedirects: true })
    reply(302, 'a', { headers: { contact } })
    for (let n = 0; n < 4; n += 1) reply(404, 'c')
    reply(302, 'c', { headers: { contact } })
    expect(invites(rig).map(({ uri }) => formatUri(uri))).toEqual([
      'sip:bob@bob',
      'sip:e@carol',
      'sip:c@carol',
      'sip:d@carol',
      'sip:f@carol',
      'sip:g@carol',
    ])
    expect(new Set(invites(rig).map(({ headers }) => headers.need('callId'))).size).toBe(1)
    expect(invites(rig).map(({ headers }) => headers.need('cseq').number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(heard.told).toEqual(['ended by them 302'])
  })

  it('end the call otherwise', () => {
    const { rig, heard, reply } = scripted()
    reply(302, 'a', { headers: { contact } })
    expect(heard.told).toEqual(['ended by them 302'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a 600 ends the search', () => {
    const { heard, reply } = scripted({ followRedirects: true })
    reply(302, 'a', { headers: { contact } })
    reply(603, 'c')
    expect(heard.told).toEqual(['ended by them 603'])
  })
})

describe('another peer', () => {
  const carol = { otherPeers: [peer('carol')] }

  it.each([
    ['cannot be reached', 'unsent'],
    ['says nothing', 'lost'],
  ] as const)('is called where the first %s', (_, fate) => {
    const rig = createRig()
    rig.fate = ({ to }) => (to === 'bob' ? fate : null)
    const { call, heard } = rig.invite({ peer: peer('bob'), ...carol })
    rig.clock.move(33_000)
    expect(rig.incoming).toHaveLength(1)
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(10)
    expect([call.state, heard.told]).toEqual(['confirmed', ['answered answer']])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('is called after 503, after 486 not; of several each once', () => {
    const { rig, heard, reply } = scripted(carol)
    rig.deaf.add('carol')
    reply(503, 'b')
    expect(invites(rig).map(({ headers }) => headers.need('cseq').number)).toEqual([1, 2])
    expect(rig.sent.at(-1)?.to).toBe('carol')
    rig.inject('alice', createResponse(requestBy(rig, 'alice', 'INVITE'), 503, { toTag: 'c' }), 'carol')
    expect(heard.told).toEqual(['ended by them 503'])
    const busy = scripted(carol)
    busy.reply(486, 'b')
    expect(invites(busy.rig)).toHaveLength(1)
    expect(busy.heard.told).toEqual(['ended by them 486'])
    for (const each of [rig, busy.rig]) expect(remains(each)).toEqual(nothing)
  })

  it('is not called once we have given up', () => {
    const { rig, call, reply } = scripted(carol)
    reply(180, 'b')
    call.hangUp()
    reply(503, 'b')
    expect(invites(rig)).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })
})

describe('challenges', () => {
  const credentials = (realm: string) =>
    realm === 'here' ? { username: 'alice', secret: { password: 'secret' } } : null
  const challenge = (nonce: string, stale = false, realm = 'here') =>
    digestChallenge({ realm, nonce, algorithm: 'SHA-256', stale })

  it('are answered once, with the next number and the same Call-ID; the ACK carries the credentials, too', () => {
    const { rig, call, reply } = scripted({ credentials })
    reply(407, 'p', { headers: { proxyAuthenticate: [challenge('n1')] } })
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n2')] } })
    const sent = invites(rig)
    expect(sent.map(({ headers }) => headers.need('cseq').number)).toEqual([1, 2, 3])
    expect(new Set(sent.map(({ headers }) => headers.need('callId'))).size).toBe(1)
    expect(sent[2]?.headers.has('authorization') && sent[2].headers.has('proxyAuthorization')).toBe(true)
    reply(200, 'b', { body: sdp('answer') })
    expect(call.state).toBe('confirmed')
    const acks = sentBy(rig, 'alice', 'ACK')
    expect(acks.at(-1)?.headers.has('authorization')).toBe(true)
    expect(acks.at(-1)?.headers.need('cseq').number).toBe(3)
  })

  it('a stale nonce is answered again, the same challenge without stale is not', () => {
    const { rig, heard, reply } = scripted({ credentials })
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n1')] } })
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n2', true)] } })
    expect(invites(rig)).toHaveLength(3)
    const [value] = invites(rig)[2]?.headers.get('authorization') ?? []
    expect(value && paramOf(value.params, 'nonce')).toBe('n2')
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n3')] } })
    expect(invites(rig)).toHaveLength(3)
    expect(heard.told).toEqual(['ended by them 401'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('however often a nonce is stale, it ends', () => {
    const { rig, heard, reply } = scripted({ credentials })
    for (let n = 0; n < 10; n += 1) reply(401, 'b', { headers: { wwwAuthenticate: [challenge(`n${n}`, true)] } })
    expect(invites(rig)).toHaveLength(5)
    expect(heard.told).toEqual(['ended by them 401'])
  })

  it('an ACK that cannot be sent does not end what came of the refusal', () => {
    const { rig, call, heard, reply } = scripted({ credentials })
    rig.fate = ({ what }) => (what === 'ACK' ? 'unsent' : null)
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n1')] } })
    rig.clock.move(10)
    expect([invites(rig).length, call.state, heard.told]).toEqual([2, 'inviting', []])
    reply(486, 'b')
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 486'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('another realm is not answered', () => {
    const { rig, heard, reply } = scripted({ credentials })
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n1', false, 'elsewhere')] } })
    expect([invites(rig).length, heard.told]).toEqual([1, ['ended by them 401']])
  })

  it('a BYE that is challenged goes again', () => {
    const { rig, call, reply } = scripted({ credentials })
    reply(200, 'b', { body: sdp('answer') })
    call.hangUp()
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n1')] } }, requestBy(rig, 'alice', 'BYE'))
    const [first, second] = sentBy(rig, 'alice', 'BYE')
    expect(first?.headers.has('authorization')).toBe(false)
    expect(second?.headers.has('authorization')).toBe(true)
    expect((second?.headers.need('cseq').number ?? 0) - (first?.headers.need('cseq').number ?? 0)).toBe(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('of one who was called are answered with what the user agent is', () => {
    const rig = createRig({ options: { bob: { credentials } } })
    rig.deaf.add('alice')
    rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('answer'))
    const [ok] = sentBy(rig, 'bob', '200 INVITE')
    rig.inject('bob', inDialog(requestBy(rig, 'alice', 'INVITE'), ok, { method: 'ACK', number: 1 }), 'alice')
    rig.incoming[0]?.call.hangUp()
    const headers = { wwwAuthenticate: [challenge('n1')] }
    rig.inject('bob', createResponse(requestBy(rig, 'bob', 'BYE'), 401, { headers }), 'alice')
    expect(sentBy(rig, 'bob', 'BYE').map((bye) => bye.headers.has('authorization'))).toEqual([false, true])
    expect(remains(rig)).toEqual(nothing)
  })

  it('of a dialog are answered unasked from then on, the count rises; a new nonce is taken', () => {
    const { rig, call, reply, heard } = scripted({ credentials })
    const params = (message: SipMessage | undefined): (string | null | undefined)[] => {
      const [value] = message?.headers.get('authorization') ?? []
      return ['nonce', 'nc', 'uri'].map((name) => paramOf(value?.params ?? [], name))
    }
    const last = (method: string) => params(sentBy(rig, 'alice', method).at(-1))
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n1')] } })
    reply(200, 'b', { body: sdp('answer') })
    expect([last('INVITE'), last('ACK')]).toEqual(Array(2).fill(['n1', '00000001', 'sip:bob@bob']))
    call.offer(sdp('second'))
    expect(last('INVITE')).toEqual(['n1', '00000002', 'sip:bob@bob'])
    // Forgotten over there, without a word of stale.
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n2')] } })
    expect(last('INVITE')).toEqual(['n2', '00000001', 'sip:bob@bob'])
    reply(200, 'b', { body: sdp('again') })
    expect(last('ACK')).toEqual(['n2', '00000001', 'sip:bob@bob'])
    call.send('INFO')
    expect(last('INFO')).toEqual(['n2', '00000002', 'sip:bob@bob'])
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n3')] } }, requestBy(rig, 'alice', 'INFO'))
    reply(401, 'b', { headers: { wwwAuthenticate: [challenge('n4')] } }, requestBy(rig, 'alice', 'INFO'))
    expect(sentBy(rig, 'alice', 'INFO')).toHaveLength(2)
    call.hangUp()
    expect(last('BYE')).toEqual(['n3', '00000002', 'sip:bob@bob'])
    expect(heard.told).toContain('agreed again')
    reply(200, 'b', {}, requestBy(rig, 'alice', 'BYE'))
    expect(remains(rig)).toEqual(nothing)
  })

  it('a nonce without qop is good for one request', () => {
    const { rig, call, reply } = scripted({ credentials })
    reply(401, 'b', { headers: { wwwAuthenticate: [digestChallenge({ realm: 'here', nonce: 'n1', qop: [] })] } })
    reply(200, 'b', { body: sdp('answer') })
    expect(requestBy(rig, 'alice', 'ACK').headers.has('authorization')).toBe(true)
    call.send('INFO')
    expect(requestBy(rig, 'alice', 'INFO').headers.has('authorization')).toBe(false)
  })

  it('a session that is too short for them is made longer, once', () => {
    const { rig, heard, reply } = scripted()
    reply(422, 'b', { headers: { minSe: secondsOf(3600) } })
    expect(invites(rig).map(({ headers }) => headers.need('sessionExpires').seconds)).toEqual([1800, 3600])
    reply(422, 'b', { headers: { minSe: secondsOf(7200) } })
    expect(heard.told).toEqual(['ended by them 422'])
  })
})
