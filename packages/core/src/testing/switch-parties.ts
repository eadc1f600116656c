/** Cases of the switch contract: phones that begin calls, more than two parties, taps, and transfers that are asked for. */
import { same } from './contract.js'
import { ends, hello, longMs, orders, originates, talks, tells } from './switch-orders.js'
import type { SwitchRig } from './switch-rig.js'

/** A caller and two phones of ours in one conference. */
const threeTalk = async (rig: SwitchRig) => {
  const { call, leg, agent } = await talks(rig)
  rig.phone('8002', { answersAfterMs: 100 })
  const third = originates(rig, call, '8002')
  await rig.pass(500)
  for (const party of [leg, agent, third]) orders(rig, { do: 'conference', call, leg: party })
  await rig.pass(500)
  return { call, leg, agent, third }
}

/** A caller and an agent talk; a supervisor's phone is in a call of its own. */
const supervised = async (rig: SwitchRig) => {
  const talk = await talks(rig)
  rig.phone('8900', 'never-answers')
  const own = await rig.dials('8900', '*81')
  orders(rig, { do: 'answer', ...own })
  await rig.pass(100)
  return { ...talk, own }
}

export const partyCases: Readonly<Record<string, (rig: SwitchRig) => Promise<void>>> = {
  'unbridge is told once, and both legs stay up': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    orders(rig, { do: 'unbridge', call, leg })
    orders(rig, { do: 'unbridge', call, leg })
    await rig.pass(500)
    same(tells(rig, 'legs.unbridged').length, 1, 'once for both')
    same([ends(rig, leg), ends(rig, agent)], [[], []], 'up')
    const command = orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(longMs)
    same(
      tells(rig, 'prompt.finished', leg).map((fact) => fact.command),
      [command],
      'and hears what is played',
    )
    orders(rig, { do: 'bridge', call, leg, peer: agent })
    await rig.pass(500)
    same(tells(rig, 'legs.bridged').length, 2, 'they talk again')
  },
  'a bridge takes a leg out of the bridge that it was in': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    rig.phone('8002', { answersAfterMs: 100 })
    const other = originates(rig, call, '8002')
    await rig.pass(500)
    orders(rig, { do: 'bridge', call, leg, peer: other })
    await rig.pass(500)
    same(
      rig.told.flatMap(({ type }) => (type === 'legs.bridged' || type === 'legs.unbridged' ? [type] : [])),
      ['legs.bridged', 'legs.unbridged', 'legs.bridged'],
      'first out of the one, then into the other',
    )
    same([ends(rig, leg), ends(rig, agent), ends(rig, other)], [[], [], []], 'all are up')
  },
  'a conference of three: each joins once, one leaves and two go on': async (rig) => {
    const { call, leg, agent, third } = await threeTalk(rig)
    orders(rig, { do: 'conference', call, leg: third })
    await rig.pass(500)
    const joined = (): number[] => tells(rig, 'conference.joined').map((fact) => fact.leg)
    same(joined(), [leg, agent, third], 'each once, in order')
    orders(rig, { do: 'unbridge', call, leg: agent })
    orders(rig, { do: 'unbridge', call, leg: agent })
    await rig.pass(500)
    same(
      tells(rig, 'conference.left').map((fact) => fact.leg),
      [agent],
      'who leaves, once',
    )
    await rig.putDown(third)
    await rig.pass(500)
    same(tells(rig, 'conference.left').length, 1, 'a hang-up is told as the end of the leg')
    same([ends(rig, leg), ends(rig, agent), ends(rig, third).length], [[], [], 1], 'the others are up')
  },
  'out of a conference into a bridge': async (rig) => {
    const { call, leg, agent, third } = await threeTalk(rig)
    orders(rig, { do: 'bridge', call, leg, peer: third })
    await rig.pass(500)
    same(
      tells(rig, 'conference.left').map((fact) => fact.leg),
      [leg, third],
      'both have left',
    )
    same(ends(rig, agent), [], 'the one who is left is up')
    same(tells(rig, 'legs.bridged').length, 2, 'and the two are told once')
  },
  'a tap is told once, changes its manner, and ends with its target': async (rig) => {
    const { leg, agent, own } = await supervised(rig)
    orders(rig, { do: 'tap', ...own, onto: agent, mode: 'monitor' })
    await rig.pass(500)
    orders(rig, { do: 'tap', ...own, onto: agent, mode: 'whisper' })
    await rig.pass(500)
    same(
      tells(rig, 'leg.tapped').map((fact) => [fact.leg, fact.onto, fact.mode]),
      [
        [own.leg, agent, 'monitor'],
        [own.leg, agent, 'whisper'],
      ],
      'once for each order',
    )
    same(tells(rig, 'leg.untapped').length, 0, 'one tap all the while')
    await rig.putDown(agent)
    await rig.pass(500)
    same(
      tells(rig, 'leg.untapped').map((fact) => fact.leg),
      [own.leg],
      'over with its target',
    )
    same([ends(rig, own.leg), ends(rig, leg)], [[], []], 'the supervisor and the caller are up')
  },
  'a tap that is taken back leaves the conversation alone': async (rig) => {
    const { leg, agent, own } = await supervised(rig)
    orders(rig, { do: 'tap', ...own, onto: agent, mode: 'barge-in' })
    await rig.pass(500)
    orders(rig, { do: 'unbridge', ...own })
    await rig.pass(500)
    same(tells(rig, 'leg.untapped').length, 1, 'once')
    await rig.putDown(own.leg)
    await rig.pass(500)
    same(tells(rig, 'leg.untapped').length, 1, 'and not again')
    same(tells(rig, 'legs.unbridged').length, 0, 'the two talk on')
    same([ends(rig, leg), ends(rig, agent)], [[], []], 'and are up')
  },
  'orders about parties to a leg that has ended are harmless': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    const before = tells(rig, 'leg.ended').length
    await rig.putDown(agent)
    await rig.pass(500)
    const seen = rig.told.length
    orders(rig, { do: 'unbridge', call, leg: agent })
    orders(rig, { do: 'conference', call, leg: agent })
    orders(rig, { do: 'tap', call, leg: agent, onto: leg, mode: 'monitor' })
    orders(rig, { do: 'tap', call, leg, onto: agent, mode: 'monitor' })
    orders(rig, { do: 'send-digits', call, leg: agent, digits: '1' })
    orders(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'refused' })
    await rig.pass(longMs)
    same(
      rig.told.slice(seen).filter(({ type }) => type !== 'command.failed'),
      [],
      'nothing but that the commands failed',
    )
    same([before, ends(rig, leg)], [0, []], 'and the other leg is up')
  },
  'a phone that dials is told once, and is answered like a caller': async (rig) => {
    rig.phone('8001', 'never-answers')
    rig.phone('8002', { answersAfterMs: 300 })
    const { call, leg } = await rig.dials('8001', '8002')
    same(
      tells(rig, 'leg.dialed').map((fact) => [fact.leg, fact.extension, fact.dialed]),
      [[leg, '8001', '8002']],
      'who, and what',
    )
    const peer = originates(rig, call, '8002')
    await rig.pass(500)
    same(tells(rig, 'leg.answered', leg).length, 0, 'not answered by itself')
    orders(rig, { do: 'answer', call, leg })
    orders(rig, { do: 'bridge', call, leg, peer })
    await rig.pass(500)
    same([tells(rig, 'leg.answered', leg).length, tells(rig, 'legs.bridged').length], [1, 1], 'they talk')
    const back = originates(rig, call, '8001')
    await rig.pass(500)
    same(ends(rig, back), ['switch busy'], 'the phone is busy meanwhile')
    await rig.putDown(leg)
    await rig.pass(500)
    same([ends(rig, leg).length, ends(rig, peer)], [1, []], 'its end is told')
  },
  'a phone that is refused hears of it': async (rig) => {
    rig.phone('8001', 'never-answers')
    const { call, leg } = await rig.dials('8001', '0900')
    orders(rig, { do: 'hang-up', call, leg, cause: 'rejected' })
    await rig.pass(500)
    same(ends(rig, leg), ['center rejected'], 'once')
  },
  'a hold at the phone is told once, and so is its end': async (rig) => {
    const { agent } = await talks(rig)
    await rig.holds(agent, true)
    await rig.pass(500)
    same([tells(rig, 'leg.held', agent).length, tells(rig, 'leg.retrieved', agent).length], [1, 0], 'held')
    await rig.holds(agent, false)
    await rig.pass(500)
    same([tells(rig, 'leg.held', agent).length, tells(rig, 'leg.retrieved', agent).length], [1, 1], 'talking again')
  },
  'a transfer that is asked for is told once; refused, the talk goes on': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    await rig.asksTransfer(agent, { toward: '8002' })
    await rig.pass(100)
    same(
      tells(rig, 'transfer.asked').map((fact) => [fact.leg, fact.toward, fact.consulted]),
      [[agent, '8002', null]],
      'where to',
    )
    orders(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'refused' })
    await rig.pass(500)
    same([ends(rig, agent), ends(rig, leg), tells(rig, 'legs.unbridged').length], [[], [], 0], 'nothing has changed')
  },
  'a transfer that is done: the phone is out, the other party stays': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    await rig.asksTransfer(agent, { toward: '8002' })
    await rig.pass(100)
    orders(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'done' })
    orders(rig, { do: 'hang-up', call, leg: agent, cause: 'normal' })
    await rig.pass(500)
    same([ends(rig, agent).length, ends(rig, leg)], [1, []], 'one end, once')
  },
  'a transfer to whom the phone talks on another leg joins the two calls': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    await rig.holds(agent, true)
    await rig.pass(100)
    rig.phone('8002', { answersAfterMs: 100 })
    const second = await rig.dials('8001', '8002')
    const other = originates(rig, second.call, '8002')
    await rig.pass(500)
    orders(rig, { do: 'answer', ...second })
    orders(rig, { do: 'bridge', ...second, peer: other })
    await rig.pass(500)
    await rig.asksTransfer(agent, { consulted: second.leg })
    await rig.pass(100)
    same(
      tells(rig, 'transfer.asked').map((fact) => [fact.leg, fact.toward, fact.consulted]),
      [[agent, '', second.leg]],
      'which leg',
    )
    orders(rig, { do: 'bridge', call, leg, peer: other })
    orders(rig, { do: 'answer-transfer', call, leg: agent, outcome: 'done' })
    orders(rig, { do: 'hang-up', call, leg: agent, cause: 'normal' })
    orders(rig, { do: 'hang-up', ...second, cause: 'normal' })
    await rig.pass(500)
    same([ends(rig, agent).length, ends(rig, second.leg).length], [1, 1], 'the phone is out of both')
    same([ends(rig, leg), ends(rig, other)], [[], []], 'the two talk')
    await rig.putDown(other)
    await rig.pass(500)
    same(
      tells(rig, 'leg.ended', other).map((fact) => fact.call),
      [call],
      'in the call that the order named',
    )
  },
}
