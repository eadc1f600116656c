import { describe, expect, test } from 'vitest'
import { call } from './call.js'
import { sample } from './sample.js'
import { queue, step, voicemail } from './targets.js'

describe('I7 sample flow', () => {
  test('I7 greeting, main menu, 0 reaches agent group A', () => {
    call(sample, 'day').hears('welcome').hears('main-menu').press('0').reaches(queue('service'))
  })
  test('I7 1..X information and * back', () => {
    call(sample, 'day')
      .press('1')
      .hears('address')
      .press('*')
      .hears('main-menu')
      .press('8')
      .reaches(queue('complaints'))
  })
  test('I7 nobody free: the caller leaves a message', () => {
    const script = call(sample, 'day').press('0').returns('nobody').hears('leave-message').reaches(voicemail('service'))
    script.speaks(12_000).ended('left-message')
    expect(script.events.find((event) => event.type === 'message.left')).toMatchObject({
      box: 'service',
      lengthMs: 12_000,
    })
  })
  test('I7 a caller who hangs up while speaking has left a message', () => {
    call(sample, 'day').press('8').returns('nobody').reaches(voicemail('service')).hangsUp().ended('left-message')
  })
})

describe('I1 steps', () => {
  test('I1 menu: no input climbs the ladder, 1st, 2nd prompt, then the edge', () => {
    call(sample, 'day')
      .hears('main-menu')
      .staysSilent()
      .hears('main-again')
      .staysSilent()
      .hears('main-menu')
      .staysSilent()
      .reaches(queue('service'))
  })
  test('I1 menu: no match has a ladder of its own', () => {
    call(sample, 'day').hears('main-menu').press('7').hears('main-again').press('7').reaches(queue('service'))
  })
  test('I1 menu: 0 is inherited where the menu does not say', () => {
    call(sample, 'day').press('1').hears('address').press('0').reaches(step('agent'))
  })
  test('I1 collect and lookup: the answer is read out', () => {
    const script = call(sample, 'day').press('2').hears('account').press('12345678').says('You owe 78 by friday')
    expect(script.variables()).toEqual({ account: '12345678', 'balance.amount': '78', 'balance.due': 'friday' })
  })
  test('I1 collect: too few digits are no match', () => {
    call(sample, 'day').press('2').press('123#').hears('main-menu')
  })
  test('I3 lookup: an error takes its edge', () => {
    call(sample, 'day').press('2').press('1234#').lookupFails().hears('no-balance').reaches(queue('service'))
  })
  test('A6 queue: the caller leaves by key', () => {
    call(sample, 'day').press('0').press('1').hears('leave-message')
  })
  test('I5 survey: saved with the agent, a question without an answer too', () => {
    const happy = call(sample, 'day').press('0').returns('served').hears('rate').press('1').ended('served')
    expect(happy.events.find((event) => event.type === 'survey.answered')).toMatchObject({
      question: 'satisfied',
      answer: 'yes',
    })
    const mute = call(sample, 'day').press('0').returns('served').staysSilent().staysSilent().ended('served')
    expect(mute.events.find((event) => event.type === 'survey.answered')).toMatchObject({ answer: 'no-answer' })
  })
  test('I1 a queue outcome without an edge ends the call', () => {
    call(sample, 'direct').returns('full').ended('refused')
    call(sample, 'direct').returns('served').ended('served')
  })
  test('I1 a caller who hangs up has served himself when he chose something', () => {
    call(sample, 'day').press('1').hangsUp().ended('self-served')
    call(sample, 'day').hangsUp().ended('abandoned')
  })
})

describe('I2 hours, number, tag and language choose the way', () => {
  test('I2 closed by the hour, the weekend and a holiday', () => {
    for (const at of ['2026-10-05T17:30:00+08:00', '2026-10-04T12:00:00+08:00', '2026-10-01T12:00:00+08:00']) {
      call(sample, 'front', { at }).hears('closed').ended('refused')
    }
  })
  test('I2 open: dialed number, language, tag', () => {
    const at = '2026-10-05T17:29:59+08:00'
    call(sample, 'front', { at }).hears('welcome')
    const chinese = call(sample, 'front', { at, dialed: '4008009999' }).hears('welcome')
    expect(chinese.events.some((event) => event.type === 'language.chosen')).toBe(true)
    call(sample, 'front', { at, dialed: '4008009999', tags: ['vip'] }).reaches(queue('service'))
  })
})

test('I6 what does not come true says where the call stands, what was heard and what was expected', () => {
  expect(() => call(sample, 'day').hears('closed')).toThrow(
    "flow 'day': the call stands at step 'main' and waits for a key; heard so far: 'welcome', 'main-menu'; expected to hear 'closed'",
  )
  expect(() => call(sample, 'day').press('0').ended()).toThrow("waits in queue 'service'")
  // @ts-expect-error there is no such prompt
  expect(() => call(sample, 'day').hears('welcom')).toThrow()
  // @ts-expect-error there is no such flow
  expect(() => call(sample, 'dya')).toThrow()
})

test('I6 a whole definition can be called, with its names', () => {
  const center: { sections: typeof sample; names?: { flow: 'day' | 'direct'; prompt: 'welcome' } } = {
    sections: sample,
  }
  call(center, 'direct').reaches(queue('service'))
  call(center, 'day').hears('welcome')
  // @ts-expect-error there is no such flow
  expect(() => call(center, 'dya')).toThrow()
  // @ts-expect-error there is no such prompt
  expect(() => call(center, 'day').hears('welcom')).toThrow()
})

test('I6 the kit runs thousands of paths a second', () => {
  for (let i = 0; i < 500; i += 1) call(sample, 'day').press('1').press('*').press('8').reaches(queue('complaints'))
})
