import { expect, test } from 'vitest'
import { keysAt } from './conduct.js'

test('keys one after the other, a comma is a second', () => {
  expect(keysAt('1,,0#')).toEqual([
    { atMs: 250, key: '1' },
    { atMs: 2_500, key: '0' },
    { atMs: 2_750, key: '#' },
  ])
  expect(keysAt('')).toEqual([])
})
