/** One call for each way in which calls end, by its name. */
import { order, ring, talk, told } from './acts.js'
import type { BoardRig } from './board-rig.js'

/** Longest that anything of a call is waited for: a BYE that nobody answers (timer F), a 200 that nobody acknowledges. */
export const longestMs = 32_000

const arrives = async (rig: BoardRig) => {
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  return { call, leg }
}

/** Nothing comes from or to the host while this is done; then it is there again. */
const cutOff = async (rig: BoardRig, place: string, while_: () => Promise<void>): Promise<void> => {
  rig.sip.cutOff.add(place)
  await while_()
  rig.sip.cutOff.delete(place)
}

const callerPlace = '10.2.0.1:5060'

export const endings: Readonly<Record<string, (rig: BoardRig) => Promise<void>>> = {
  'given up before the answer': async (rig) => {
    const { leg } = await rig.arrive()
    await rig.putDown(leg)
  },
  'refused by the center': async (rig) => {
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'hang-up', call, leg, cause: 'rejected' })
  },
  'ended by the center': async (rig) => {
    const { call, leg } = await arrives(rig)
    order(rig, { do: 'play', call, leg, sounds: [{ sound: 'music', music: 'waltz' }], loop: true })
    await rig.pass(60)
    order(rig, { do: 'hang-up', call, leg, cause: 'normal' })
  },
  'abandoned while a phone rings: it is cancelled': async (rig) => {
    const { call, leg } = await arrives(rig)
    rig.phone('8001', 'never-answers')
    const agent = ring(rig, call, '8001')
    await rig.pass(60)
    await rig.putDown(leg)
    order(rig, { do: 'hang-up', call, leg: agent, cause: 'normal' })
  },
  'no phone answers in time': async (rig) => {
    const { call, leg } = await arrives(rig)
    rig.phone('8001', 'never-answers')
    ring(rig, call, '8001', { ringTimeoutMs: 1_000 })
    await rig.pass(1_200)
    await rig.putDown(leg)
  },
  'the phone refuses': async (rig) => {
    const { call, leg } = await arrives(rig)
    rig.phone('8001', 'rejects')
    ring(rig, call, '8001')
    await rig.pass(60)
    await rig.putDown(leg)
  },
  'recorded, until the caller goes': async (rig) => {
    const { call, leg } = await arrives(rig)
    order(rig, { do: 'record', call, leg, maxMs: 60_000, silenceMs: 0, terminators: '#' })
    await rig.pass(100)
    await rig.putDown(leg)
  },
  'in the middle of keys': async (rig) => {
    const { call, leg } = await arrives(rig)
    const spans = { firstDigitTimeoutMs: 9_000, interDigitTimeoutMs: 9_000 }
    order(rig, {
      do: 'collect',
      call,
      leg,
      sounds: [],
      minDigits: 1,
      maxDigits: 4,
      ...spans,
      terminators: '#',
      bargeIn: true,
    })
    await rig.press(leg, '1')
    await rig.putDown(leg)
  },
  'held, and put down on hold': async (rig) => {
    const { leg, agent } = await talk(rig)
    rig.holds(agent, true)
    await rig.pass(100)
    await rig.putDown(leg)
    await rig.putDown(agent)
  },
  'a conference of three, one after the other': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.phone('8002', { answersAfterMs: 20 })
    const third = ring(rig, call, '8002')
    await rig.pass(200)
    for (const each of [leg, agent, third]) order(rig, { do: 'conference', call, leg: each })
    await rig.pass(100)
    for (const each of [agent, leg, third]) await rig.putDown(each)
  },
  'monitored, and the monitor stays longest': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.phone('8900', { answersAfterMs: 20 })
    const monitor = ring(rig, call, '8900')
    await rig.pass(200)
    order(rig, { do: 'tap', call, leg: monitor, onto: agent, mode: 'whisper' })
    await rig.pass(100)
    for (const each of [agent, leg, monitor]) await rig.putDown(each)
  },
  'a blind transfer by the phone': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.asksTransfer(agent, { toward: '8002' })
    await rig.pass(100)
    rig.phone('8002', { answersAfterMs: 20 })
    const other = ring(rig, call, '8002')
    await rig.pass(200)
    order(rig, { do: 'bridge', call, leg, peer: other })
    order(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'done' })
    order(rig, { do: 'hang-up', call, leg: agent, cause: 'normal' })
    await rig.pass(100)
    await rig.putDown(leg)
    await rig.putDown(other)
  },
  'a transfer that is refused, and the phone goes': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.asksTransfer(agent, { toward: '8002' })
    await rig.pass(100)
    order(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'refused' })
    await rig.putDown(agent)
    await rig.putDown(leg)
  },
  'an attended transfer': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.holds(agent, true)
    await rig.pass(100)
    rig.phone('8002', { answersAfterMs: 20 })
    const second = await rig.dials('8001', '8002')
    const other = ring(rig, second.call, '8002')
    await rig.pass(200)
    order(rig, { do: 'answer', ...second })
    order(rig, { do: 'bridge', ...second, peer: other })
    await rig.pass(100)
    rig.asksTransfer(agent, { consulted: second.leg })
    await rig.pass(100)
    order(rig, { do: 'bridge', call, leg, peer: other })
    order(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'done' })
    for (const each of [{ call, leg: agent }, second]) order(rig, { do: 'hang-up', ...each, cause: 'normal' })
    await rig.pass(100)
    await rig.putDown(other)
    await rig.putDown(leg)
  },
  'the phone is lost in the middle: nobody answers its BYE': async (rig) => {
    const { call, leg, agent } = await talk(rig)
    rig.phone('8001', 'cut-off')
    await rig.putDown(leg)
    order(rig, { do: 'hang-up', call, leg: agent, cause: 'normal' })
    await rig.pass(longestMs + 2_000)
    await rig.putDown(agent)
    rig.phone('8001', 'never-answers')
  },
  'the phone is lost before it is rung': async (rig) => {
    const { call, leg } = await arrives(rig)
    rig.phone('8001', 'never-answers')
    rig.phone('8001', 'cut-off')
    ring(rig, call, '8001')
    await rig.pass(longestMs + 2_000)
    rig.phone('8001', 'never-answers')
    await rig.putDown(leg)
  },
  'the ACK is lost for good': async (rig) => {
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'ring', call, leg, sounds: [] })
    await rig.pass(60)
    await cutOff(rig, callerPlace, async () => {
      order(rig, { do: 'answer', call, leg })
      await rig.pass(2 * longestMs + 2_000)
    })
    await rig.putDown(leg)
  },
  'the caller is lost while it rings': async (rig) => {
    const { call, leg } = await rig.arrive()
    order(rig, { do: 'ring', call, leg, sounds: [] })
    await rig.pass(60)
    await cutOff(rig, callerPlace, async () => {
      order(rig, { do: 'hang-up', call, leg, cause: 'rejected' })
      await rig.pass(longestMs + 2_000)
    })
    await rig.putDown(leg)
  },
}

/** As many of each as were told to have come, or been rung, were told to have ended. */
export const legsLeft = (rig: BoardRig): number => {
  const ended = new Set(told(rig, 'leg.ended').map(({ leg }) => leg))
  const begun = [...told(rig, 'leg.arrived'), ...told(rig, 'leg.dialed'), ...told(rig, 'leg.originated')]
  return begun.filter(({ leg }) => !ended.has(leg)).length
}
