import { describe, expect, test } from 'vitest'
import { breaches } from './walls.mjs'

const says = (path, text) => breaches(path, text).map((b) => b.says)

describe('imports', () => {
  for (const [path, specifier, reason] of [
    ['packages/acd/src/a.ts', '@callweave/ivr', /same row/],
    ['packages/acd/src/a.ts', '@callweave/center', /point down/],
    ['packages/center/src/a.ts', '@callweave/core/src/ids.js', /does not export/],
    ['packages/center/src/a.ts', '../../core/src/ids.js', /by its name/],
    ['packages/core/src/a.ts', 'node:fs', /no Node/],
    ['packages/core/src/a.ts', 'fs', /no Node/],
    ['packages/cdr/src/a.ts', 'yargs', /not among the dependencies/],
    ['packages/center/src/a.ts', '@callweave/cdr/sqlite', /Node part/],
    ['packages/core/src/a.ts', '@callweave/core', /relative path/],
  ])
    test(`${path} must not import ${specifier}`, () => {
      expect(says(path, `import { x } from '${specifier}'\n`)).toEqual([expect.stringMatching(reason)])
      expect(says(path, `export type { x } from '${specifier}'\n`)).toHaveLength(1)
      expect(says(path, `export const f = () => import('${specifier}')\n`)).toHaveLength(1)
    })

  for (const [path, specifier] of [
    ['packages/center/src/a.ts', '@callweave/acd/staffing'],
    ['packages/acd/src/deep/a.ts', '../b.js'],
    ['packages/cdr/src/sqlite/a.ts', 'node:sqlite'],
    ['packages/cli/src/a.ts', '@callweave/sim/node'],
    ['packages/core/src/a.test.ts', 'node:fs'],
    ['packages/core/src/a.test.ts', 'vitest'],
    ['packages/core/src/a.test.ts', '../../../scripts/peers.mjs'],
  ])
    test(`${path} may import ${specifier}`, () => expect(says(path, `import { x } from '${specifier}'\n`)).toEqual([]))
})

describe('clock and chance', () => {
  for (const code of ['Date.now()', 'new Date(0)', 'Math.random()', 'performance.now()'])
    test(`${code} is refused in pure code only`, () => {
      const text = `export const x = ${code}\n`
      expect(says('packages/sim/src/a.ts', text)).toHaveLength(1)
      expect(says('packages/sim/src/node/a.ts', text)).toEqual([])
      expect(says('packages/sim/src/a.test.ts', text)).toEqual([])
      expect(says('packages/cli/src/a.ts', text)).toEqual([])
    })
})

describe('names and shapes', () => {
  for (const text of [
    'export enum A { B }\n',
    'export class CallManager {}\n',
    'export default 1\n',
    "export * from './a.js'\n",
  ])
    test(text.trim(), () => expect(says('packages/core/src/a.ts', text)).toHaveLength(1))
  test('export type * is fine', () =>
    expect(says('packages/core/src/a.ts', "export type * from './a.js'\n")).toEqual([]))
  test('utils.ts', () => expect(says('packages/core/src/utils.ts', '')).toHaveLength(1))
  test('size: a note over 300 lines, refused over 500', () => {
    const sized = (lines) => breaches('packages/core/src/a.ts', '\n'.repeat(lines)).map((b) => b.warning)
    expect([sized(300), sized(301), sized(501)]).toEqual([[], [true], [false]])
  })
})
