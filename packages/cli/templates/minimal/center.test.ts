/** Calls the flows without a phone: `npm test`. */
import { test } from 'node:test'
import { call, queue } from 'callweave/testing'
import center from './center.ts'

test('a caller is greeted and waits for an agent', () => {
  call(center, 'day').hears('welcome').reaches(queue('service')).returns('served').ended('served')
})

test('at night the caller is told when we are here', () => {
  call(center, 'night').hears('closed').ended('refused')
})
