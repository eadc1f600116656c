// docs/coverage.md: which requirement is proved by which test file. An id counts when a test's or a describe's name begins
// with it (`A1 longest-idle: ...`, `D1, A6: ...`). The ids and their one line each stand in docs/requirements.json.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './workspace.mjs'

const areas = {
  T: 'Templates',
  P: 'Switch',
  A: 'Queues and strategies',
  I: 'Flows',
  R: 'Recorder',
  D: 'Records, figures, planning',
  C: 'Customers and cases',
  O: 'Outbound',
  S: 'Operation',
}

/** @returns {string[]} ids at the start of the names of tests and describes in one file */
export function idsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  const ids = new Set()
  const visit = (node) => {
    if (ts.isCallExpression(node) && ['test', 'it', 'describe'].includes(rootName(node.expression))) {
      const [name] = node.arguments
      const title = name && (ts.isStringLiteralLike(name) ? name.text : name.head?.text)
      const [head] = /^[A-Z]\d+(?:(?:,| and|) [A-Z]\d+)*\b/.exec(title ?? '') ?? ['']
      for (const id of head.match(/[A-Z]\d+/g) ?? []) ids.add(id)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...ids]
}

/** The word that `test.skipIf(x).each(rows)` begins with. */
function rootName(node) {
  if (ts.isIdentifier(node)) return node.text
  return ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) ? rootName(node.expression) : ''
}

/** @returns {{ text: string, strangers: string[] }} the page, and ids in test names that are no requirement */
export function coveragePage() {
  const requirements = JSON.parse(readFileSync(join(root, 'docs/requirements.json'), 'utf8'))
  const tests = globSync(['packages/*/{src,test}/**/*.test{,-d}.{ts,mjs}', 'scripts/*.test.mjs'], { cwd: root }).sort()
  const filesOf = new Map()
  const strangers = []
  for (const file of tests)
    for (const id of idsOf(file, readFileSync(join(root, file), 'utf8'))) {
      if (!(id in requirements)) strangers.push(`${file}: ${id}`)
      filesOf.set(id, [...(filesOf.get(id) ?? []), file])
    }
  const built = Object.keys(requirements).filter((id) => filesOf.has(id))
  const sections = Object.entries(areas).map(([letter, title]) => {
    const rows = Object.entries(requirements).filter(([id]) => id.startsWith(letter))
    const proof = (id) => (filesOf.get(id) ?? []).map((file) => `[${nameOf(file)}](../${file})`).join(', ')
    return [
      `## ${letter}: ${title}\n`,
      '| id | what | tested in |',
      '| --- | --- | --- |',
      ...rows.map(([id, what]) => `| ${id} | ${what} | ${proof(id) || 'not built'} |`),
      '',
    ].join('\n')
  })
  const intro = `# What is built and tested

Made by \`npm run docs\` from the names of the tests: a test that proves a requirement has its id at the start of its name.
A requirement without a test counts as not built, whatever code there is. A test file here says that something of the
requirement is tested, not that all of it is.

${built.length} of ${Object.keys(requirements).length} requirements have tests.
`
  return { text: [intro, ...sections].join('\n'), strangers }
}

const nameOf = (file) => file.replace(/^packages\/([^/]+)\/(?:src|test)\/(?:.*\/)?/, '$1: ').replace(/\.test.*$/, '')
