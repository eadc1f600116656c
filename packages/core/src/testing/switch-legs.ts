/** Cases of the switch contract: legs that ring, talk and end. */
import { promised, same } from './contract.js'
import { at, collect, ends, hears, hello, longMs, orders, originates, record, talks, tells } from './switch-orders.js'
import type { SwitchRig } from './switch-rig.js'

export const legCases: Readonly<Record<string, (rig: SwitchRig) => Promise<void>>> = {
  'originate: rings, then answered': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8001', { answersAfterMs: 300 })
    const leg = originates(rig, call, '8001')
    await rig.pass(longMs)
    promised(at(rig, 'leg.ringing') < at(rig, 'leg.answered'), 'it rings first')
    same([tells(rig, 'leg.ringing', leg).length, tells(rig, 'leg.answered', leg).length], [1, 1], 'answered once')
    same(tells(rig, 'leg.ended', leg).length, 0, 'and up')
  },
  'originate: nobody answers': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8001', 'never-answers')
    const leg = originates(rig, call, '8001', 2_000)
    await rig.pass(1_900)
    same(ends(rig, leg), [], 'rings on')
    await rig.pass(longMs)
    same(ends(rig, leg), ['switch no-answer'], 'once')
  },
  'originate: rejected': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8001', 'rejects')
    const leg = originates(rig, call, '8001')
    await rig.pass(longMs)
    same(ends(rig, leg), ['agent rejected'], 'once')
  },
  'originate: busy, and whoever speaks there is not disturbed': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8001', { answersAfterMs: 100 })
    const first = originates(rig, call, '8001')
    await rig.pass(500)
    const second = originates(rig, call, '8001')
    await rig.pass(longMs)
    same([ends(rig, first), ends(rig, second)], [[], ['switch busy']], 'the second hears busy')
    orders(rig, { do: 'hang-up', call, leg: first, cause: 'normal' })
    await rig.pass(100)
    const third = originates(rig, call, '8001')
    await rig.pass(500)
    same(tells(rig, 'leg.answered', third).length, 1, 'free again')
  },
  'originate: an extension that is not there, and one that is cut off': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8002', 'cut-off')
    const nowhere = originates(rig, call, '8999')
    const dead = originates(rig, call, '8002')
    await rig.pass(longMs)
    same([ends(rig, nowhere), ends(rig, dead)], [['switch unreachable'], ['switch unreachable']], 'told, once each')
  },
  'a phone that was rung in vain and is back is told, once, and rings again': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8002', 'cut-off')
    originates(rig, call, '8002')
    await rig.pass(longMs)
    const before = rig.told.length
    rig.phone('8002', { answersAfterMs: 0 })
    await rig.pass(longMs)
    const registered = rig.told.slice(before).filter(({ type }) => type === 'phone.registered')
    same(
      registered.map((fact) => (fact.type === 'phone.registered' ? fact.extension : '')),
      ['8002'],
      'told once',
    )
    const leg = originates(rig, call, '8002')
    await rig.pass(500)
    same(tells(rig, 'leg.answered', leg).length, 1, 'and there')
  },
  'originate: taken back while it rings': async (rig) => {
    const { call } = await rig.arrive()
    rig.phone('8001', { answersAfterMs: 5_000 })
    const leg = originates(rig, call, '8001')
    await rig.pass(500)
    orders(rig, { do: 'hang-up', call, leg, cause: 'cancelled' })
    await rig.pass(longMs)
    same(ends(rig, leg), ['center cancelled'], 'once')
    same(tells(rig, 'leg.answered', leg).length, 0, 'nobody answers it any more')
  },
  'bridge is told once, and one hang-up leaves the other leg up': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    same(tells(rig, 'legs.bridged').length, 1, 'once for both legs')
    await rig.putDown(agent)
    await rig.pass(500)
    same([ends(rig, agent), ends(rig, leg)], [['agent normal'], []], 'the caller is still there')
    const command = orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(longMs)
    same(
      tells(rig, 'prompt.finished', leg).map((fact) => fact.command),
      [command],
      'and hears',
    )
  },
  'a bridge stops the music': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    rig.phone('8001', { answersAfterMs: 0 })
    const peer = originates(rig, call, '8001')
    await rig.pass(20)
    orders(rig, { do: 'bridge', call, leg, peer })
    await rig.pass(longMs)
    same(tells(rig, 'prompt.finished', leg).length, 0, 'it does not finish')
  },
  'hold and retrieve are told once each': async (rig) => {
    const { call, leg } = await talks(rig)
    orders(rig, { do: 'hold', call, leg })
    await rig.pass(500)
    same([tells(rig, 'leg.held', leg).length, tells(rig, 'leg.retrieved', leg).length], [1, 0], 'held')
    orders(rig, { do: 'retrieve', call, leg })
    await rig.pass(500)
    same([tells(rig, 'leg.held', leg).length, tells(rig, 'leg.retrieved', leg).length], [1, 1], 'talking again')
  },
  'a hang-up is told once, by whoever did it': async (rig) => {
    const ours = await hears(rig)
    orders(rig, { do: 'hang-up', ...ours, cause: 'normal' })
    orders(rig, { do: 'hang-up', ...ours, cause: 'normal' })
    const theirs = await hears(rig)
    await rig.putDown(theirs.leg)
    orders(rig, { do: 'hang-up', ...theirs, cause: 'normal' })
    await rig.pass(longMs)
    same([ends(rig, ours.leg), ends(rig, theirs.leg)], [['center normal'], ['caller normal']], 'once each')
  },
  'a caller who is refused: its end has the cause of the order': async (rig) => {
    const causes = ['unknown-number', 'not-allowed', 'blocked', 'unavailable', 'congested', 'unreachable'] as const
    for (const cause of causes) {
      const arrived = await rig.arrive()
      orders(rig, { do: 'hang-up', ...arrived, cause })
      await rig.pass(500)
      same(ends(rig, arrived.leg), [`center ${cause}`], 'once')
    }
  },
  'orders to a leg that has ended, or never was, are harmless': async (rig) => {
    const { call, leg, agent } = await talks(rig)
    await rig.putDown(leg)
    await rig.putDown(agent)
    await rig.pass(500)
    const before = rig.told.length
    const never = rig.nextLeg()
    for (const to of [leg, agent, never]) {
      orders(rig, { do: 'answer', call, leg: to })
      orders(rig, { do: 'play', call, leg: to, sounds: [hello], loop: false })
      orders(rig, { ...collect, call, leg: to })
      orders(rig, { ...record, call, leg: to })
      orders(rig, { do: 'stop', call, leg: to })
      orders(rig, { do: 'hold', call, leg: to })
      orders(rig, { do: 'retrieve', call, leg: to })
      orders(rig, { do: 'bridge', call, leg: to, peer: agent })
      orders(rig, { do: 'hang-up', call, leg: to, cause: 'normal' })
    }
    await rig.pass(longMs)
    const after = rig.told.slice(before).filter(({ type }) => type !== 'command.failed')
    same(after, [], 'nothing but that the commands failed')
  },
  'a leg that ends takes its appointments with it': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.putDown(leg)
    rig.phone('8001', 'never-answers')
    const ringing = originates(rig, call, '8001', 2_000)
    await rig.pass(100)
    orders(rig, { do: 'hang-up', call, leg: ringing, cause: 'cancelled' })
    await rig.pass(longMs)
    same(tells(rig, 'prompt.finished', leg).length, 0, 'no sound ends on it')
    same(ends(rig, ringing), ['center cancelled'], 'it does not ring out, too')
  },
  'legs says what is up': async (rig) => {
    same(rig.switch.legs(), [], 'nothing at first')
    const { leg, agent } = await talks(rig)
    same(
      [...rig.switch.legs()].sort((a, b) => a.leg - b.leg).map(({ leg: id, state }) => `${id} ${state}`),
      [leg, agent].sort((a, b) => a - b).map((id) => `${id} bridged`),
      'both',
    )
    await rig.putDown(leg)
    await rig.pass(100)
    same(
      rig.switch.legs().map(({ leg: id, state }) => `${id} ${state}`),
      [`${agent} answered`],
      'one',
    )
    await rig.putDown(agent)
    await rig.pass(100)
    same(rig.switch.legs(), [], 'none')
  },
  'facts are numbered without a gap and time never falls': async (rig) => {
    await talks(rig)
    const other = await hears(rig)
    orders(rig, { ...collect, ...other })
    await rig.press(other.leg, '12#')
    await rig.pass(longMs)
    const { told } = rig
    promised(
      told.every(({ seq }, i) => i === 0 || seq === (told[i - 1]?.seq ?? 0) + 1),
      'one after the other',
    )
    promised(
      told.every(({ atMs }, i) => i === 0 || atMs >= (told[i - 1]?.atMs ?? 0)),
      'never back',
    )
  },
}
