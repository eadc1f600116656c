/** What is kept of a call of ours that has ended, for as long as its 2xx may come again: timer M of RFC 6026. */
import { queryObjects } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { createRig, nothing, type Rig, remains, sdp, sentBy, talking } from '../../test/two-agents.js'
import { writeMessage } from '../message/write.js'
import { CallDialog } from './call-dialog.js'
import { InviteAttempt } from './invite-attempt.js'
import { LiveCall } from './live-call.js'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const acks = (rig: Rig) => sentBy(rig, 'alice', 'ACK').map((message) => text(writeMessage(message)))
/** After a full collection. */
const counts = () => [LiveCall, CallDialog, InviteAttempt].map((each) => queryObjects(each, { format: 'count' }))
const forget = (rig: Rig): void => {
  rig.incoming.length = 0
  rig.sent.length = 0
}

/** Calls by the hundred, whose rig forgets them. */
const many = (end: (rig: Rig) => void): Rig => {
  const rig = createRig()
  for (let n = 0; n < 100; n += 1) end(rig)
  rig.clock.move(6_000)
  forget(rig)
  return rig
}

describe('a call that has ended', () => {
  it.each<[string, (rig: Rig) => void]>([
    ['hung up by us', (rig) => talking(rig).ours.call.hangUp()],
    ['hung up by them', (rig) => talking(rig).theirs.call.hangUp()],
    [
      'with a re-INVITE of ours',
      (rig) => {
        const { ours } = talking(rig)
        ours.call.offer(sdp('other'))
        rig.clock.move(10)
        ours.call.hangUp()
      },
    ],
    [
      'refused',
      (rig) => {
        rig.invite()
        rig.clock.move(10)
        rig.incoming.at(-1)?.call.refuse(486)
      },
    ],
  ])('holds no call, dialog or request while its transactions last: %s', (_, end) => {
    const before = counts()
    const rig = many(end)
    expect(rig.agents.alice.transactions).toBeGreaterThanOrEqual(100)
    expect(counts()).toEqual(before)
    expect(remains(rig)).toEqual(nothing)
  })

  it('a 2xx that comes again has the same ACK again, and no other BYE', () => {
    const { rig, call, reply } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    call.hangUp()
    rig.clock.move(2_000)
    const byes = sentBy(rig, 'alice', 'BYE').length
    reply(200, 'b', { body: sdp('answer') })
    const [first, again, ...more] = acks(rig)
    expect([again, more]).toEqual([first, []])
    expect(sentBy(rig, 'alice', 'BYE')).toHaveLength(byes)
    expect(remains(rig)).toEqual(nothing)
  })

  it('the answer of another fork is acknowledged and hung up, once', () => {
    const { rig, call, reply } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    call.hangUp()
    rig.clock.move(2_000)
    for (let n = 0; n < 2; n += 1) reply(200, 'late', { body: sdp('answer') })
    const tags = (what: string) =>
      sentBy(rig, 'alice', what).map(({ headers }) => `${headers.need('to').tag} ${headers.need('cseq').number}`)
    const { number } = call.invite.headers.need('cseq')
    expect(tags('ACK')).toEqual([`b ${number}`, `late ${number}`, `late ${number}`])
    expect(new Set(tags('BYE'))).toEqual(new Set([`b ${number + 1}`, `late ${number + 1}`]))
    expect(remains(rig)).toEqual(nothing)
  })

  it('a refusal that comes again has the same ACK again', () => {
    const { rig, heard, reply } = scripted()
    for (let n = 0; n < 3; n += 1) reply(486, 'b')
    rig.clock.move(20_000)
    reply(486, 'b')
    const [first, ...others] = acks(rig)
    expect(others).toEqual([first, first, first])
    expect(heard.told).toEqual(['ended by them 486'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('an answer that names no address ends it, and its early dialogs', () => {
    const { rig, heard, reply, ask } = scripted()
    reply(180, 'one')
    reply(200, 'two', { headers: { contact: undefined } })
    expect(heard.told).toEqual(['progress 180 -', 'ended by fault'])
    ask('BYE', 'one', 1)
    expect(sentBy(rig, 'alice', '481 BYE')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })
})
