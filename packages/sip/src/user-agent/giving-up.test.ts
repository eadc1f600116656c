import { describe, expect, it } from 'vitest'
import { inDialog, scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, sdp, sentBy } from '../../test/two-agents.js'

describe('a call that is given up', () => {
  it('CANCEL crosses the 200: ACK and BYE', () => {
    const rig = createRig()
    const { call, heard } = rig.invite()
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.ring()
    rig.clock.move(10)
    theirs?.call.answer(sdp('answer'))
    call.hangUp()
    rig.clock.move(10)
    expect(rig.flow().slice(2)).toEqual([
      'bob: 200 INVITE',
      'alice: CANCEL',
      'alice: ACK',
      'alice: BYE',
      'bob: 200 CANCEL',
      'bob: 200 BYE',
    ])
    expect([heard.told, theirs?.heard.told]).toEqual([
      ['progress 180 -', 'ended by us'],
      ['confirmed', 'ended by them'],
    ])
    expect(remains(rig)).toEqual(nothing)
  })

  it('the Reason of a CANCEL is told', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(10)
    call.hangUp({ protocol: 'SIP', cause: 200, text: 'Call completed elsewhere', params: [] })
    rig.clock.move(10)
    expect(rig.incoming[0]?.heard.end).toMatchObject({ by: 'them', status: 487, reason: { cause: 200 } })
  })

  it('over a transport that brings everything nothing is left at once', () => {
    const rig = createRig({ isReliable: true })
    const { call } = rig.invite({ headers: { require: ['100rel'] }, ringTimeoutMs: 60_000 })
    rig.clock.move(10)
    rig.fate = ({ what }) => (what === 'PRACK' ? 'unsent' : null)
    rig.incoming[0]?.call.ring()
    rig.clock.move(10)
    call.hangUp()
    rig.clock.move(10)
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by them 487'])
    const { alice, bob } = rig.agents
    expect([rig.clock.due, alice.transactions, bob.transactions]).toEqual([0, 0, 0])
  })

  it('a taker that throws has the call refused with 500', () => {
    const incoming = () => {
      throw new TypeError('a bug')
    }
    const rig = createRig({ users: { bob: { incoming } } })
    const { heard } = rig.invite()
    expect(() => rig.clock.move(10)).toThrow('a bug')
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 500'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a CANCEL that brings nothing leaves nothing behind', () => {
    const { rig, call, reply } = scripted()
    reply(180, 'b')
    call.hangUp()
    rig.clock.move(1000)
    expect(sentBy(rig, 'alice', 'CANCEL').length).toBeGreaterThan(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('nobody answers in time: CANCEL, and 408 by us', () => {
    const rig = createRig()
    const { heard } = rig.invite({ ringTimeoutMs: 20_000 })
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(19_000)
    expect(heard.end).toBeNull()
    rig.clock.move(2000)
    expect(heard.told.at(-1)).toBe('ended by us 408')
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by them 487'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('no response at all is a fault with 408, one that cannot be sent with 503', () => {
    const { rig, heard } = scripted()
    rig.clock.move(33_000)
    expect(heard.told).toEqual(['ended by fault 408'])
    expect(remains(rig)).toEqual(nothing)
    const other = createRig({ options: { alice: { send: (_message, _to, unsent) => unsent() } } })
    const unsent = other.invite().heard
    other.clock.move(0)
    expect(unsent.told).toEqual(['ended by fault 503'])
    expect(remains(other)).toEqual(nothing)
  })

  it('a peer that says nothing is given up in time; what it says later is cancelled, an answer is hung up', () => {
    const { rig, heard, reply } = scripted({ silenceTimeoutMs: 4_000 })
    rig.clock.move(3_999)
    expect(heard.told).toEqual([])
    rig.clock.move(1)
    expect(heard.told).toEqual(['ended by fault 408'])
    expect(sentBy(rig, 'alice', 'CANCEL')).toHaveLength(0)
    reply(180, 'b')
    expect(sentBy(rig, 'alice', 'CANCEL')).toHaveLength(1)
    reply(200, 'b')
    rig.clock.move(10)
    expect([sentBy(rig, 'alice', 'ACK').length, sentBy(rig, 'alice', 'BYE').length > 0]).toEqual([1, true])
    expect(heard.told).toEqual(['ended by fault 408'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a peer that says nothing is sent no more once it is given up, and is forgotten with timer B', () => {
    const { rig } = scripted({ silenceTimeoutMs: 4_000 })
    rig.clock.move(4_000)
    const sent = sentBy(rig, 'alice', 'INVITE').length
    expect(sent).toBe(4)
    rig.clock.move(27_999)
    expect([rig.sent.length, rig.agents.alice.transactions]).toEqual([sent, 1])
    rig.clock.move(1)
    expect([rig.sent.length, rig.agents.alice.transactions]).toEqual([sent, 0])
    expect(remains(rig)).toEqual(nothing)
  })

  it.each([
    [180, ['CANCEL']],
    [200, ['ACK', 'BYE']],
    [486, ['ACK']],
  ])('what a peer that was given up says at the very end is heard: %s', (status, said) => {
    const { rig, heard, reply } = scripted({ silenceTimeoutMs: 4_000 })
    rig.clock.move(31_000)
    rig.flow()
    reply(status, 'b')
    expect(rig.flow()).toEqual(said.map((what) => `alice: ${what}`))
    expect(heard.told).toEqual(['ended by fault 408'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a call that is hung up before anything was heard is still sent: a phone that rings has to learn of it', () => {
    const { rig, call, reply } = scripted()
    call.hangUp()
    rig.clock.move(4_000)
    expect(sentBy(rig, 'alice', 'INVITE')).toHaveLength(4)
    reply(180, 'b')
    expect(sentBy(rig, 'alice', 'CANCEL')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('what a 503 names is told', () => {
    const { heard, reply } = scripted()
    reply(503, 'b', { headers: { retryAfter: { seconds: 30, comment: null, params: [] } } })
    expect(heard.end).toMatchObject({ by: 'them', status: 503, retryAfterMs: 30_000 })
  })

  it('a 100 is enough: the call goes on', () => {
    const { rig, heard, reply } = scripted({ silenceTimeoutMs: 4_000 })
    reply(100, 'b')
    rig.clock.move(20_000)
    expect(heard.told).toEqual([])
  })

  it('timer C: three minutes after the last provisional response', () => {
    const { rig, heard, reply } = scripted()
    reply(180, 'b')
    rig.clock.move(170_000)
    reply(180, 'b')
    rig.clock.move(170_000)
    expect(sentBy(rig, 'alice', 'CANCEL')).toHaveLength(0)
    rig.clock.move(11_000)
    expect(sentBy(rig, 'alice', 'CANCEL').length).toBeGreaterThan(0)
    reply(487, 'b')
    expect(heard.told.at(-1)).toBe('ended by fault 408')
    expect(remains(rig)).toEqual(nothing)
  })

  it('a call that rings long says so every minute', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(610_000)
    expect(sentBy(rig, 'bob', '180 INVITE')).toHaveLength(11)
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('their BYE while it rings ends it, and the INVITE with 487', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(10)
    const [ringing] = sentBy(rig, 'bob', '180 INVITE')
    rig.inject('bob', inDialog(call.invite, ringing, { method: 'BYE' }), 'alice')
    rig.clock.move(10)
    expect(rig.flow().slice(2)).toEqual(['bob: 200 BYE', 'bob: 487 INVITE', 'alice: ACK'])
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by them'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a call that nobody takes is refused with what was said', () => {
    const rig = createRig({ users: { bob: { incoming: () => ({ status: 480, phrase: 'Nobody here' }) } } })
    const { heard } = rig.invite()
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 480'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('close hangs up every call and takes no more', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(10)
    rig.agents.bob.close()
    rig.clock.move(10)
    const { heard } = rig.invite()
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 503'])
    expect(remains(rig)).toEqual(nothing)
  })
})
