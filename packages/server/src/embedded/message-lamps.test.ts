import { callId, type EventOf } from '@callweave/core'
import { expect, test } from 'vitest'
import { createMessageLamps } from './message-lamps.js'

test('the lamp of an agent is lit by what lies in the box of the agent: at the start, and with each message', () => {
  const told: string[] = []
  const agents = { ana: { extension: '8001' }, ben: { extension: '8002' } }
  const lamps = createMessageLamps(
    { agents },
    (extension, { fresh, heard }) => void told.push(`${extension} ${fresh}/${heard}`),
  )
  const boxes = new Map([
    ['ana', 2],
    ['service', 5],
  ])
  const left = (box: string): EventOf<'message.left'> => {
    boxes.set(box, (boxes.get(box) ?? 0) + 1)
    return { seq: 1, atMs: 1, type: 'message.left', call: callId(1), box, recording: 'a.wav', lengthMs: 1_500 }
  }
  // Before the center runs: what a start closes.
  lamps.written(left('ana'))
  expect(told).toEqual([])
  lamps.show(boxes)
  lamps.written(left('ben'))
  lamps.written(left('service'))
  lamps.written(left('ana'))
  expect(told).toEqual(['8001 3/0', '8002 1/0', '8001 4/0'])
})
