import { callId, createEventLog } from '@callweave/core'
import { expect, test } from 'vitest'
import { createBoxes } from './boxes.js'

test('a box has the messages that were left in it, before the last start too', () => {
  const log = createEventLog()
  const boxes = createBoxes()
  log.fold(boxes.folds)
  const message = (seq: number, box: string) =>
    ({
      seq,
      atMs: seq,
      type: 'message.left',
      call: callId(seq),
      box,
      recording: `${seq}.wav`,
      lengthMs: 2_000,
    }) as const
  log.replay(message(1, 'ana'))
  log.replay(message(2, 'service'))
  log.emit['message.left'](message(log.next(), 'ana'))
  expect([...boxes.messages]).toEqual([
    ['ana', 2],
    ['service', 1],
  ])
  expect(boxes.unheard('ana').map(({ recording }) => recording)).toEqual(['1.wav', '3.wav'])
  const heard = (box: string) =>
    ({ seq: log.next(), atMs: 9, type: 'messages.heard', call: callId(9), box, count: 1 }) as const
  log.emit['messages.heard'](heard('ana'))
  log.emit['messages.heard'](heard('service'))
  expect([...boxes.messages]).toEqual([['ana', 1]])
  expect(boxes.unheard('ana').map(({ recording }) => recording)).toEqual(['3.wav'])
})
