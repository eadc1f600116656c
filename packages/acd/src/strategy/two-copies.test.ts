/** A command installed for all projects has a copy of this package, and the project it runs another. */
import { expect, test } from 'vitest'
import { nobodyReady, ownCode } from './define.js'
import { strategyFor } from './registry.js'

test('a strategy defined with another copy of the package keeps its code, and shows it to no hash', async () => {
  const path = './define.js?another-copy'
  const other: typeof import('./define.js') = await import(path)
  expect(other.ownCode).not.toBe(ownCode)
  const ref = other.defineStrategy('mine', { version: 3, order: 'chance', decide: () => nobodyReady })
  expect(strategyFor(ref)).toMatchObject({ name: 'mine', version: 3, order: 'chance' })
  expect(Object.entries(ref)).toEqual([
    ['strategy', 'mine'],
    ['version', 3],
  ])
})
