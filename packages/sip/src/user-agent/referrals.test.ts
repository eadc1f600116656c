import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, requestBy, sdp, sentBy, talking } from '../../test/two-agents.js'
import { address } from '../headers/address.js'
import { type DialogName, eventName } from '../headers/event.js'
import { parseUri } from '../uri/parse-uri.js'
import { formatUri } from '../uri/write-uri.js'
import { textOf } from './session-body.js'

const from = address(parseUri('sip:bob@bob'))

describe('REFER', () => {
  it('is accepted, told of step by step, and the last step ends it', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    ours.call.refer(parseUri('sip:carol@carol'))
    rig.clock.move(10)
    const [referral] = theirs.heard.referrals
    expect(referral && formatUri(referral.to)).toBe('sip:carol@carol')
    expect(referral).toMatchObject({ referredBy: 'sip:alice@alice', hasReplaces: false, replaces: null })
    referral?.notify(180)
    referral?.notify(200)
    referral?.notify(486)
    rig.clock.move(10)
    expect(ours.heard.told).toEqual(['refer 100', 'refer 180', 'refer 200'])
    const notifies = sentBy(rig, 'bob', 'NOTIFY')
    expect(notifies.map(textOf)).toEqual(['SIP/2.0 100 Trying\r\n', 'SIP/2.0 180 Ringing\r\n', 'SIP/2.0 200 OK\r\n'])
    expect(notifies.map(({ headers }) => headers.need('subscriptionState').state)).toEqual([
      'active',
      'active',
      'terminated',
    ])
    ours.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('that wants no news gets none (RFC 4488), and ours is over with the 202 that says so', () => {
    const { rig, call, heard, reply, ask } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    const referSub = { state: 'false', params: [] }
    ask('REFER', 'b', 5, { referTo: address(parseUri('sip:carol@carol')), referSub })
    expect(sentBy(rig, 'alice', '202 REFER')[0]?.headers.get('referSub')).toEqual(referSub)
    heard.referrals[0]?.notify(180)
    heard.referrals[0]?.notify(200)
    expect(() => heard.referrals[0]?.notify(99)).toThrow(TypeError)
    expect(sentBy(rig, 'alice', 'NOTIFY')).toEqual([])
    heard.told.length = 0
    call.refer(parseUri('sip:carol@carol'))
    reply(202, 'b', { headers: { referSub } }, requestBy(rig, 'alice', 'REFER'))
    expect(heard.told).toEqual(['refer 202'])
    ask('NOTIFY', 'b', 6, { event: eventName('refer'), subscriptionState: { state: 'active', params: [] } })
    expect(sentBy(rig, 'alice', '481 NOTIFY')).toHaveLength(1)
    call.hangUp()
    reply(200, 'b', {}, requestBy(rig, 'alice', 'BYE'))
    expect(remains(rig)).toEqual(nothing)
  })

  it.each([
    [false, 603],
    [404, 404],
    [403, 403],
  ])('is refused: %j by %i', (accepts, status) => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    theirs.heard.accepts = accepts
    ours.call.refer(parseUri('sip:carol@carol'))
    rig.clock.move(10)
    expect(ours.heard.told).toEqual([`refer ${status}`])
    expect(rig.flow()).toEqual(['alice: REFER', `bob: ${status} REFER`])
  })

  it.each([
    ['without Refer-To', {}],
    ['with a Replaces that is none', { referTo: address(parseUri('sip:carol@carol?Replaces=nothing')) }],
  ])('%s is 400', (_, headers) => {
    const { rig, reply, ask, heard } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    ask('REFER', 'b', 5, headers)
    expect(sentBy(rig, 'alice', '400 REFER')).toHaveLength(1)
    expect(heard.referrals).toEqual([])
  })

  it('a second one in the dialog is told apart by its id', () => {
    const rig = createRig()
    const { ours } = talking(rig)
    ours.call.refer(parseUri('sip:carol@carol'))
    ours.call.refer(parseUri('sip:dave@carol'))
    rig.clock.move(10)
    expect(sentBy(rig, 'bob', 'NOTIFY').map(({ headers }) => headers.need('event').id)).toEqual([null, '3'])
  })

  it('a subscription that ends without a final status is told as 503; a NOTIFY that nobody asked for is 481', () => {
    const { rig, call, heard, reply, ask } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    call.refer(parseUri('sip:carol@carol'))
    reply(202, 'b', {}, requestBy(rig, 'alice', 'REFER'))
    const event = { event: 'refer', id: null, params: [] }
    const headers = { event, contentType: { type: 'message', subtype: 'sipfrag', params: [] } }
    const terminated = { subscriptionState: { state: 'terminated', params: [] } }
    ask('NOTIFY', 'b', 5, { ...headers, ...terminated }, 'SIP/2.0 100 Trying')
    ask('NOTIFY', 'b', 6, { ...headers, ...terminated }, 'SIP/2.0 200 OK')
    ask('NOTIFY', 'b', 7, { event: { ...event, event: 'dialog' }, ...terminated })
    expect(heard.told.slice(1)).toEqual(['refer 503'])
    expect(['200 NOTIFY', '481 NOTIFY', '489 NOTIFY'].map((what) => sentBy(rig, 'alice', what).length)).toEqual([
      1, 1, 1,
    ])
  })
})

describe('Replaces', () => {
  /** Alice talks to bob and to carol, and has bob call carol in place of her. */
  const consulted = () => {
    const rig = createRig()
    const first = talking(rig)
    const second = talking(rig, { to: parseUri('sip:carol@carol') })
    return { rig, first, second }
  }

  it('an attended transfer: bob takes the place of alice at carol', () => {
    const { rig, first, second } = consulted()
    first.ours.call.refer(parseUri('sip:carol@carol'), second.ours.call)
    rig.clock.move(10)
    const [referral] = first.theirs.heard.referrals
    expect(referral).toMatchObject({ hasReplaces: true, replaces: null })
    if (referral === undefined) throw new Error('no referral came')
    const third = rig.agents.bob.invite({ to: referral.to, from, session: sdp('third'), user: first.theirs.heard.user })
    rig.clock.move(10)
    const last = rig.incoming.at(-1)
    expect(last?.replaces).toBe(second.theirs.call)
    last?.call.answer(sdp('answer'))
    last?.replaces?.hangUp()
    rig.clock.move(10)
    referral.notify(200)
    rig.clock.move(10)
    expect([third.state, second.theirs.call.state, second.ours.call.state]).toEqual(['confirmed', 'ended', 'ended'])
    expect(first.ours.heard.told).toEqual(['refer 100', 'refer 200'])
    first.ours.call.hangUp()
    third.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('a REFER that names a call of ours finds it', () => {
    const rig = createRig()
    const first = talking(rig)
    const second = talking(rig)
    first.ours.call.refer(parseUri('sip:bob@bob'), second.ours.call)
    rig.clock.move(10)
    expect(first.theirs.heard.referrals[0]?.replaces).toBe(second.theirs.call)
  })

  it('481 for none, 486 for a call that stands where only an early one is meant', () => {
    const { rig, second } = consulted()
    const { headers } = second.ours.call.invite
    const toTag = sentBy(rig, 'carol', '200 INVITE')[0]?.headers.need('to').tag ?? ''
    const fromTag = headers.need('from').tag ?? ''
    const name: DialogName = { callId: headers.need('callId'), toTag, fromTag, params: [] }
    const attempt = (replaces: DialogName): string[] => {
      const { heard } = rig.invite({ to: parseUri('sip:carol@carol'), headers: { replaces } })
      rig.clock.move(10)
      return heard.told
    }
    expect(attempt({ ...name, toTag: 'other' })).toEqual(['ended by them 481'])
    expect(attempt({ ...name, params: [{ name: 'early-only', value: null }] })).toEqual(['ended by them 486'])
    expect(attempt(name)).toEqual([])
    expect(rig.incoming.at(-1)?.replaces).toBe(second.theirs.call)
  })

  it('481 for an early call that the one who is asked did not begin', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(10)
    const toTag = sentBy(rig, 'bob', '180 INVITE')[0]?.headers.need('to').tag ?? ''
    const replaces = {
      callId: call.invite.headers.need('callId'),
      toTag,
      fromTag: call.invite.headers.need('from').tag ?? '',
      params: [],
    }
    const { heard } = rig.invite({ headers: { replaces } })
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 481'])
  })
})
