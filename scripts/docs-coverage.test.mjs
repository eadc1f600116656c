import { expect, test } from 'vitest'
import { coveragePage, idsOf } from './docs-coverage.mjs'

test('ids of names, of tables and of templates; not those inside a name', () => {
  const text = `
    describe('A1 longest-idle', () => { it.each([1, 2])('A2, A3: so', () => {}) })
    test.skipIf(x).each(rows)(\`D7 \${name} \`, () => {})
    test('a B2 bomber', () => {})
    other('A9 no test', () => {})`
  expect(idsOf('x.ts', text)).toEqual(['A1', 'A2', 'A3', 'D7'])
})

test('every id in the name of a test is a requirement', () => expect(coveragePage().strangers).toEqual([]))
