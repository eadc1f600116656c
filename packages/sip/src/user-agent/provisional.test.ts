import { describe, expect, it } from 'vitest'
import { inDialog, scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, requestBy, sdp, sentBy } from '../../test/two-agents.js'
import { mediaType } from '../headers/media.js'
import { sessionOf } from './session-body.js'

const reliably = { headers: { require: ['100rel'] } }
const rseqs = (rig: Parameters<typeof sentBy>[0], what: string) =>
  sentBy(rig, 'bob', what).map(({ headers }) => headers.get('rseq'))

describe('provisional responses that must arrive (RFC 3262)', () => {
  it('are acknowledged by PRACK, one after the other', () => {
    const rig = createRig()
    const { heard } = rig.invite(reliably)
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.ring()
    theirs?.call.ring(sdp('early'))
    rig.clock.move(10)
    expect(rig.flow()).toEqual([
      'alice: INVITE',
      'bob: 180 INVITE',
      'alice: PRACK',
      'bob: 200 PRACK',
      'bob: 183 INVITE',
      'alice: PRACK',
      'bob: 200 PRACK',
    ])
    expect(heard.told).toEqual(['progress 180 -', 'progress 183 early'])
    const [first] = rseqs(rig, '180 INVITE')
    const [second] = rseqs(rig, '183 INVITE')
    expect(second).toBe((first ?? 0) + 1)
    expect(requestBy(rig, 'alice', 'PRACK').headers.need('rack')).toEqual({
      response: second,
      number: 1,
      method: 'INVITE',
    })
    theirs?.call.answer(sdp('answer'))
    rig.clock.move(10)
    expect(heard.told.at(-1)).toBe('answered early')
    theirs?.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('are sent again until their PRACK comes, and told once', () => {
    const rig = createRig()
    const { heard, call } = rig.invite(reliably)
    rig.clock.move(10)
    let lost = 0
    rig.fate = ({ what }) => {
      if (what !== '180 INVITE' || lost === 3) return null
      lost += 1
      return 'lost'
    }
    rig.incoming[0]?.call.ring()
    rig.clock.move(400)
    expect(heard.told).toEqual([])
    rig.clock.move(10_000)
    expect(heard.told).toEqual(['progress 180 -'])
    const { length } = sentBy(rig, 'bob', '180 INVITE')
    expect(length).toBeGreaterThan(3)
    rig.clock.move(30_000)
    expect(sentBy(rig, 'bob', '180 INVITE')).toHaveLength(length)
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('without PRACK for 64 T1 the INVITE is refused with 504', () => {
    const rig = createRig()
    const { heard } = rig.invite(reliably)
    rig.clock.move(10)
    rig.fate = ({ what }) => (what === 'PRACK' ? 'lost' : null)
    rig.incoming[0]?.call.ring()
    rig.clock.move(33_000)
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by fault 504'])
    expect(heard.told).toEqual(['progress 180 -', 'ended by them 504'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('a session on its way is waited for before the 200, which does not repeat it', () => {
    const rig = createRig()
    rig.invite(reliably)
    rig.clock.move(10)
    rig.incoming[0]?.call.ring(sdp('early'))
    rig.incoming[0]?.call.answer(sdp('early'))
    expect(rig.flow()).toEqual(['alice: INVITE', 'bob: 183 INVITE'])
    rig.clock.move(10)
    expect(rig.flow()).toEqual(['alice: PRACK', 'bob: 200 PRACK', 'bob: 200 INVITE', 'alice: ACK'])
    const [ok] = sentBy(rig, 'bob', '200 INVITE')
    expect(ok && sessionOf(ok)).toBeNull()
  })

  it('what is out of order is neither acknowledged nor told', () => {
    const { rig, heard, reply } = scripted()
    const reliable = (rseq: number) => ({ headers: { require: ['100rel'], rseq } })
    reply(180, 'b', reliable(7))
    reply(183, 'b', reliable(9))
    reply(180, 'b', reliable(7))
    reply(183, 'b', reliable(8))
    rig.clock.move(0)
    expect(heard.told).toEqual(['progress 180 -', 'progress 183 -'])
    // The second waits for the answer to the first.
    expect(sentBy(rig, 'alice', 'PRACK')).toHaveLength(1)
  })

  it('their offer after the first agreement is answered in the 200 to the PRACK', () => {
    const rig = createRig()
    rig.deaf.add('alice')
    rig.invite(reliably)
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.ring(sdp('early'))
    const ringing = sentBy(rig, 'bob', '183 INVITE')[0]
    const rseq = ringing?.headers.need('rseq') ?? 0
    const invite = requestBy(rig, 'alice', 'INVITE')
    const prack = inDialog(invite, ringing, {
      method: 'PRACK',
      headers: { rack: { response: rseq, number: 1, method: 'INVITE' }, contentType: mediaType('application/sdp') },
      body: sdp('other'),
    })
    rig.inject('bob', prack, 'alice')
    expect(theirs?.heard.told).toEqual(['offered other'])
    const [ok] = sentBy(rig, 'bob', '200 PRACK')
    expect(ok && sessionOf(ok)).toBe(sdp('answer'))
  })

  it('an offer of ours that goes out early is answered by PRACK', () => {
    const rig = createRig()
    rig.deaf.add('alice')
    rig.invite({ ...reliably, session: null })
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.ring(sdp('our offer'))
    theirs?.call.answer(sdp('our offer'))
    const ringing = sentBy(rig, 'bob', '183 INVITE')[0]
    const rack = { response: ringing?.headers.need('rseq') ?? 0, number: 1, method: 'INVITE' }
    const headers = { rack, contentType: mediaType('application/sdp') }
    const invite = requestBy(rig, 'alice', 'INVITE')
    const bad = inDialog(invite, ringing, { method: 'PRACK', headers: { rack: { ...rack, response: 1 } } })
    rig.inject('bob', bad, 'alice')
    expect(sentBy(rig, 'bob', '481 PRACK')).toHaveLength(1)
    const prack = inDialog(invite, ringing, { method: 'PRACK', headers, body: sdp('their answer') }, 2)
    rig.inject('bob', prack, 'alice')
    expect(theirs?.heard.told).toEqual(['agreed their answer'])
    const [ok] = sentBy(rig, 'bob', '200 INVITE')
    expect(ok && sessionOf(ok)).toBeNull()
  })
})

describe('another session before the answer, by UPDATE (RFC 3311)', () => {
  const early = () => {
    const rig = createRig()
    const { heard, call } = rig.invite(reliably)
    rig.clock.move(10)
    const [theirs] = rig.incoming
    if (theirs === undefined) throw new Error('no call came')
    theirs.call.ring(sdp('early'))
    return { rig, heard, call, theirs }
  }

  it('goes both ways once the first answer has arrived; a re-INVITE keeps what was said last', () => {
    const { rig, heard, call, theirs } = early()
    // Its PRACK has not come yet.
    theirs.call.offer(sdp('bob early'))
    expect(sentBy(rig, 'bob', 'UPDATE')).toHaveLength(0)
    rig.clock.move(20)
    expect(sentBy(rig, 'bob', 'UPDATE')).toHaveLength(1)
    expect(heard.told).toEqual(['progress 183 early', 'offered bob early'])
    expect(theirs.heard.told).toEqual(['agreed answer'])
    call.offer(sdp('alice early'))
    rig.clock.move(20)
    expect(sentBy(rig, 'alice', 'UPDATE')).toHaveLength(1)
    expect(theirs.heard.told).toEqual(['agreed answer', 'offered alice early'])
    theirs.call.answer(sdp('answer'))
    rig.clock.move(20)
    expect(heard.told.slice(2)).toEqual(['agreed answer', 'answered answer'])
    expect([call.state, theirs.call.state]).toEqual(['confirmed', 'confirmed'])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('an answer waits for it; one that is refused changes nothing', () => {
    const { rig, heard, theirs } = early()
    rig.clock.move(20)
    heard.answer = 488
    Object.assign(heard.user, { offered: () => 488 })
    theirs.call.offer(sdp('bob early'))
    theirs.call.answer(sdp('answer'))
    expect(sentBy(rig, 'bob', '200 INVITE')).toHaveLength(0)
    rig.clock.move(20)
    expect(theirs.heard.told).toEqual(['refused 488', 'confirmed'])
    expect(heard.told).toEqual(['progress 183 early', 'answered early'])
    theirs.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('waits for the answer where they do not take UPDATE', () => {
    const { rig, call, reply, heard } = scripted()
    reply(183, 'b', { body: sdp('early'), headers: { require: ['100rel'], rseq: 1, allow: ['INVITE', 'PRACK'] } })
    call.offer(sdp('next'))
    expect(sentBy(rig, 'alice', 'UPDATE')).toEqual([])
    reply(200, 'b', {}, requestBy(rig, 'alice', 'PRACK'))
    reply(200, 'b', { body: sdp('early') })
    expect(sentBy(rig, 'alice', 'INVITE')).toHaveLength(2)
    expect(heard.told).toEqual(['progress 183 early', 'answered early'])
    call.hangUp()
    reply(200, 'b', {}, requestBy(rig, 'alice', 'BYE'))
    expect(remains(rig)).toEqual(nothing)
  })

  it('crossing the answer is agreed on afterwards; lost it is over with the call', () => {
    const { rig, call, reply, heard } = scripted()
    reply(183, 'b', { body: sdp('early'), headers: { require: ['100rel'], rseq: 1, allow: ['INVITE', 'UPDATE'] } })
    reply(200, 'b', {}, requestBy(rig, 'alice', 'PRACK'))
    call.offer(sdp('next'))
    const update = requestBy(rig, 'alice', 'UPDATE')
    expect(sessionOf(update)).toBe(sdp('next'))
    reply(200, 'b', { body: sdp('early') })
    reply(200, 'b', { body: sdp('for next') }, update)
    expect(heard.told).toEqual(['progress 183 early', 'answered early', 'agreed for next'])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })
})
