// `npm run walls`: what a package may import, what pure code may not touch, names we do not use, and the size of files.
// Each rule of CONTRIBUTING.md that neither the compiler nor a linter checks stands here.
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { nodeFolders, nodePackages, packages, root, rows, sourceOf } from './workspace.mjs'

const WARN_LINES = 300
const MOST_LINES = 500
const INDEX_LINES = 60
const BAD_ENDING = /(Manager|Handler|Helper|Service|Processor|Base)$/
const BAD_FILE = /(^|\/)(utils?|helpers?|misc|common)\.[cm]?ts$/

const all = packages()
const exported = new Set(Object.keys(sourceOf()))
const rowOf = (dir) => rows.findIndex((row) => row.includes(dir))

/**
 * @param {string} path from the root, with forward slashes
 * @param {string} text
 * @returns {{ path: string, line: number, says: string, warning?: boolean }[]}
 */
export function breaches(path, text) {
  const found = []
  const lines = text.split('\n').length - 1
  const report = (line, says, warning = false) => found.push({ path, line, says, warning })
  if (lines > MOST_LINES) report(MOST_LINES, `${lines} lines: no file has more than ${MOST_LINES}, split it by noun`)
  else if (lines > WARN_LINES) report(WARN_LINES, `${lines} lines: over ${WARN_LINES} needs a reason`, true)
  if (BAD_FILE.test(path)) report(1, 'a file is named after what is in it, not "utils" or the like')
  if (/\/src\/index\.ts$/.test(path) && lines > INDEX_LINES)
    report(INDEX_LINES, `${lines} lines: the public surface fits in ${INDEX_LINES}`, true)
  if (!path.endsWith('.ts')) return found

  const place = placeOf(path)
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
  const visit = (node) => {
    const specifier = importedBy(node)
    if (specifier !== undefined && place) {
      const wrong = wrongImport(place, path, specifier)
      if (wrong) report(lineOf(node), `import '${specifier}': ${wrong}`)
    }
    const wrong = (place?.pure && impurity(node)) || wrongDeclaration(node, place)
    if (wrong) report(lineOf(node), wrong)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function placeOf(path) {
  const [, dir, inside] = /^packages\/([^/]+)\/(?:src|test)\/(.*)$/.exec(path) ?? []
  if (!dir) return undefined
  const test = /\.test(-d)?\.ts$/.test(path) || path.startsWith(`packages/${dir}/test/`)
  const node = nodePackages.includes(dir) || (nodeFolders[dir] ?? []).some((folder) => inside.startsWith(`${folder}/`))
  return { dir, test, pure: !test && !node }
}

function importedBy(node) {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
    return node.moduleSpecifier.text
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0])
    return ts.isStringLiteral(node.arguments[0]) ? node.arguments[0].text : undefined
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal.text
  return undefined
}

function wrongImport({ dir, test, pure }, path, specifier) {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(path), specifier))
    if (target.startsWith(`packages/${dir}/`) || (test && target.startsWith('scripts/'))) return undefined
    return 'another package is imported by its name'
  }
  if (isBuiltin(specifier))
    return pure ? 'pure code sees no Node: hand it in through a port, or move the file to src/node' : undefined
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const own = all.find((p) => p.dir === dir)
  const other = all.find((p) => p.name === name)
  if (!other) {
    if (test || own?.manifest.dependencies?.[name]) return undefined
    if (!pure && own?.manifest.optionalDependencies?.[name]) return undefined
    return `${name} is not among the dependencies of ${own?.name}`
  }
  if (other.dir === dir)
    return test && exported.has(specifier) ? undefined : 'a package imports its own files by relative path'
  if (!exported.has(specifier))
    return `${other.name} does not export this; only what stands in its "exports" may be imported`
  if (rowOf(other.dir) === rowOf(dir)) return `${other.dir} stands in the same row as ${dir}, and neighbours never meet`
  if (rowOf(other.dir) > rowOf(dir)) return `${other.dir} stands above ${dir}; imports point down only`
  if (pure && placeOf(sourceOf()[specifier])?.pure === false)
    return 'pure code cannot import the Node part of a package'
  return undefined
}

function impurity(node) {
  const text = ts.isPropertyAccessExpression(node) ? `${node.expression.getText()}.${node.name.text}` : ''
  if (text === 'Date.now' || text === 'performance.now' || text === 'performance.timeOrigin')
    return `${text}: pure code has no clock, take the instant as an argument or from the Clock port`
  if (text === 'Math.random')
    return 'Math.random: pure code has no chance of its own, take a stream from the Random port'
  const called =
    (ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text
  if (called === 'Date') return 'Date: pure code counts in milliseconds; calendars belong to temporal-polyfill'
  return undefined
}

function wrongDeclaration(node, place) {
  if (ts.isEnumDeclaration(node)) return 'enum: use a union of strings'
  if (ts.isClassDeclaration(node) && node.name && BAD_ENDING.test(node.name.text))
    return `class ${node.name.text}: name the thing it is, not ${BAD_ENDING.exec(node.name.text)[1]}`
  if (!place) return undefined
  const isDefault =
    (ts.isExportAssignment(node) && !node.isExportEquals) ||
    (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword))
  if (isDefault) return 'default export: export it by name'
  if (ts.isExportDeclaration(node) && !node.exportClause && !node.isTypeOnly)
    return 'export *: name what is exported (`export type *` is fine)'
  return undefined
}

export function checkAll() {
  const files = globSync(['packages/*/{src,test,bin}/**/*.{ts,mjs}', 'scripts/*.mjs', 'examples/**/*.ts'], {
    cwd: root,
  })
  return files.flatMap((file) => breaches(file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')))
}

if (process.argv[1] === import.meta.filename) {
  const found = checkAll()
  for (const { path, line, says, warning } of found) console.error(`${path}:${line} ${warning ? 'note: ' : ''}${says}`)
  process.exitCode = found.some(({ warning }) => !warning) ? 1 : 0
}
