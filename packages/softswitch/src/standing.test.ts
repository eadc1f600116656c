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

test('who has named a time has no call before it, five minutes at most, whatever it answers meanwhile', () => {
  const clock = createHandClock()
  const standing = createStanding(clock)
  standing.failed(a, 90_000)
  standing.failed(a)
  standing.failed(b, 1e12)
  standing.failed(c)
  standing.heard(a)
  expect([a, b, c].map(standing.mayCall)).toEqual([false, false, true])
  clock.move(89_999)
  expect(standing.mayCall(a)).toBe(false)
  clock.move(1)
  expect([a, b].map(standing.mayCall)).toEqual([true, false])
  clock.move(210_000)
  expect(standing.mayCall(b)).toBe(true)
})

test('a server is its address, its port and its transport', () => {
  expect(sameServer(a, { ...a, connection: 7 })).toBe(true)
  expect(sameServer(a, { ...a, transport: 'TCP' })).toBe(false)
  expect(sameServer(a, b)).toBe(false)
})
