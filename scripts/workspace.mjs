// The one list of packages, read from packages/*/package.json. TypeScript paths, vitest aliases, tsup entries and the
// walls all come from here. An export `./x` of a package stands at src/x/index.ts, the main one at src/index.ts.
// Plain Node 18 JavaScript: the bootstrap imports this before anything is installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Rows from the bottom up. A package may import rows below its own, never its own row nor one above. */
export const rows = [
  ['core'],
  ['acd', 'ivr', 'cdr', 'sip', 'rtp'],
  ['center', 'speech'],
  ['sim', 'softswitch'],
  ['server'],
  ['cli', 'callweave'],
  ['create-callweave'],
]

/** Folders under src that may use Node; every other file of a pure package may not. */
export const nodeFolders = {
  cdr: ['node', 'sqlite'],
  sip: ['node'],
  rtp: ['node'],
  sim: ['node'],
  softswitch: ['node'],
  speech: ['node'],
  callweave: ['sim'],
}

/** Packages that are Node programs altogether. */
export const nodePackages = ['server', 'cli', 'create-callweave']

/** @returns {{ dir: string, name: string, path: string, manifest: any, entries: { specifier: string, source: string, output: string }[] }[]} */
export function packages() {
  const order = rows.flat()
  return readdirSync(join(root, 'packages'))
    .filter((dir) => existsSync(join(root, 'packages', dir, 'package.json')))
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((dir) => {
      const path = join(root, 'packages', dir)
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
      const entries = Object.entries(manifest.exports)
        .filter(([, target]) => typeof target === 'object')
        .map(([key, target]) => {
          const output = target.default.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
          return { specifier: manifest.name + key.slice(1), source: `packages/${dir}/src/${output}.ts`, output }
        })
      return { dir, name: manifest.name, path, manifest, entries }
    })
}

/** Import specifier -> source file, for everything that runs or checks the sources without a build. */
export function sourceOf() {
  return Object.fromEntries(packages().flatMap(({ entries }) => entries.map((e) => [e.specifier, e.source])))
}
