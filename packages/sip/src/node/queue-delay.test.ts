/** Real sockets; no figure is looked at but that of a thread that does not keep up. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openUdp } from './udp.js'

const options = (n: number): string =>
  [
    'OPTIONS sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bK-${n}`,
    'Max-Forwards: 70',
    'From: <sip:a@127.0.0.1>;tag=a',
    'To: <sip:b@127.0.0.1>',
    `Call-ID: ${n}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')

test('a thread that takes longer for its messages than they take to come says how long they wait', async () => {
  const waits: number[] = []
  const transport = await openUdp({
    host: '127.0.0.1',
    port: 0,
    onMessage: () => {
      for (const untilMs = performance.now() + 15; performance.now() < untilMs; );
      waits.push(transport.queueMs ?? 0)
    },
  })
  const port = transport.addresses[0]?.port
  const socket = createSocket('udp4')
  for (let n = 0; n < 150; n += 1) socket.send(options(n), port, '127.0.0.1')
  await expect.poll(() => waits.length).toBe(150)
  expect(waits[0]).toBeLessThan(200)
  expect(Math.max(...waits)).toBeGreaterThan(200)
  await expect.poll(() => transport.queueMs).toBeLessThan(200)
  // What it tells itself is no keep-alive of anybody; a stranger's is.
  expect(transport.counts.keepAlives).toBe(0)
  socket.send('\r\n\r\n', port, '127.0.0.1')
  await expect.poll(() => transport.counts.keepAlives).toBe(1)
  socket.close()
  await once(socket, 'close')
  await transport.close()
})
