import type { EndCause } from '@callweave/core'
import { parseUri } from '@callweave/sip'
import { describe, expect, test } from 'vitest'
import { endsOf, hears, joins, order, says, talk, told } from '../../test/acts.js'
import { createBoardRig } from '../../test/board-rig.js'

const [low, high] = [500, 900] as const

describe('calls that are up', () => {
  test.each(['direction', 'address'] as const)('P5 a phone holds and takes back, by %s', async (style) => {
    const rig = await createBoardRig()
    const { leg, agent } = await talk(rig)
    says(rig, leg, low)
    says(rig, agent, high)
    const phone = rig.phoneAt('8001')
    phone.hold(rig.callOf(agent), true, style)
    expect(await hears(rig, leg, [low, high])).toEqual([])
    expect(await hears(rig, agent, [low, high])).toEqual([])
    expect(told(rig, 'leg.held').map((fact) => fact.leg)).toEqual([agent])
    expect(rig.switch.legs().find((each) => each.leg === agent)?.state).toBe('held')
    phone.hold(rig.callOf(agent), false, style)
    expect(await hears(rig, leg, [low, high])).toEqual([high])
    expect(await hears(rig, agent, [low, high])).toEqual([low])
    expect(told(rig, 'leg.retrieved').map((fact) => fact.leg)).toEqual([agent])
  })

  test('P5 the center holds with music and retrieves', async () => {
    const rig = await createBoardRig()
    const { call, leg, agent } = await talk(rig)
    says(rig, leg, low)
    says(rig, agent, high)
    order(rig, { do: 'hold', call, leg })
    order(rig, { do: 'play', call, leg, sounds: [{ sound: 'music', music: 'waltz' }], loop: true })
    expect(await hears(rig, leg, [high])).toEqual([])
    expect(rig.heard.get(rig.callOf(leg).party)?.codes.length).toBeGreaterThan(4_000)
    expect(await hears(rig, agent, [low])).toEqual([])
    order(rig, { do: 'retrieve', call, leg })
    expect(await hears(rig, leg, [high])).toEqual([high])
    expect(await hears(rig, agent, [low])).toEqual([low])
    expect([told(rig, 'leg.held').length, told(rig, 'leg.retrieved').length]).toEqual([1, 1])
  })

  test('P4 a phone asks to put its caller through: told, answered, and the phone hears of it', async () => {
    const rig = await createBoardRig()
    const { call, leg, agent } = await talk(rig)
    const made = rig.callOf(agent)
    made.call.refer(parseUri('sip:8002@board'))
    await rig.pass(100)
    expect(told(rig, 'transfer.asked').map((fact) => [fact.leg, fact.toward, fact.consulted])).toEqual([
      [agent, '8002', null],
    ])
    order(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'refused' })
    await rig.pass(100)
    expect(made.referStatus.at(-1)).toBe(603)
    made.call.refer(parseUri('sip:8003@board'))
    await rig.pass(100)
    order(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'done' })
    await rig.pass(100)
    expect(made.referStatus.at(-1)).toBe(200)
    expect(endsOf(rig, leg)).toEqual([])
  })

  test.each<[EndCause | undefined, number]>([
    [undefined, 603],
    ['rejected', 603],
    ['unknown-number', 404],
    ['not-allowed', 403],
    ['busy', 486],
    ['unreachable', 480],
  ])('P4 what the center refuses because of %s is told as %i', async (cause, status) => {
    const rig = await createBoardRig()
    const { call, agent } = await talk(rig)
    const made = rig.callOf(agent)
    made.call.refer(parseUri('sip:8002@board'))
    await rig.pass(100)
    order(rig, {
      do: 'answer-transfer',
      call,
      leg: agent,
      outcome: 'refused',
      ...(cause === undefined ? {} : { cause }),
    })
    await rig.pass(100)
    expect(made.referStatus.at(-1)).toBe(status)
  })

  test('P4 a transfer that cannot be: refused at once, with the status that says why, and the center is not asked', async () => {
    const rig = await createBoardRig()
    const { leg, agent } = await talk(rig)
    const made = rig.callOf(agent)
    const statusOf = async (made: ReturnType<typeof rig.callOf>, to: string, replaces?: typeof made.call) => {
      made.call.refer(parseUri(to), replaces)
      await rig.pass(100)
      return made.referStatus.at(-1)
    }
    const caller = rig.callOf(leg)
    expect(await statusOf(caller, 'sip:0900@board'), 'no phone of ours').toBe(403)
    expect(await statusOf(made, 'sip:board'), 'no number').toBe(484)
    expect(await statusOf(made, 'mailto:ana@board'), 'no telephone').toBe(416)
    expect(await statusOf(made, 'sip:8002@board', caller.call), 'a call that is not of the phone').toBe(403)
    expect(await statusOf(made, 'sip:8002@board', made.call), 'itself').toBe(403)
    rig.phone('8002', 'never-answers')
    const gone = await rig.dials('8002', '8003')
    const other = rig.callOf(gone.leg)
    order(rig, { do: 'answer', ...gone })
    await rig.pass(100)
    other.call.hangUp()
    await rig.pass(100)
    expect(await statusOf(made, 'sip:8002@board', other.call), 'a call that is over').toBe(481)
    expect(told(rig, 'transfer.asked')).toEqual([])
    made.call.refer(parseUri('sip:8002@board'))
    await rig.pass(100)
    expect(await statusOf(made, 'sip:8003@board'), 'one that was asked before is still open').toBe(491)
    expect(told(rig, 'transfer.asked')).toHaveLength(1)
  })

  test('P4 after speaking first: the other leg of that phone is named, and that of another phone is not', async () => {
    const rig = await createBoardRig()
    const { call, leg, agent } = await talk(rig)
    rig.phoneAt('8001').hold(rig.callOf(agent), true)
    await rig.pass(100)
    const second = await rig.dials('8001', '8002')
    order(rig, { do: 'answer', ...second })
    await rig.pass(100)
    rig.callOf(agent).call.refer(parseUri('sip:8002@board'), rig.callOf(second.leg).call)
    await rig.pass(100)
    expect(told(rig, 'transfer.asked').map((fact) => [fact.leg, fact.toward, fact.consulted])).toEqual([
      [agent, '', second.leg],
    ])
    // Who is not a phone of ours puts nobody through.
    rig.callOf(leg).call.refer(parseUri('sip:0900@board'))
    await rig.pass(100)
    expect(told(rig, 'transfer.asked').length).toBe(1)
    expect(call).toBeGreaterThan(0)
  })

  test('P6 three in a conference hear each other, and two go on when one leaves', async () => {
    const rig = await createBoardRig()
    const { call, leg, agent } = await talk(rig)
    const third = await joins(rig, call, '8002')
    for (const party of [leg, agent, third]) order(rig, { do: 'conference', call, leg: party })
    await rig.pass(100)
    const tones = [500, 900, 1_300] as const
    says(rig, leg, tones[0])
    says(rig, agent, tones[1])
    says(rig, third, tones[2])
    expect(await hears(rig, leg, tones)).toEqual([900, 1_300])
    expect(await hears(rig, agent, tones)).toEqual([500, 1_300])
    expect(await hears(rig, third, tones)).toEqual([500, 900])
    order(rig, { do: 'unbridge', call, leg: third })
    await rig.pass(100)
    expect(await hears(rig, leg, tones)).toEqual([900])
    expect(await hears(rig, third, tones)).toEqual([])
    expect(told(rig, 'conference.joined').map((fact) => fact.leg)).toEqual([leg, agent, third])
    expect(told(rig, 'conference.left').map((fact) => fact.leg)).toEqual([third])
  })

  test('P9 a supervisor monitors, whispers and barges in, without a line of the agent', async () => {
    const rig = await createBoardRig()
    const { leg, agent } = await talk(rig)
    rig.phone('8900', 'never-answers')
    const own = await rig.dials('8900', '*81')
    order(rig, { do: 'answer', ...own })
    await rig.pass(100)
    const tones = [500, 900, 1_300] as const
    says(rig, leg, tones[0])
    says(rig, agent, tones[1])
    says(rig, own.leg, tones[2])
    const heard = async () => [
      await hears(rig, leg, tones),
      await hears(rig, agent, tones),
      await hears(rig, own.leg, tones),
    ]
    order(rig, { do: 'tap', ...own, onto: agent, mode: 'monitor' })
    expect(await heard()).toEqual([[900], [500], [500, 900]])
    order(rig, { do: 'tap', ...own, onto: agent, mode: 'whisper' })
    expect(await heard()).toEqual([[900], [500, 1_300], [500, 900]])
    order(rig, { do: 'tap', ...own, onto: agent, mode: 'barge-in' })
    expect(await heard()).toEqual([
      [900, 1_300],
      [500, 1_300],
      [500, 900],
    ])
    order(rig, { do: 'unbridge', ...own })
    expect(await heard()).toEqual([[900], [500], []])
    expect(told(rig, 'leg.tapped').map(({ mode }) => mode)).toEqual(['monitor', 'whisper', 'barge-in'])
    expect(told(rig, 'leg.untapped').length).toBe(1)
    expect(rig.phoneAt('8001').calls.length).toBe(1)
  })

  test('P10 a caller hears our own tone before the answer, presses a key, and is answered in the same session', async () => {
    const rig = await createBoardRig()
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'ring', call, leg, sounds: [{ sound: 'music', music: 'company' }] })
    await rig.pass(3_000)
    const made = rig.callOf(leg)
    expect(made.progress).toEqual([183, 'session'])
    expect(made.isAnswered).toBe(false)
    expect(rig.heard.get(made.party)?.codes.length).toBeGreaterThan(rig.helloMs * 8)
    await rig.press(leg, '5')
    await rig.pass(100)
    expect(told(rig, 'digit.pressed').map(({ digit }) => digit)).toEqual(['5'])
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    expect(made.isAnswered).toBe(true)
    expect(told(rig, 'leg.answered').length).toBe(1)
  })

  test('P10 ringing without a sound is a 180', async () => {
    const rig = await createBoardRig()
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'ring', call, leg, sounds: [] })
    await rig.pass(100)
    expect(rig.callOf(leg).progress).toEqual([180])
  })

  test('a key that comes in the media and by INFO is told once, two presses twice', async () => {
    const rig = await createBoardRig()
    const { leg } = await talk(rig)
    const { call } = rig.callOf(leg)
    for (let press = 0; press < 2; press += 1) {
      call.send('INFO', {
        headers: { contentType: { type: 'application', subtype: 'dtmf-relay', params: [] } },
        body: 'Signal=7\r\nDuration=100\r\n',
      })
      await rig.press(leg, '7')
      await rig.pass(200)
    }
    expect(told(rig, 'digit.pressed').map(({ digit }) => digit)).toEqual(['7', '7'])
  })

  test('a phone that sends nothing for too long has failed; one on hold has not', async () => {
    const rig = await createBoardRig({ silentAfterMs: 5_000 })
    const { leg, agent } = await talk(rig)
    says(rig, leg, low)
    says(rig, agent, high)
    await rig.pass(10_000)
    expect([endsOf(rig, leg), endsOf(rig, agent)]).toEqual([[], []])
    rig.phoneMedia.stopPlaying(rig.callOf(leg).party)
    rig.phoneAt('8001').hold(rig.callOf(agent), true)
    await rig.pass(100)
    rig.phoneMedia.stopPlaying(rig.callOf(agent).party)
    await rig.pass(10_000)
    expect([endsOf(rig, leg), endsOf(rig, agent)]).toEqual([['switch failed'], []])
  })

  test('secret digits are handed beside the fact, and stand nowhere else', async () => {
    const rig = await createBoardRig()
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    const asks = {
      sounds: [],
      minDigits: 4,
      maxDigits: 4,
      firstDigitTimeoutMs: 5_000,
      interDigitTimeoutMs: 5_000,
    } as const
    order(rig, { do: 'collect', call, leg, ...asks, terminators: '#', bargeIn: true, secret: true })
    await rig.press(leg, '9753')
    await rig.pass(200)
    expect(rig.beside).toEqual(['9753'])
    expect(JSON.stringify(rig.told)).not.toContain('9753')
  })

  test('a recording is written, named in its fact, and as long as it says', async () => {
    const rig = await createBoardRig()
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    says(rig, leg, low)
    order(rig, { do: 'record', call, leg, maxMs: 2_000, silenceMs: 0, terminators: '' })
    await rig.pass(3_000)
    const [recorded] = told(rig, 'recording.finished')
    expect([recorded?.lengthMs, recorded?.because]).toEqual([2_000, 'length'])
    expect(rig.files.get(recorded?.recording ?? '')?.length).toBeGreaterThan(16_000)
  })

  test('a sound that is not there fails the command, at once or later, and the call goes on', async () => {
    const missing = new Error('no such prompt')
    const sounds = [
      () => Promise.reject(missing),
      () => {
        throw missing
      },
    ]
    const rig = await createBoardRig({
      sounds: { find: () => (sounds.shift() as () => Promise<readonly Int16Array[]>)() },
    })
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    for (let n = 0; n < 2; n += 1) {
      order(rig, { do: 'play', call, leg, sounds: [{ sound: 'tone', tone: 'none' }], loop: false })
      await rig.pass(100)
    }
    expect(told(rig, 'command.failed').map(({ because }) => because)).toEqual(['no-sound', 'no-sound'])
    expect(rig.notices.length).toBe(2)
    expect(endsOf(rig, leg)).toEqual([])
  })
})
