import { describe, expect, it } from 'vitest'
import { scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, requestBy, sdp, sentBy, talking } from '../../test/two-agents.js'
import { secondsOf } from '../headers/number.js'
import { answerTimer, askTimer, timerDelays } from './session-timer.js'

const hour = 3_600_000
const refresher = (value: string) => [{ name: 'refresher', value }]

describe('session timers (RFC 4028)', () => {
  it('the one who was called refreshes, by UPDATE, and the call lasts', () => {
    const rig = createRig()
    const { ours, theirs } = talking(rig)
    rig.clock.move(hour)
    expect([ours.call.state, theirs.call.state]).toEqual(['confirmed', 'confirmed'])
    expect(rig.flow()).toEqual(Array.from({ length: 4 }, () => ['bob: UPDATE', 'alice: 200 UPDATE']).flat())
    expect([ours.heard.told, theirs.heard.told]).toEqual([[], []])
    ours.call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('the caller refreshes where they ask that, by INVITE where they take no UPDATE', () => {
    const { rig, call, heard, reply } = scripted()
    const headers = { sessionExpires: secondsOf(200, refresher('uac')), allow: ['INVITE', 'ACK', 'BYE'] }
    reply(200, 'b', { headers, body: sdp('answer') })
    rig.clock.move(101_000)
    const refresh = requestBy(rig, 'alice', 'INVITE')
    expect(refresh.headers.need('cseq').number).toBe(2)
    expect(refresh.headers.need('sessionExpires')).toEqual(secondsOf(200, refresher('uac')))
    reply(200, 'b', { headers, body: sdp('answer') }, refresh)
    expect(heard.told).toEqual(['answered answer', 'agreed answer'])
    rig.clock.move(101_000)
    expect(requestBy(rig, 'alice', 'INVITE').headers.need('cseq').number).toBe(3)
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('whoever waits for a refresh in vain hangs up before it runs out', () => {
    const { rig, heard, reply } = scripted()
    reply(200, 'b', { headers: { sessionExpires: secondsOf(300, refresher('uas')) }, body: sdp('answer') })
    rig.clock.move(267_000)
    expect(heard.end).toBeNull()
    rig.clock.move(2000)
    expect(heard.told.at(-1)).toBe('ended by fault')
    expect(sentBy(rig, 'alice', 'BYE').length).toBeGreaterThan(0)
    expect(remains(rig)).toEqual(nothing)
  })

  it('a refresh of theirs begins the time anew', () => {
    const { rig, heard, reply, ask } = scripted()
    reply(200, 'b', { headers: { sessionExpires: secondsOf(300, refresher('uas')) }, body: sdp('answer') })
    const headers = { supported: ['timer'], sessionExpires: secondsOf(300, refresher('uac')) }
    for (let n = 0; n < 5; n += 1) {
      rig.clock.move(200_000)
      ask('UPDATE', 'b', 5 + n, headers)
    }
    expect(heard.end).toBeNull()
    expect(sentBy(rig, 'alice', '200 UPDATE')[0]?.headers.need('sessionExpires')).toEqual(headers.sessionExpires)
    rig.clock.move(269_000)
    expect(heard.told.at(-1)).toBe('ended by fault')
  })

  it('a refresh that is refused is tried again until the time is out', () => {
    const { rig, heard, reply } = scripted()
    const headers = { sessionExpires: secondsOf(200, refresher('uac')), allow: ['UPDATE'] }
    reply(200, 'b', { headers, body: sdp('answer') })
    rig.clock.move(100_000)
    for (let n = 0; n < 9; n += 1) {
      reply(503, 'b', {}, requestBy(rig, 'alice', 'UPDATE'))
      rig.clock.move(10_000)
    }
    expect(heard.end).toBeNull()
    reply(503, 'b', {}, requestBy(rig, 'alice', 'UPDATE'))
    rig.clock.move(11_000)
    expect(heard.told.at(-1)).toBe('ended by fault')
    expect(remains(rig)).toEqual(nothing)
  })

  it('without Session-Expires in their 200 there is none', () => {
    const { rig, call, heard, reply } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    rig.clock.move(10 * hour)
    expect(heard.end).toBeNull()
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })

  it('too short is refused with 422 and Min-SE; the caller tries again and is taken', () => {
    const rig = createRig({
      options: { alice: { sessionTimer: { expiresSeconds: 90 } }, bob: { sessionTimer: { minSeconds: 600 } } },
    })
    rig.invite()
    rig.clock.move(10)
    expect(rig.flow()).toEqual(['alice: INVITE', 'bob: 422 INVITE', 'alice: ACK', 'alice: INVITE'])
    expect(sentBy(rig, 'bob', '422 INVITE')[0]?.headers.need('minSe').seconds).toBe(600)
    expect(requestBy(rig, 'alice', 'INVITE').headers.need('sessionExpires').seconds).toBe(600)
  })

  it('in a call, too', () => {
    const { rig, reply, ask } = scripted()
    reply(200, 'b', { body: sdp('answer') })
    ask('UPDATE', 'b', 5, { supported: ['timer'], sessionExpires: secondsOf(30) })
    expect(sentBy(rig, 'alice', '422 UPDATE')[0]?.headers.need('minSe').seconds).toBe(90)
  })

  it('who refreshes: table 2', () => {
    const options = { expiresSeconds: 1800, minSeconds: 90 }
    const answerTo = (headers: Parameters<typeof scripted>[0] extends infer _ ? Record<string, unknown> : never) => {
      const { rig } = scripted({ headers })
      return answerTimer(requestBy(rig, 'alice', 'INVITE'), options)
    }
    const none = { supported: [], sessionExpires: undefined, minSe: undefined }
    expect(answerTo(none)).toEqual({ verdict: 'go', timer: null, headers: {} })
    expect(answerTo({ ...none, sessionExpires: secondsOf(600) })).toMatchObject({
      timer: { seconds: 600, isOurs: true },
    })
    expect(answerTo({ supported: ['timer'], sessionExpires: secondsOf(600, refresher('uac')) })).toMatchObject({
      timer: { seconds: 600, isOurs: false },
      headers: { require: ['timer'] },
    })
    expect(answerTo({ supported: ['timer'], minSe: secondsOf(2000), sessionExpires: secondsOf(2400) })).toMatchObject({
      timer: { seconds: 2000 },
    })
    expect(askTimer(options).sessionExpires).toEqual(secondsOf(1800))
    expect(timerDelays({ seconds: 90, isOurs: false })).toEqual({ refreshMs: null, giveUpMs: 60_000 })
  })
})
