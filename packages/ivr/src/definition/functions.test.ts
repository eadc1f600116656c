/** A command installed for all projects has a copy of this package, and the project it runs another. */
import { expect, test } from 'vitest'
import { codeOf } from './functions.js'

test('a function defined with another copy of the package keeps its code, and shows it to no hash', async () => {
  const path = './functions.js?another-copy'
  const other: typeof import('./functions.js') = await import(path)
  expect(other.codeOf).not.toBe(codeOf)
  const simulate = () => ({ result: 'paid', tookMs: 5 })
  const value = other.defineFunction('balance', { version: 1, simulate })
  expect(codeOf(value)?.simulate).toBe(simulate)
  expect(JSON.stringify(value)).toBe('{"function":"balance","version":1}')
})
