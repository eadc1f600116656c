// `npm run build`: what is published, into packages/*/dist. JavaScript by tsup, one package at a time; declarations by the
// same `tsc -b` that checks the types (3 s for the whole workspace; tsup's own declarations took 0.8 s more for each package).
// Tests are no part of it. A package whose sources have not changed is left alone.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  const types = checkTypes(tsconfigs())
  const { build: tsup } = await import('tsup')
  const built = []
  for (const p of stale) {
    process.chdir(p.path) // tsup reads the manifest from here
    try {
      await tsup(packageConfig(p.dir, fresh(p)))
      built.push(p)
    } catch (error) {
      process.stderr.write(`${p.dir}: ${error.message}\n`)
    }
  }
  process.chdir(root)
  const correct = await types
  for (const p of built) {
    copyDeclarations(p)
    if (correct) writeFileSync(join(fresh(p), '.built-from'), hashes.get(p))
    rmSync(join(p.path, 'dist'), { recursive: true, force: true })
    renameSync(fresh(p), join(p.path, 'dist'))
  }
  for (const p of stale) rmSync(fresh(p), { recursive: true, force: true })
  return correct && built.length === stale.length
}

/** Built aside and then put in place, so that a failed build leaves the last good one. */
const fresh = ({ path }) => join(path, `.dist-${process.pid}`)
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

function copyDeclarations(p) {
  const from = join(root, '.cache/types', p.dir)
  for (const file of globSync('**/*.d.ts', { cwd: from })) {
    if (!existsSync(join(p.path, 'src', file.replace(/\.d\.ts$/, '.ts')))) continue // its source is gone
    const to = join(fresh(p), file)
    mkdirSync(join(to, '..'), { recursive: true })
    cpSync(join(from, file), to)
  }
}

/** The projects of the packages: what is published, without tests and templates. */
const tsconfigs = () =>
  packages().flatMap(({ path }) => globSync('tsconfig*.json', { cwd: path }).map((file) => join(path, file)))

if (process.argv[1] === import.meta.filename) process.exitCode = (await build()) ? 0 : 1
