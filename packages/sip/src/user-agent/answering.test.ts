import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, requestBy, sdp, sentBy, talking } from '../../test/two-agents.js'
import { sessionOf } from './session-body.js'

describe('the 200 and its ACK', () => {
  it('100 by the transaction when nobody says anything', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(300)
    expect(rig.flow()).toEqual(['alice: INVITE', 'bob: 100 INVITE'])
  })

  it('the 200 is repeated until its ACK comes; each time it is acknowledged again', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(10)
    let lost = 0
    rig.fate = ({ what }) => {
      if (what !== 'ACK' || lost === 2) return null
      lost += 1
      return 'lost'
    }
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(10_000)
    expect(rig.flow().slice(1)).toEqual([
      'bob: 200 INVITE',
      'alice: ACK',
      'bob: 200 INVITE',
      'alice: ACK',
      'bob: 200 INVITE',
      'alice: ACK',
    ])
    expect(rig.incoming[0]?.heard.told).toEqual(['confirmed'])
    rig.incoming[0]?.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('no ACK for 64 T1: BYE, and the call ends by a fault', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(10)
    rig.fate = ({ what }) => (what === 'ACK' ? 'lost' : null)
    const [theirs] = rig.incoming
    theirs?.call.answer(sdp('answer'))
    rig.clock.move(31_000)
    expect(theirs?.call.state).toBe('answered')
    rig.clock.move(2000)
    expect(theirs?.heard.told).toEqual(['ended by fault'])
    expect(sentBy(rig, 'bob', 'BYE')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('who hangs up before the ACK says BYE when it has come', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.answer(sdp('answer'))
    theirs?.call.hangUp()
    rig.clock.move(10)
    expect(rig.flow()).toEqual(['alice: INVITE', 'bob: 200 INVITE', 'alice: ACK', 'bob: BYE', 'alice: 200 BYE'])
    expect(theirs?.heard.told).toEqual(['ended by us'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('their BYE ends the repeating', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    rig.fate = ({ what }) => (what === 'ACK' ? 'lost' : null)
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(10)
    call.hangUp()
    rig.clock.move(40_000)
    expect(sentBy(rig, 'bob', '200 INVITE')).toHaveLength(1)
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by them'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a call that stands is not given up for having rung', () => {
    const rig = createRig()
    const { call, heard } = rig.invite({ ringTimeoutMs: 20_000, headers: { require: ['100rel'] } })
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('answer'))
    rig.clock.move(400_000)
    expect([call.state, rig.incoming[0]?.call.state]).toEqual(['confirmed', 'confirmed'])
    expect([heard.end, rig.incoming[0]?.heard.end]).toEqual([null, null])
  })

  it('nobody is asked about a call that was hung up before its ACK', () => {
    const rig = createRig()
    const { call } = rig.invite()
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.answer(sdp('answer'))
    rig.fate = ({ what }) => (what === 'ACK' ? 50 : null)
    theirs?.call.hangUp()
    rig.clock.move(1)
    call.offer(sdp('next'))
    rig.clock.move(10)
    expect(sentBy(rig, 'bob', '481 INVITE')).toHaveLength(1)
    expect(theirs?.heard.told).toEqual(['ended by us'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('an offer in the 200 is answered in the ACK', () => {
    const rig = createRig()
    const { heard } = rig.invite({ session: null })
    heard.answer = sdp('late')
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.answer(sdp('their offer'))
    rig.clock.move(10)
    expect(heard.told).toEqual(['answered their offer'])
    expect(theirs?.heard.told).toEqual(['confirmed', 'agreed late'])
    expect(sessionOf(requestBy(rig, 'alice', 'ACK'))).toBe(sdp('late'))
  })

  it('an offer in the 200 that is not answered: ACK, then BYE', () => {
    const rig = createRig()
    const { heard } = rig.invite({ session: null })
    heard.answer = 488
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('their offer'))
    rig.clock.move(10)
    expect(rig.flow().slice(2, 4)).toEqual(['alice: ACK', 'alice: BYE'])
    expect(heard.told).toEqual(['answered their offer', 'ended by us'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('an INVITE in the dialog without an offer is given one', () => {
    const { rig, heard, reply, ask } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    ask('INVITE', 'b', 5)
    rig.clock.move(10)
    expect(heard.told).toEqual(['answered answer', 'wanted'])
    ask('ACK', 'b', 5, { contentType: { type: 'application', subtype: 'sdp', params: [] } }, sdp('theirs'))
    expect(heard.told).toEqual(['answered answer', 'wanted', 'agreed theirs'])
    expect(sentBy(rig, 'alice', '200 INVITE')).toHaveLength(1)
  })

  it('their ACK without the answer that is due ends the call', () => {
    const { rig, heard, reply, ask } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    ask('INVITE', 'b', 5)
    ask('ACK', 'b', 5)
    expect(heard.told.at(-1)).toBe('ended by fault')
    expect(remains(rig)).toEqual(nothing)
  })

  it('a session that came early is the answer where the 200 has none', () => {
    const { heard, reply } = scripted()
    reply(183, 'b', { body: sdp('early') })
    reply(200, 'b')
    expect(heard.told).toEqual(['progress 183 early', 'answered early'])
  })

  it('functions of the call tell nobody anything before they return', () => {
    const rig = createRig()
    const { ours } = talking(rig)
    ours.call.hangUp()
    expect([ours.call.state, ours.heard.told]).toEqual(['ended', []])
    rig.clock.move(0)
    expect(ours.heard.told).toEqual(['ended by us'])
    ours.call.hangUp()
    ours.call.offer(sdp('x'))
    rig.clock.move(10)
    expect(ours.heard.told).toEqual(['ended by us'])
  })
})
