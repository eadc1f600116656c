import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { portRange } from './ports.mjs'

/** Of a program that takes no range here. */
const stranger = createSocket('udp4')
stranger.bind(20_050, '127.0.0.1')
await Promise.race([once(stranger, 'listening'), once(stranger, 'error')]).catch(() => undefined)
afterAll(() => void stranger.close())

const ranges = [await portRange(150), await portRange(1), await portRange(100)]

test('ranges are large enough, begin at an even port and do not overlap', () => {
  const [large, small, other] = ranges
  expect(large.mostPort - large.leastPort + 1).toBe(200)
  expect(small.mostPort - small.leastPort + 1).toBe(100)
  for (const { leastPort } of ranges) expect(leastPort % 2).toBe(0)
  const ports = ranges.flatMap(({ leastPort, mostPort }) => [leastPort, mostPort])
  for (const { leastPort, mostPort } of ranges)
    expect(ports.filter((port) => port >= leastPort && port <= mostPort).length).toBe(2)
  expect(other).not.toEqual(small)
})

test('no other process can take the same', async () => {
  const other = createServer()
  const failed = new Promise((done) => other.once('error', done))
  other.listen(ranges[0].leastPort, '127.0.0.1')
  expect(await failed).toMatchObject({ code: 'EADDRINUSE' })
})

test('where somebody is already, nobody else is put', () => {
  for (const { leastPort, mostPort } of ranges) expect(leastPort > 20_050 || mostPort < 20_050).toBe(true)
})

test('more than there are is refused', async () => {
  await expect(portRange(10_000)).rejects.toThrow(/no range/)
})
