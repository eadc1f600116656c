import { parseMessage, type SipRequest } from '@callweave/sip'
import { expect, test } from 'vitest'
import { memoryFlow } from '../../test/memory-network.js'
import { VirtualTime } from '../../test/virtual-time.js'
import { createSenders } from './senders.js'

const from = memoryFlow('10.1.0.1')

const requestOf = (callId: string): SipRequest => {
  const lines = [
    'INVITE sip:100@10.0.0.1 SIP/2.0',
    'Via: SIP/2.0/UDP 10.1.0.1;branch=z9hG4bK1',
    'From: <sip:8001@10.0.0.1>;tag=1',
    'To: <sip:100@10.0.0.1>',
    `Call-ID: ${callId}`,
    'CSeq: 1 INVITE',
  ]
  return parseMessage(new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`)) as SipRequest
}

test('a request that comes again is known for as long as it may come, and forgotten then', async () => {
  const clock = new VirtualTime()
  const asked: string[] = []
  const senders = createSenders({
    clock,
    guard: { gate: () => 'pass', busy: () => expect.unreachable() },
    admit: ({ headers }) => {
      asked.push(headers.need('callId'))
      return { who: 'phone', extension: '8001' }
    },
    answer: () => expect.unreachable(),
  })
  const comes = async (callId: string, afterMs: number): Promise<void> => {
    await clock.pass(afterMs)
    const request = requestOf(callId)
    expect(senders.pass(request, from)).toBe(true)
    expect(senders.of(request, from)).toEqual({ who: 'phone', extension: '8001' })
  }
  await comes('first', 0)
  await comes('second', 36_000)
  // From here on the first two are in the old map.
  await comes('third', 2_000)
  await comes('second', 34_000)
  expect(asked).toEqual(['first', 'second', 'third'])
  await comes('first', 4_000)
  await comes('third', 100_000)
  expect(asked).toEqual(['first', 'second', 'third', 'first', 'third'])
})
