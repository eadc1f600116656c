import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { packages, root } from './workspace.mjs'

/** Names that a source file exports; `export type *` is followed. */
function exportsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true)
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause) return statement.exportClause.elements.map(({ name }) => name.text)
      return exportsOf(join(dirname(file), statement.moduleSpecifier.text.replace(/\.js$/, '.ts')))
    }
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.length) return []
    return statement.name
      ? [statement.name.text]
      : (statement.declarationList?.declarations ?? []).map((d) => d.name.text)
  })
}

const exported = new Map(
  packages()
    .filter(({ path }) => existsSync(join(path, 'src/index.ts')))
    .map(({ dir, path }) => [dir, exportsOf(join(path, 'src/index.ts'))]),
)
const events = readFileSync(join(root, 'packages/core/src/events/schema.ts'), 'utf8')
const rows = readFileSync(join(root, 'GLOSSARY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (word|---)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))

test('every word has its Chinese, its meaning and its place in the code', () => {
  expect(rows.length).toBeGreaterThan(50)
  for (const cells of rows)
    expect(
      cells.filter((cell) => cell.trim() !== ''),
      cells[0],
    ).toHaveLength(5)
})

test.each(rows)('%s', (_word, _chinese, _meaning, code, dirs) => {
  const names = [...code.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
  for (const name of names) {
    if (name.includes('.')) expect(events, name).toContain(`'${name}':`)
    else
      expect(
        dirs.split(', ').flatMap((dir) => exported.get(dir)),
        `${name} of ${dirs}`,
      ).toContain(name)
  }
})
