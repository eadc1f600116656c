/** Calls the flows without a phone: `npm test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, queue, voicemail } from 'callweave/testing'
import center from './center.ts'

const day = () => call(center, 'day')

test('0 reaches group A, from the first menu and from every other', () => {
  day().hears('welcome').hears('main-menu').press('0').reaches(queue('service'))
  day().press('2').hears('prices').press('0').reaches(queue('service'))
})

test('8 reaches group B', () => {
  day().press('8').reaches(queue('follow-up'))
})

test('information, and star goes back', () => {
  day().press('1').hears('opening-hours').press('*').hears('main-menu')
})

test('an order is looked up', () => {
  day()
    .press('3')
    .hears('order-number')
    .press('123456#')
    .lookupReturns('packing')
    .hears('order-packing')
    .ended('self-served')
  day().press('3').press('123456#').lookupFails().reaches(queue('service'))
})

test('who presses nothing is asked twice, then gets an agent', () => {
  day().staysSilent().hears('main-again').staysSilent().hears('main-menu').staysSilent().reaches(queue('service'))
})

test('who waits may keep the place and be called back', () => {
  day().press('0').reaches(queue('service')).press('1').hears('promised')
})

test('group A leaves an open case: group B calls back, and the caller is asked', () => {
  const served = () => day().press('0').returns('served')
  const open = served().lookupReturns('open').hears('satisfied')
  assert.ok(open.events.some((event) => event.type === 'step.entered' && event.step === 'call-later'))
  const closed = served().lookupReturns('closed').hears('satisfied')
  assert.ok(!closed.events.some((event) => event.type === 'step.entered' && event.step === 'call-later'))
})

test('nobody free: a message for group B', () => {
  day().press('0').returns('nobody').hears('nobody-free').reaches(voicemail('follow-up')).speaks().ended('left-message')
})

test('at night a message is all there is, in Chinese on the Chinese line', () => {
  call(center, 'night').hears('closed').reaches(voicemail('follow-up'))
  call(center, 'chinese-night').hears('closed').speaks().ended('left-message')
})

test('satisfaction is asked after the call', () => {
  day().press('0').returns('served').hears('satisfied').press('1').ended('served')
})
