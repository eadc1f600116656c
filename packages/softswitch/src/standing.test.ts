import { createHandClock } from '@callweave/core/testing'
import { expect, test } from 'vitest'
import { memoryFlow } from '../test/memory-network.js'
import { createStanding, sameServer } from './standing.js'

const [a, b, c] = [memoryFlow('10.0.0.1'), memoryFlow('10.0.0.2'), memoryFlow('10.0.0.3')]

test('who failed goes to the end for a minute, or until it is heard', () => {
  const clock = createHandClock()
  const standing = createStanding(clock)
  expect(standing.inOrder([a, b, c])).toEqual([a, b, c])
  standing.failed(a)
  standing.failed(b)
  expect(standing.inOrder([a, b, c])).toEqual([c, a, b])
  standing.heard(b)
  expect(standing.inOrder([a, b, c])).toEqual([b, c, a])
  clock.move(60_000)
  expect(standing.inOrder([a, b, c])).toEqual([a, b, c])
})

test('a server is its address, its port and its transport', () => {
  expect(sameServer(a, { ...a, connection: 7 })).toBe(true)
  expect(sameServer(a, { ...a, transport: 'TCP' })).toBe(false)
  expect(sameServer(a, b)).toBe(false)
})
