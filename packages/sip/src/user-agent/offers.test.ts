import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inDialog, scripted } from '../../test/scripted.js'
import { createRig, nothing, numbers, remains, requestBy, sdp, sentBy, talking } from '../../test/two-agents.js'
import { mediaType } from '../headers/media.js'
import { parseUri } from '../uri/parse-uri.js'
import { sessionOf } from './session-body.js'

const body = { contentType: mediaType('application/sdp') }

/** Alice has a call with somebody who is played by the test. */
const answered = (more: Parameters<typeof scripted>[0] = {}) => {
  const rigged = scripted(more)
  rigged.reply(200, 'b', { body: sdp('answer') })
  rigged.heard.told.length = 0
  rigged.rig.flow()
  return rigged
}

describe('another session', () => {
  it('is refused with the status that was given, and nothing changes', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    theirs.heard.answer = 488
    ours.call.offer(sdp('video'))
    rig.clock.move(10)
    expect([ours.heard.told, theirs.heard.told]).toEqual([['refused 488'], ['offered video']])
    theirs.heard.answer = sdp('fine')
    ours.call.offer(sdp('audio'))
    rig.clock.move(10)
    expect(ours.heard.told).toEqual(['refused 488', 'agreed fine'])
  })

  it('waits while one is under way; the latest takes the place of those that wait', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    for (const name of ['one', 'two', 'three']) ours.call.offer(sdp(name))
    rig.clock.move(10)
    expect(theirs.heard.told).toEqual(['offered one', 'offered three'])
    expect(ours.heard.told).toEqual(['agreed answer', 'agreed answer'])
  })

  it('waits for the call to stand', () => {
    const rig = createRig()
    const { call, heard } = rig.invite()
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.answer(sdp('answer'))
    theirs?.call.offer(sdp('next'))
    rig.clock.move(10)
    expect(rig.flow()).toEqual([
      'alice: INVITE',
      'bob: 200 INVITE',
      'alice: ACK',
      'bob: INVITE',
      'alice: 200 INVITE',
      'bob: ACK',
    ])
    expect(heard.told).toEqual(['answered answer', 'offered next'])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('made before the answer goes once that is there; a REFER does not wait', () => {
    const { rig, call, heard, reply } = scripted()
    call.offer(sdp('next'))
    call.refer(parseUri('sip:carol@carol'))
    reply(200, 'b', { body: sdp('answer') })
    rig.clock.move(0)
    expect(rig.flow()).toEqual(['alice: INVITE', 'alice: ACK', 'alice: INVITE'])
    expect(sessionOf(requestBy(rig, 'alice', 'INVITE'))).toBe(sdp('next'))
    expect(heard.told).toContain('refer 480')
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('both at once: 491 to each, then one after the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const rig = createRig({ random: numbers(seed) })
        const { ours, theirs } = talking(rig)
        ours.call.offer(sdp('ours'))
        theirs.call.offer(sdp('theirs'))
        rig.clock.move(5)
        // The wait of who was called may be none at all.
        expect(rig.flow().slice(0, 6)).toEqual([
          'alice: INVITE',
          'bob: INVITE',
          'bob: 491 INVITE',
          'alice: 491 INVITE',
          'alice: ACK',
          'bob: ACK',
        ])
        rig.clock.move(2090)
        expect(ours.heard.told).toEqual(['offered theirs'])
        rig.clock.move(2000)
        expect(ours.heard.told).toEqual(['offered theirs', 'agreed answer'])
        expect(theirs.heard.told).toEqual(['agreed answer', 'offered ours'])
        ours.call.hangUp()
        expect(remains(rig)).toEqual(nothing)
      }),
      { numRuns: 30 },
    )
  })

  it('a second INVITE before the ACK to the first is refused with 500 and Retry-After', () => {
    const { rig, heard, ask } = answered()
    ask('INVITE', 'b', 5, body, sdp('one'))
    ask('INVITE', 'b', 6, body, sdp('two'))
    const [refusal] = sentBy(rig, 'alice', '500 INVITE')
    expect(refusal?.headers.need('retryAfter').seconds).toBeLessThanOrEqual(10)
    expect(heard.told).toEqual(['offered one'])
  })

  it('our 200 is repeated until its ACK; without it the call ends', () => {
    const { rig, heard, ask } = answered()
    ask('INVITE', 'b', 5, body, sdp('one'))
    rig.clock.move(33_000)
    expect(sentBy(rig, 'alice', '200 INVITE')).toHaveLength(11)
    expect(heard.told).toEqual(['offered one', 'ended by fault'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('by UPDATE; one without a session only refreshes', () => {
    const { rig, heard, ask } = answered()
    ask('UPDATE', 'b', 5, body, sdp('one'))
    ask('UPDATE', 'b', 6)
    expect(heard.told).toEqual(['offered one'])
    const sent = sentBy(rig, 'alice', '200 UPDATE')
    expect(sent.map(sessionOf)).toEqual([sdp('answer'), null])
    heard.answer = 488
    ask('UPDATE', 'b', 7, body, sdp('two'))
    expect(sentBy(rig, 'alice', '488 UPDATE')).toHaveLength(1)
  })

  it('by UPDATE while ours is under way: 491', () => {
    const { rig, call, ask } = answered()
    call.offer(sdp('ours'))
    ask('UPDATE', 'b', 5, body, sdp('theirs'))
    expect(sentBy(rig, 'alice', '491 UPDATE')).toHaveLength(1)
  })

  it('by UPDATE before the first answer: 491 from the caller, 500 from the called', () => {
    const { rig, reply, ask } = scripted()
    reply(180, 'b')
    ask('UPDATE', 'b', 5, body, sdp('early'))
    ask('UPDATE', 'b', 6)
    expect(sentBy(rig, 'alice', '491 UPDATE')).toHaveLength(1)
    expect(sentBy(rig, 'alice', '200 UPDATE')).toHaveLength(1)
  })

  it('by UPDATE once the first answer has arrived reliably', () => {
    const { rig, heard, reply, ask } = scripted()
    reply(183, 'b', { headers: { require: ['100rel'], rseq: 7 }, body: sdp('early') })
    ask('UPDATE', 'b', 5, body, sdp('other'))
    expect(heard.told).toEqual(['progress 183 early', 'offered other'])
    expect(sentBy(rig, 'alice', '200 UPDATE').map(sessionOf)).toEqual([sdp('answer')])
    heard.answer = 488
    ask('UPDATE', 'b', 6, body, sdp('video'))
    expect(sentBy(rig, 'alice', '488 UPDATE')).toHaveLength(1)
  })

  it('by UPDATE before we have answered: 500 and Retry-After', () => {
    const rig = createRig()
    rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.ring()
    const [ringing] = sentBy(rig, 'bob', '180 INVITE')
    const parts = { method: 'UPDATE', headers: body, body: sdp('other') }
    rig.inject('bob', inDialog(requestBy(rig, 'alice', 'INVITE'), ringing, parts), 'alice')
    expect(sentBy(rig, 'bob', '500 UPDATE')[0]?.headers.has('retryAfter')).toBe(true)
    expect(rig.incoming[0]?.heard.told).toEqual([])
  })

  it('a 200 without the answer that is due counts as refused', () => {
    const { rig, call, heard, reply } = answered()
    call.offer(sdp('next'))
    reply(200, 'b', {}, requestBy(rig, 'alice', 'INVITE'))
    expect(heard.told).toEqual(['refused 488'])
  })

  it('an ACK that is lost is sent again when the 200 comes again', () => {
    const { rig, call, heard, reply } = answered()
    call.offer(sdp('next'))
    const again = requestBy(rig, 'alice', 'INVITE')
    reply(200, 'b', { body: sdp('fine') }, again)
    reply(200, 'b', { body: sdp('fine') }, again)
    expect(rig.flow()).toEqual(['alice: INVITE', 'alice: ACK', 'alice: ACK'])
    expect(heard.told).toEqual(['agreed fine'])
  })

  it.each([408, 481])('%s ends the call (RFC 5057)', (status) => {
    const { rig, call, heard, reply } = answered()
    call.offer(sdp('next'))
    reply(status, 'b', {}, requestBy(rig, 'alice', 'INVITE'))
    expect(heard.told).toEqual(['ended by fault'])
    expect(sentBy(rig, 'alice', 'BYE')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('no answer to an offer or to an INFO ends the call', () => {
    for (const begin of ['offer', 'INFO'] as const) {
      const { rig, call, heard } = answered()
      if (begin === 'offer') call.offer(sdp('next'))
      else call.send('INFO')
      rig.clock.move(33_000)
      expect(heard.told).toEqual(['ended by fault'])
      expect(remains(rig)).toEqual(nothing)
    }
  })

  it('a call that is hung up while an offer rings leaves nothing', () => {
    const { rig, call, reply } = answered()
    call.offer(sdp('next'))
    reply(180, 'b', {}, requestBy(rig, 'alice', 'INVITE'))
    call.hangUp()
    expect(sentBy(rig, 'alice', 'CANCEL')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('what is ordered while we are asked is done when the answer is out', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    const { user } = theirs.heard
    Object.assign(user, {
      offered: () => {
        theirs.call.hangUp()
        return sdp('answer')
      },
    })
    ours.call.offer(sdp('next'))
    rig.clock.move(10)
    expect(rig.flow().slice(0, 3)).toEqual(['alice: INVITE', 'bob: 200 INVITE', 'bob: BYE'])
    expect(ours.heard.told.at(-1)).toBe('ended by them')
    expect(remains(rig)).toEqual(nothing)
  })
})
