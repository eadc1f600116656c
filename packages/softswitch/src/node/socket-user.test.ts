import { expect, test } from 'vitest'
import { createBoardRig } from '../../test/board-rig.js'
import { memoryFlow } from '../../test/memory-network.js'
import { requestOf } from '../../test/requests.js'
import type { Softswitch } from '../softswitch.js'
import { socketUserOf } from './socket-user.js'

test('before there is a switch all is read and nothing done; then it is asked, and told', async () => {
  const rate = { perSecond: 10, burst: 20 }
  const rates = { known: rate, others: rate, answered: 2, retryAfterSeconds: 5, sources: 100 }
  const rig = await createBoardRig({ settings: { guard: { rates } } })
  let board: Softswitch | null = null
  const { onMessage, admit, onClosed } = socketUserOf(() => board)
  const from = memoryFlow('10.70.0.1')
  const flood = (): number => {
    let read = 0
    for (let n = 0; n < 100; n += 1) {
      if (!admit(from, 'request')) continue
      read += 1
      onMessage(requestOf('OPTIONS', { callId: `f${n}` }), from)
    }
    return read
  }
  expect(flood()).toBe(100)
  onClosed(from)
  board = rig.switch
  expect(flood()).toBe(22)
  expect(admit(memoryFlow('10.70.0.2'), 'request')).toBe(true)
  rig.phone('8001', 'never-answers')
  await rig.pass(100)
  expect(rig.switch.phones.registrations()).toHaveLength(1)
  onClosed(rig.phoneAt('8001').at)
  expect(rig.switch.phones.registrations()).toEqual([])
  await rig.close()
})
