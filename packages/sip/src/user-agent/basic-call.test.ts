import { describe, expect, it } from 'vitest'
import { createRig, nothing, remains, sdp, talking } from '../../test/two-agents.js'

describe('a call', () => {
  it('is rung, answered, acknowledged and hung up by the caller', () => {
    const rig = createRig()
    const { call, heard } = rig.invite()
    rig.clock.move(10)
    const [theirs] = rig.incoming
    theirs?.call.ring()
    rig.clock.move(10)
    theirs?.call.ring(sdp('early'))
    rig.clock.move(10)
    theirs?.call.answer(sdp('answer'))
    rig.clock.move(10)
    expect(heard.told).toEqual(['progress 180 -', 'progress 183 early', 'answered answer'])
    expect(theirs?.heard.told).toEqual(['confirmed'])
    expect([call.state, theirs?.call.state]).toEqual(['confirmed', 'confirmed'])
    call.hangUp({ protocol: 'Q.850', cause: 16, text: null, params: [] })
    expect(heard.end).toBeNull()
    rig.clock.move(10)
    expect(heard.end).toMatchObject({ by: 'us', status: null })
    expect(theirs?.heard.end).toMatchObject({ by: 'them', status: null, reason: { cause: 16 } })
    expect(rig.flow()).toEqual([
      'alice: INVITE',
      'bob: 180 INVITE',
      'bob: 183 INVITE',
      'bob: 200 INVITE',
      'alice: ACK',
      'alice: BYE',
      'bob: 200 BYE',
    ])
    expect(remains(rig)).toEqual(nothing)
  })

  it('is hung up by the one who was called', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    theirs.call.hangUp()
    rig.clock.move(10)
    expect([ours.heard.told, theirs.heard.told]).toEqual([['ended by them'], ['ended by us']])
    expect(remains(rig)).toEqual(nothing)
  })

  it('is refused', () => {
    const rig = createRig()
    const { heard } = rig.invite()
    rig.clock.move(10)
    rig.incoming[0]?.call.refuse(486, { phrase: 'Not now' })
    rig.clock.move(10)
    expect(heard.told).toEqual(['ended by them 486'])
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by us 486'])
    expect(rig.flow()).toEqual(['alice: INVITE', 'bob: 486 INVITE', 'alice: ACK'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('is cancelled once a provisional response is there, and not before', () => {
    const rig = createRig()
    const { call, heard } = rig.invite()
    call.hangUp()
    rig.clock.move(100)
    expect(rig.flow()).toEqual(['alice: INVITE'])
    rig.clock.move(150)
    expect(heard.told).toEqual(['ended by us'])
    expect(rig.incoming[0]?.heard.told).toEqual(['ended by them 487'])
    expect(rig.flow()).toEqual(['bob: 100 INVITE', 'alice: CANCEL', 'bob: 200 CANCEL', 'bob: 487 INVITE', 'alice: ACK'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('takes another offer from either side', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    ours.call.offer(sdp('hold'))
    rig.clock.move(10)
    expect(theirs.heard.told).toEqual(['offered hold'])
    expect(ours.heard.told).toEqual(['agreed answer'])
    theirs.call.offer(sdp('back'))
    rig.clock.move(10)
    expect(ours.heard.told).toEqual(['agreed answer', 'offered back'])
    expect(theirs.heard.told).toEqual(['offered hold', 'agreed answer'])
    expect(rig.flow()).toEqual([
      'alice: INVITE',
      'bob: 200 INVITE',
      'alice: ACK',
      'bob: INVITE',
      'alice: 200 INVITE',
      'bob: ACK',
    ])
    ours.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })
})
