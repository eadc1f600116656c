// `npm run build`: what is published, into packages/*/dist. JavaScript by tsup, one package at a time; declarations by the
// one `tsc -b` that also checks the types (bundling them with tsup started one compiler for each package and took longer
// than everything else together). A package whose sources have not changed is left alone.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageConfig } from './tsup-package.mjs'
import { checkTypes } from './types.mjs'
import { packages, root } from './workspace.mjs'

/** True when everything is built. Type errors do not keep the JavaScript from being written, but make this false. */
export async function build() {
  const stale = packages().filter((p) => p.entries.length > 0 && readStamp(p) !== hashOf(p))
  if (stale.length === 0) return true
  process.stderr.write(`Building ${stale.map((p) => p.dir).join(', ')} ...\n`)
  const hashes = new Map(stale.map((p) => [p, hashOf(p)]))
  const types = checkTypes()
  const broken = []
  const { build: tsup } = await import('tsup')
  for (const p of stale) {
    rmSync(join(p.path, 'dist'), { recursive: true, force: true })
    process.chdir(p.path) // tsup reads the manifest and the entries from here
    await tsup(packageConfig(p.dir)).catch((error) => {
      process.stderr.write(`${p.dir}: ${error.message}\n`)
      broken.push(p.dir)
    })
  }
  process.chdir(root)
  const correct = (await types) && broken.length === 0
  for (const p of stale) {
    copyDeclarations(p)
    if (correct) writeFileSync(stampOf(p), hashes.get(p))
  }
  return correct
}

const stampOf = ({ path }) => join(path, 'dist', '.built-from')
const readStamp = (p) => (existsSync(stampOf(p)) ? readFileSync(stampOf(p), 'utf8') : '')

function hashOf({ dir, path, manifest }) {
  const hash = createHash('sha256')
  const own = globSync('src/**/*', { cwd: path, exclude: ['**/*.test.ts'] })
  const files = [
    ...own.sort().map((f) => join(path, f)),
    join(root, 'scripts/tsup-package.mjs'),
    join(root, 'package-lock.json'),
  ]
  hash.update(`${dir} ${JSON.stringify(manifest.exports)} ${process.version}`)
  for (const file of files)
    if (/\.(ts|mjs|json)$/.test(file)) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

// Sources import each other as './x.ts'; beside the published declarations there is only './x.js'.
function copyDeclarations({ dir, path }) {
  const from = join(root, '.cache/types', dir)
  for (const file of globSync('**/*.d.ts', { cwd: from })) {
    const to = join(path, 'dist', file)
    mkdirSync(join(to, '..'), { recursive: true })
    cpSync(join(from, file), to)
    writeFileSync(to, readFileSync(to, 'utf8').replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'))
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await build()) ? 0 : 1
