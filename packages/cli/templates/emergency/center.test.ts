/** Calls the flows without a phone: `npm test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, queue } from 'callweave/testing'
import center from './center.ts'

test('nothing stands between an emergency call and a call taker', () => {
  const caller = call(center, 'emergency').reaches(queue('emergency'))
  assert.equal(caller.tookMs, 0)
})

test('the office is answered by the office', () => {
  call(center, 'administration').hears('not-an-emergency').reaches(queue('administration'))
})

test('no emergency call is refused or sent away by time', () => {
  const { maxWaitMs, mostWaiting, refuseWhen, leaveWhen } = center.sections.queues.emergency ?? {}
  assert.deepEqual(
    { maxWaitMs, mostWaiting, refuseWhen, leaveWhen },
    { maxWaitMs: undefined, mostWaiting: undefined, refuseWhen: false, leaveWhen: false },
  )
})
