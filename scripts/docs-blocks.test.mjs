import { expect, test } from 'vitest'
import { blocksOf } from './docs-blocks.mjs'

test('blocks of a page, with the line of their fence', () => {
  const text = ['# Title', '```ts run', 'const a = 1', '```', 'text', '```sh', 'ls', '```', ''].join('\n')
  expect(blocksOf('docs/a.md', text)).toEqual([
    { file: 'docs/a.md', line: 2, language: 'ts', run: true, code: 'const a = 1' },
    { file: 'docs/a.md', line: 6, language: 'sh', run: false, code: 'ls' },
  ])
})

test('blocks of a docstring, without its stars; a fence in ordinary code is none', () => {
  const text = ['/**', ' * Adds.', ' * ```ts', ' * add(1)', ' * ```', ' */', 'const fence = `', '```', '`'].join('\n')
  expect(blocksOf('packages/core/src/a.ts', text)).toEqual([
    { file: 'packages/core/src/a.ts', line: 3, language: 'ts', run: false, code: 'add(1)' },
  ])
})
