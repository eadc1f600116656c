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
})
