/** Cases of the switch contract: sounds, keys and recordings. */
import { promised, same } from './contract.js'
import { at, collect, collected, hears, hello, longMs, orders, record, tells } from './switch-orders.js'
import type { SwitchRig } from './switch-rig.js'

export const soundCases: Readonly<Record<string, (rig: SwitchRig) => Promise<void>>> = {
  'answer is told once': async (rig) => {
    const { call, leg } = await rig.arrive()
    orders(rig, { do: 'answer', call, leg })
    await rig.pass(50)
    orders(rig, { do: 'answer', call, leg })
    await rig.pass(50)
    same(tells(rig, 'leg.answered', leg).length, 1, 'answered once')
  },
  'a sound before the answer ends as any other, and answers nothing': async (rig) => {
    const { call, leg } = await rig.arrive()
    orders(rig, { do: 'ring', call, leg, sounds: [] })
    await rig.pass(200)
    const command = orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(rig.helloMs + 500)
    same(
      tells(rig, 'prompt.finished', leg).map((fact) => fact.command),
      [command],
      'once',
    )
    orders(rig, { do: 'ring', call, leg, sounds: [] })
    await rig.pass(rig.helloMs + 500)
    same([tells(rig, 'prompt.finished', leg).length, tells(rig, 'leg.answered', leg).length], [1, 0], 'ringing goes on')
    orders(rig, { do: 'answer', call, leg })
    await rig.pass(100)
    same(tells(rig, 'leg.answered', leg).length, 1, 'and then the answer')
  },
  'a sound ends in one prompt.finished that carries its command': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(longMs)
    const told = tells(rig, 'prompt.finished', leg)
    const [answered] = tells(rig, 'leg.answered', leg)
    // `hears` lets 50 ms pass between the two.
    promised((told[0]?.atMs ?? 0) - (answered?.atMs ?? 0) >= rig.helloMs, 'not before its length')
    same(
      told.map((fact) => fact.command),
      [command],
      'once',
    )
  },
  'a sound that is looped, stopped or replaced does not finish': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: true })
    await rig.pass(rig.helloMs * 3)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(10)
    const last = orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    await rig.pass(longMs)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    orders(rig, { do: 'stop', call, leg })
    await rig.pass(longMs)
    same(
      tells(rig, 'prompt.finished', leg).map((fact) => fact.command),
      [last],
      'the one that was left to its end',
    )
  },
  'collect ends when it has all digits': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg, maxDigits: 3 })
    await rig.press(leg, '1')
    await rig.pass(20)
    await rig.press(leg, '2*')
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: '12*', because: 'complete' }], 'once, with the digits')
  },
  'collect ends at a terminator, which is no part of the input': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg, maxDigits: 8 })
    await rig.press(leg, '12#')
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: '12', because: 'terminator' }], 'once, without the #')
  },
  'collect ends when no digit comes, counted from the end of the sounds': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg })
    await rig.pass(rig.helloMs + collect.firstDigitTimeoutMs - 50)
    same(collected(rig, leg), [], 'not yet')
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: '', because: 'first-digit-timeout' }], 'once, empty')
  },
  'collect ends when the next digit does not come': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg })
    await rig.press(leg, '4')
    await rig.pass(collect.interDigitTimeoutMs - 50)
    await rig.press(leg, '5')
    await rig.pass(collect.interDigitTimeoutMs - 50)
    same(collected(rig, leg), [], 'each digit starts the time anew')
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: '45', because: 'inter-digit-timeout' }], 'once, what there is')
  },
  'collect ends when the caller hangs up': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg })
    await rig.press(leg, '4')
    await rig.putDown(leg)
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: '4', because: 'hung-up' }], 'once')
    promised(at(rig, 'digits.collected') < at(rig, 'leg.ended'), "before the leg's end")
  },
  'secret digits stand in no event': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...collect, call, leg, maxDigits: 4, secret: true })
    await rig.press(leg, '9753')
    await rig.pass(longMs)
    same(collected(rig, leg), [{ command, digits: 'xxxx', because: 'complete' }], 'an x for each')
    promised(!JSON.stringify(rig.told).includes('9753'), 'nowhere')
  },
  'digits that nobody collects are told one by one': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: true })
    await rig.press(leg, '1')
    await rig.pass(20)
    await rig.press(leg, '#')
    await rig.pass(20)
    same(
      tells(rig, 'digit.pressed', leg).map((fact) => fact.digit),
      ['1', '#'],
      'each',
    )
  },
  'a recording ends at its length': async (rig) => {
    const { call, leg } = await hears(rig)
    const command = orders(rig, { ...record, call, leg })
    await rig.pass(longMs)
    const told = tells(rig, 'recording.finished', leg)
    same(
      told.map((fact) => ({ command: fact.command, because: fact.because })),
      [{ command, because: 'length' }],
      'once',
    )
    promised(Math.abs((told[0]?.lengthMs ?? 0) - record.maxMs) <= 100, 'as long as it may be')
  },
  'a recording ends at a terminator': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { ...record, call, leg })
    await rig.pass(500)
    await rig.press(leg, '#')
    await rig.pass(longMs)
    same(
      tells(rig, 'recording.finished', leg).map((fact) => fact.because),
      ['terminator'],
      'once',
    )
    same(tells(rig, 'digit.pressed', leg).length, 0, 'the key has done its work')
  },
  'a recording ends with the leg, and is told before it': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { ...record, call, leg })
    await rig.pass(500)
    await rig.putDown(leg)
    await rig.pass(longMs)
    same(
      tells(rig, 'recording.finished', leg).map((fact) => fact.because),
      ['hung-up'],
      'once',
    )
    promised(at(rig, 'recording.finished') < at(rig, 'leg.ended'), "before the leg's end")
  },
  'a recording that another order stops is told then, not when the leg ends': async (rig) => {
    const { call, leg } = await hears(rig)
    orders(rig, { ...record, call, leg })
    await rig.pass(500)
    orders(rig, { do: 'play', call, leg, sounds: [hello], loop: false })
    // On sockets the media's thread tells it, a moment later.
    await rig.pass(500)
    const [told] = tells(rig, 'recording.finished', leg)
    const lengthMs = told?.lengthMs ?? 0
    promised(lengthMs > 0 && lengthMs < record.maxMs, 'what was said until then')
    await rig.putDown(leg)
    await rig.pass(longMs)
    same(tells(rig, 'recording.finished', leg).length, 1, 'once')
  },
}
